import { errorCode } from "../error-code.ts";
import type { ConnectionLoss } from "../network-ports.ts";
import { type Attempt, lossOf } from "../shared/connection-loss.ts";
import { handshakeError } from "../shared/handshake-error.ts";
import type { PreparedRoute } from "../shared/prepared-route.ts";
import type { SingleAnswer, SingleRequest } from "../shared/single-answer.ts";
import { fetchTls } from "./fetch-tls.ts";
import { pastNoProxy } from "./past-no-proxy.ts";

/**
 * A request by `fetch` that goes the prepared way and no other: no redirect is followed, and the body of the answer is left as it
 * is. Towards a proxy, Bun uses the TLS options of the request without their name, as it should be.
 */
export function fetchBy(
  { tls, proxyTls, proxy }: PreparedRoute,
  url: string,
  init: SingleRequest,
): Promise<SingleAnswer> {
  const settings = tls ?? proxyTls;
  // Some proxies close after each answer without having said so, and what goes out on such a connection is lost.
  const passedOn = proxy !== undefined && tls === undefined;
  return pastNoProxy(() =>
    fetch(url, {
      ...init,
      // The signal of the request has the time.
      timeout: false,
      redirect: "manual",
      proxy: proxy ?? false,
      keepalive: !passedOn,
      // Left to itself, fetch inflates ahead of its reader, as far as it goes.
      decompress: false,
      ...(settings && { tls: fetchTls(settings) }),
    }),
  );
}

/** What the error of such a request means. */
export async function explainFailure(
  error: unknown,
  attempt: Attempt,
  { tls, proxy }: PreparedRoute,
): Promise<ConnectionLoss> {
  const cause = errorCode(error) === "EPROTO" && tls && !proxy ? await handshakeError(attempt.url, tls) : error;
  return lossOf(cause ?? error, attempt);
}

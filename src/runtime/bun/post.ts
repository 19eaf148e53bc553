import { errorCode } from "../error-code.ts";
import type { ConnectionLoss, PostOptions, PostOutcome } from "../network-ports.ts";
import { lossOf, proxyRefusal } from "./connection-loss.ts";
import { handshakeError } from "./handshake-error.ts";
import { joinHeaders } from "./headers.ts";
import { type PreparedRoute, prepareRoute } from "./prepared-route.ts";
import { pastNoProxy } from "./proxy.ts";
import { readAnswer } from "./read-answer.ts";
import { fetchTls } from "./tls-settings.ts";

/** One POST and its whole answer, whatever its status. */
export async function post(options: PostOptions): Promise<PostOutcome> {
  const { url, proxy, timeoutMs, signal, maxResponseBytes } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const prepared = prepareRoute(url, options);
  if (!prepared.usable) return { answered: false, loss: prepared.loss };
  try {
    const response = await request(options, prepared, AbortSignal.any([signal, timeout]));
    const { status } = response;
    const answer = await readAnswer(response, maxResponseBytes);
    if (proxy && status === 407) return { answered: false, loss: proxyRefusal(status, proxy) };
    const head = { answered: true, status, headers: Object.fromEntries(response.headers) } as const;
    if (answer.read) return { ...head, body: answer.body };
    // A refusal is told by its status, whatever page comes with it.
    if (!response.ok) return { ...head, body: new Uint8Array() };
    if (answer.failure === "TOO_LARGE") return lost("TOO_LARGE", `the answer is larger than ${maxResponseBytes} bytes`);
    return lost("PROTOCOL", "the server answered with something that is not gzipped as its header says");
  } catch (error) {
    if (signal.aborted) return lost("ABORTED", "the request was given up");
    if (timeout.aborted) return lost("TIMEOUT", `no answer within ${timeoutMs} ms`);
    return { answered: false, loss: await explain(error, options, prepared) };
  }
}

/** Towards a proxy, Bun uses the TLS options of the request without their name, as it should be. */
function request(
  options: PostOptions,
  { tls, proxyTls, proxy }: PreparedRoute,
  signal: AbortSignal,
): Promise<Response> {
  const { url, headers, body, gzip } = options;
  const settings = tls ?? proxyTls;
  // Some proxies close after each answer without having said so, and what goes out on such a connection is lost.
  const passedOn = proxy !== undefined && tls === undefined;
  return pastNoProxy(() =>
    fetch(url, {
      method: "POST",
      headers: { ...joinHeaders(headers), "accept-encoding": "gzip", ...(gzip && { "content-encoding": "gzip" }) },
      body: gzip ? Bun.gzipSync(Uint8Array.from(body)) : Uint8Array.from(body),
      redirect: "manual",
      proxy: proxy ?? false,
      keepalive: !passedOn,
      // Left to itself, fetch inflates ahead of its reader, as far as it goes.
      decompress: false,
      signal,
      ...(settings && { tls: fetchTls(settings) }),
    }),
  );
}

async function explain(error: unknown, options: PostOptions, { tls, proxy }: PreparedRoute): Promise<ConnectionLoss> {
  const cause = errorCode(error) === "EPROTO" && tls && !proxy ? await handshakeError(options.url, tls) : error;
  return lossOf(cause ?? error, options);
}

function lost(code: string, message: string): PostOutcome {
  return { answered: false, loss: { code, message } };
}

import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";

import { destinationOf } from "../destination.ts";
import type { ConnectionLoss } from "../network-ports.ts";
import { type Attempt, lossOf } from "../shared/connection-loss.ts";
import type { PreparedRoute } from "../shared/prepared-route.ts";
import type { SingleAnswer, SingleRequest } from "../shared/single-answer.ts";
import { headersOf } from "./headers-of.ts";
import { agentFor } from "./route-agent.ts";
import { webStream } from "./web-stream.ts";

/**
 * A request that goes the prepared way and no other: no redirect is followed, and the body of the answer is left as it is.
 */
export async function fetchBy(prepared: PreparedRoute, url: string, init: SingleRequest): Promise<SingleAnswer> {
  const response = await ask(prepared, url, init);
  const status = response.statusCode ?? 0;
  return { status, ok: status >= 200 && status <= 299, headers: headersOf(response), body: webStream(response) };
}

/** Nothing is sent twice: who asks knows whether it may be. */
function ask(prepared: PreparedRoute, url: string, init: SingleRequest): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sent = request({ ...target(prepared, url, init), agent: agentFor(prepared, url), signal: init.signal });
  sent.once("response", resolve);
  sent.on("error", reject);
  // Where the server changes the protocol, nothing else is told.
  sent.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  sent.end(init.body);
  return promise;
}

/** A proxy is given the whole URL of a target without TLS, and its own headers with it. */
function target({ tls, proxy }: PreparedRoute, url: string, { method, headers, body }: SingleRequest) {
  const { host, pathname, search } = new URL(url);
  const destination = destinationOf(url);
  const passedOn = proxy !== undefined && tls === undefined;
  const all: OutgoingHttpHeaders = {
    host,
    "user-agent": "opampsupervisor",
    ...(passedOn && proxy.headers),
    ...headers,
    ...(body && { "content-length": body.length }),
  };
  return {
    host: destination.host,
    port: destination.port,
    path: passedOn ? `http://${host}${pathname}${search}` : `${pathname}${search}`,
    method: method ?? "GET",
    headers: all,
  };
}

/** What the error of such a request means. */
export async function explainFailure(error: unknown, attempt: Attempt): Promise<ConnectionLoss> {
  return lossOf(error, attempt);
}

import { gzip as zip } from "#runtime/gzip.ts";
import { explainFailure, fetchBy } from "#runtime/single-request.ts";

import type { PostOptions, PostOutcome } from "../network-ports.ts";
import { proxyRefusal } from "./connection-loss.ts";
import { joinHeaders } from "./headers.ts";
import { type PreparedRoute, prepareRoute } from "./prepared-route.ts";
import { readAnswer } from "./read-answer.ts";
import type { SingleAnswer } from "./single-answer.ts";

/** One POST and its whole answer, whatever its status. */
export async function post(options: PostOptions): Promise<PostOutcome> {
  const { url, proxy, timeoutMs, signal, maxResponseBytes } = options;
  const timeout = AbortSignal.timeout(Math.ceil(timeoutMs));
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
    return { answered: false, loss: await explainFailure(error, options, prepared) };
  }
}

function request(options: PostOptions, prepared: PreparedRoute, signal: AbortSignal): Promise<SingleAnswer> {
  const { url, headers, body, gzip } = options;
  return fetchBy(prepared, url, {
    method: "POST",
    headers: { ...joinHeaders(headers), "accept-encoding": "gzip", ...(gzip && { "content-encoding": "gzip" }) },
    body: gzip ? zip(body) : Uint8Array.from(body),
    signal,
  });
}

function lost(code: string, message: string): PostOutcome {
  return { answered: false, loss: { code, message } };
}

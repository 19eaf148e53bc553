import { explainFailure, fetchBy } from "#runtime/single-request.ts";

import type { BodyPiece, ConnectionLoss, GetOptions, GetOutcome, IncomingBody } from "../network-ports.ts";
import { proxyRefusal } from "./connection-loss.ts";
import { joinHeaders } from "./headers.ts";
import { prepareRoute } from "./prepared-route.ts";
import { ReadAhead } from "./read-ahead.ts";
import type { SingleAnswer } from "./single-answer.ts";

/** One GET, whatever the status of its answer. */
export async function get(options: GetOptions): Promise<GetOutcome> {
  const { url, headers, proxy, signal } = options;
  const prepared = prepareRoute(url, options);
  if (!prepared.usable) return { answered: false, loss: prepared.loss };
  const explain = async (error: unknown): Promise<ConnectionLoss> =>
    signal.aborted
      ? { code: "ABORTED", message: "the request was given up" }
      : await explainFailure(error, options, prepared);
  try {
    // What is fetched is large and, most often, compressed already.
    const named = { "accept-encoding": "identity", ...joinHeaders(headers) };
    const response = await fetchBy(prepared, url, { headers: named, signal });
    const body = incomingBody(response, signal, explain);
    if (proxy && response.status === 407) {
      body.drop();
      return { answered: false, loss: proxyRefusal(response.status, proxy) };
    }
    return { answered: true, status: response.status, headers: Object.fromEntries(response.headers), body };
  } catch (error) {
    return { answered: false, loss: await explain(error) };
  }
}

function incomingBody(
  { body }: SingleAnswer,
  signal: AbortSignal,
  explain: (error: unknown) => Promise<ConnectionLoss>,
): IncomingBody {
  const ahead = body ? new ReadAhead(body) : undefined;
  const abort = () => ahead?.stop(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  const over = () => signal.removeEventListener("abort", abort);
  return {
    read: async (): Promise<BodyPiece> => {
      const next = (await ahead?.next()) ?? { end: true };
      if ("value" in next) return { kind: "bytes", bytes: next.value };
      over();
      return "end" in next ? { kind: "end" } : { kind: "lost", loss: await explain(next.error) };
    },
    drop: () => {
      over();
      ahead?.stop(new Error("dropped"));
    },
  };
}

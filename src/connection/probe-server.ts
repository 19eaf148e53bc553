import { explainLoss } from "../opamp/client/explain-loss.ts";
import { decideRedirect } from "../opamp/client/redirect.ts";
import { type RouteAnswer, type RouteProvider, type ServerRoute, transportOf } from "../opamp/client/route.ts";
import type { ConnectionLoss, Network } from "../runtime/network-ports.ts";
import type { Cancel, Clock } from "../runtime/ports.ts";

/** Whether a server can be reached, and if not, why, in words for the server and the log; no secret. */
export type ProbeOutcome =
  | { reached: true }
  | {
      reached: false;
      reason: string;
      /** Of HTTP, where the server refused the upgrade. */
      status?: number;
    };

export interface ProbeServerOptions {
  clock: Pick<Clock, "schedule">;
  network: Pick<Network, "dial" | "reach">;
  route: RouteProvider;
  /** Milliseconds for each step. */
  timeoutMs: number;
  /** Aborted: nobody waits for the outcome. */
  signal: AbortSignal;
}

/**
 * Looks whether the way leads to a server: name, TCP, proxy, TLS and, over WebSocket, the upgrade to 101, after which the
 * connection is closed at once. No AgentToServer is sent, since an agent must not speak twice. Over HTTP nothing more can
 * be found out without one, so the look ends after TLS.
 */
export async function probeServer(options: ProbeServerOptions): Promise<ProbeOutcome> {
  const { route, signal } = options;
  const answer = await route(signal);
  if (!answer.usable) return { reached: false, reason: answer.reason };
  if (signal.aborted) return givenUp;
  return await (transportOf(answer.route.url) === "http"
    ? reach(answer.route, options)
    : upgrade(answer.route, answer.route.url, 0, options));
}

async function reach(route: ServerRoute, { network, timeoutMs, signal }: ProbeServerOptions): Promise<ProbeOutcome> {
  const outcome = await network.reach({ ...route, timeoutMs, signal });
  return outcome.reached ? outcome : { reached: false, reason: explainLoss(outcome.loss) };
}

/** Follows redirects as the connection itself would. */
async function upgrade(
  route: ServerRoute,
  url: string,
  hops: number,
  options: ProbeServerOptions,
): Promise<ProbeOutcome> {
  const loss = await dialOnce(route, url, options);
  if (loss === undefined) return { reached: true };
  const { status = 0, headers = {} } = loss.response ?? {};
  const redirect = decideRedirect({ url, request: "upgrade", status, location: headers["location"], hops });
  if (redirect.kind === "refused") return { reached: false, reason: redirect.reason };
  if (redirect.kind !== "follow") {
    return { reached: false, reason: explainLoss(loss), ...(loss.response && { status }) };
  }
  const next: RouteAnswer = await options.route(options.signal, redirect.url);
  if (!next.usable) return { reached: false, reason: next.reason };
  if (options.signal.aborted) return givenUp;
  return await upgrade(next.route, redirect.url, hops + 1, options);
}

/**
 * Resolves when the connection is gone: with why it was never open, or with nothing. A server that lets in and does not
 * answer the close is there all the same.
 */
function dialOnce(
  route: ServerRoute,
  url: string,
  { clock, network, timeoutMs, signal }: ProbeServerOptions,
): Promise<ConnectionLoss | undefined> {
  const { promise, resolve } = Promise.withResolvers<ConnectionLoss | undefined>();
  let isOpen = false;
  let cancel: Cancel = () => {};
  const socket = network.dial(
    { ...route, compression: false, url, maxMessageBytes: mostBytes, handshakeTimeoutMs: timeoutMs },
    {
      open: () => {
        isOpen = true;
        socket.close(1000, "");
        cancel = clock.schedule(closeWithinMs, () => socket.terminate());
      },
      message: () => {},
      text: () => {},
      pong: () => {},
      drained: () => {},
      lost: (loss) => {
        cancel();
        resolve(isOpen ? undefined : loss);
      },
    },
  );
  signal.addEventListener("abort", () => socket.terminate(), { once: true });
  return promise;
}

/** Nothing is read. */
const mostBytes = 1024;

/** How long the server may take for its part of the close, milliseconds. */
const closeWithinMs = 1_000;

const givenUp: ProbeOutcome = { reached: false, reason: "the look was given up" };

import { dial } from "#runtime/dial.ts";

import type { ConnectionLoss, Route } from "../../src/runtime/network-ports.ts";
import { get } from "../../src/runtime/shared/get.ts";
import { post } from "../../src/runtime/shared/post.ts";
import type { Seen } from "./telling-server.ts";

/** What a `tellingServer` saw, or why it was not reached. */
export type Outcome = { seen: Omit<Seen, "head"> } | { loss: ConnectionLoss };
/** One attempt to reach a `tellingServer`; by default at `localhost` with TLS. */
export type Connect = (
  place: { port: number; host?: string; secure?: boolean },
  route?: Partial<Route>,
) => Promise<Outcome>;

const overWebSocket: Connect = ({ port, host = "localhost", secure = true }, route = {}) => {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const url = `${secure ? "wss" : "ws"}://${host}:${port}/v1/opamp?key=secret`;
  const socket = dial(
    { url, headers: [], maxMessageBytes: 10_000, handshakeTimeoutMs: 5_000, ...route },
    {
      open: () => {},
      text: () => {},
      pong: () => {},
      drained: () => {},
      message: (data) => {
        resolve({ seen: told(data) });
        socket.terminate();
      },
      lost: (loss) => resolve({ loss }),
    },
  );
  return promise;
};

const overHttp: Connect = async ({ port, host = "localhost", secure = true }, route = {}) => {
  const outcome = await post({
    url: `${secure ? "https" : "http"}://${host}:${port}/v1/opamp?key=secret`,
    headers: [],
    body: Uint8Array.of(1),
    maxResponseBytes: 10_000,
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    ...route,
  });
  if (!outcome.answered) return { loss: outcome.loss };
  return outcome.status === 200
    ? { seen: told(outcome.body) }
    : { loss: { code: String(outcome.status), message: "" } };
};

const overGet: Connect = async ({ port, host = "localhost", secure = true }, route = {}) => {
  const url = `${secure ? "https" : "http"}://${host}:${port}/v1/opamp?key=secret`;
  const outcome = await get({ url, headers: [], signal: AbortSignal.timeout(5_000), ...route });
  if (!outcome.answered) return { loss: outcome.loss };
  const pieces: Uint8Array[] = [];
  for (let piece = await outcome.body.read(); ; piece = await outcome.body.read()) {
    if (piece.kind === "lost") return { loss: piece.loss };
    if (piece.kind === "end") break;
    pieces.push(piece.bytes);
  }
  if (outcome.status === 200) return { seen: told(Buffer.concat(pieces)) };
  return { loss: { code: String(outcome.status), message: "" } };
};

function told(data: Uint8Array): Omit<Seen, "head"> {
  const { head: _, ...seen } = JSON.parse(Buffer.from(data).toString()) as Seen;
  return seen;
}

/** All ways to a server, by name. */
export const ways = [
  ["over WebSocket", overWebSocket],
  ["over HTTP", overHttp],
  ["for a file", overGet],
] as const;

import { gzipSync } from "node:zlib";

import {
  type AgentToServer,
  codec,
  ServerCapabilities,
  ServerErrorResponseType,
  type ServerToAgent,
} from "../../../src/opamp/wire/messages.ts";
import { partsOf } from "../../support/opamp-frames.ts";

/** A message of the agent, and how it came. */
export interface Received {
  message: AgentToServer;
  /** The whole WebSocket message, or the body of the request as it was sent. */
  bytes: Uint8Array;
  /** Number of the connection, or of the request, from 1. */
  connection: number;
  path: string;
  /** Of the upgrade, or of the request. */
  headers: Headers;
}

/** What a message is answered with. An answer in `bytes` is sent as it is. */
export type Answer =
  | ServerToAgent
  | { bytes: Uint8Array; deflate?: boolean }
  | { status: number; headers?: Record<string, string> }
  /** Nothing, for ever. */
  | "silence";

/** An answer over HTTP with this status and no message. */
export function refused(status: number): Answer {
  return { status };
}

/** The error by which a server asks to be left alone for so many nanoseconds. */
export function unavailable(nanoseconds: number): ServerToAgent {
  const type = ServerErrorResponseType.ServerErrorResponseType_Unavailable;
  return { errorResponse: { type, retryInfo: { retryAfterNanoseconds: nanoseconds } } };
}

/** All bits of ServerCapabilities. */
export const allServerCapabilities = Object.values(ServerCapabilities)
  .filter((bit) => typeof bit === "number")
  .reduce((mask, bit) => mask | bit, 0);

/** Names of the parts that some of the messages have. */
export function partsIn(received: readonly Received[]): string[] {
  return [...new Set(received.flatMap(({ message }) => partsOf(message)))].sort();
}

/** An answer as HTTP has it, gzipped where these headers of the request allow it. */
export function httpAnswer(answer: Answer, requestHeaders: Headers): Response {
  if (answer === "silence") return new Response(null, { status: 500 });
  if ("status" in answer) return new Response(null, answer);
  const headers = { "content-type": "application/x-protobuf" };
  const body = "bytes" in answer ? answer.bytes : codec.ServerToAgent.encode(answer).finish();
  const gzip = !("bytes" in answer) && requestHeaders.get("accept-encoding")?.includes("gzip");
  if (!gzip) return new Response(Uint8Array.from(body), { headers });
  return new Response(gzipSync(body), { headers: { ...headers, "content-encoding": "gzip" } });
}

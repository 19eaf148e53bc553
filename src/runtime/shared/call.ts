import type { ClientHttp2Stream, IncomingHttpHeaders } from "node:http2";
import type { Socket } from "node:net";

import { gzip as zip } from "#runtime/gzip.ts";

import type { CallOptions, CallOutcome } from "../call-ports.ts";
import { decodePercent } from "../decode-percent.ts";
import { joinHeaders } from "./headers.ts";
import { connectThrough, type Way } from "./open-way.ts";
import { overWay } from "./over-way.ts";
import { inflateBounded } from "./read-bounded.ts";

/** One unary call over gRPC: a connection, a stream, its status (gRPC over HTTP/2, Requests and Responses). */
export async function call(options: CallOptions): Promise<CallOutcome> {
  const outcome = await overWay(options, "answer", async (prepared, way) => {
    const socket = await connectThrough(options.url, prepared, way, { tunnelsPlain: true, protocols: ["h2"] });
    return await speak(socket, options, way);
  });
  return outcome.through ? outcome.value : { answered: false, loss: outcome.loss };
}

function speak(socket: Socket, options: CallOptions, way: Way): Promise<CallOutcome> {
  const { url, method, headers, gzip = false, timeoutMs, maxResponseBytes } = options;
  if ("alpnProtocol" in socket && socket.alpnProtocol !== "h2") {
    return Promise.resolve(lost("PROTOCOL", "the server does not speak HTTP/2, which gRPC needs"));
  }
  const { promise, resolve, reject } = Promise.withResolvers<CallOutcome>();
  const session = process.getBuiltinModule("node:http2").connect(url, { createConnection: () => socket });
  session.once("error", reject);
  way.alsoClose(() => session.destroy());
  const stream = session.request({
    ...joinHeaders(headers),
    ":method": "POST",
    ":path": method,
    "content-type": "application/grpc+proto",
    "grpc-timeout": `${Math.min(Math.ceil(timeoutMs), 99_999_999)}m`,
    te: "trailers",
    ...(gzip && { "grpc-encoding": "gzip" }),
  });
  stream.once("error", reject);
  collect(stream, maxResponseBytes, resolve);
  stream.end(framed(options.message, gzip));
  return promise;
}

/** Reads the answer up to its trailers; one that has no body has its status in the headers. */
function collect(
  stream: ClientHttp2Stream,
  limit: number,
  resolve: (outcome: CallOutcome | Promise<CallOutcome>) => void,
): void {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let head: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  stream.on("response", (received) => (head = received));
  stream.on("trailers", (received) => (trailers = received));
  stream.on("data", (piece: Uint8Array) => {
    bytes += piece.length;
    if (bytes <= limit) pieces.push(piece);
    else resolve(lost("TOO_LARGE", `the answer is larger than ${limit} bytes`));
  });
  stream.once("end", () => resolve(outcomeOf({ ...head, ...trailers }, Buffer.concat(pieces), limit)));
}

async function outcomeOf(headers: IncomingHttpHeaders, body: Uint8Array, limit: number): Promise<CallOutcome> {
  const status = Number(headers["grpc-status"] ?? Number.NaN);
  if (!Number.isInteger(status)) {
    return lost("PROTOCOL", `the server answered with HTTP ${String(headers[":status"])} and no status of gRPC`);
  }
  const text = decodePercent(String(headers["grpc-message"] ?? ""));
  if (status !== 0) return { answered: true, status, text, message: new Uint8Array() };
  const message = await unframed(body, headers["grpc-encoding"], limit);
  return message === undefined
    ? lost("PROTOCOL", "the server's answer is none of gRPC")
    : { answered: true, status, text, message };
}

/** Length-Prefixed-Message: a flag for its compression, four bytes of length. */
function framed(message: Uint8Array, gzip: boolean): Uint8Array {
  const content = gzip ? zip(message) : message;
  const frame = new Uint8Array(5 + content.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, gzip ? 1 : 0);
  view.setUint32(1, content.length);
  frame.set(content, 5);
  return frame;
}

/** Some servers answer in the coding of the request, whatever they were asked for (grpc-go). */
async function unframed(body: Uint8Array, coding: unknown, limit: number): Promise<Uint8Array | undefined> {
  if (body.length < 5) return undefined;
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const isPacked = view.getUint8(0) === 1;
  if (view.getUint32(1) !== body.length - 5 || (isPacked && coding !== "gzip")) return undefined;
  const content = body.slice(5);
  return isPacked ? await inflateBounded(content, limit).catch(() => undefined) : content;
}

function lost(code: string, message: string): CallOutcome {
  return { answered: false, loss: { code, message } };
}

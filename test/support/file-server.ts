import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";

import { EventQueue } from "./event-queue.ts";
import { readHead, type RequestHead } from "./request-head.ts";
import { serveSockets } from "./serve-sockets.ts";

/** A request, and the connection on which it is answered byte for byte. */
export interface FileRequest extends RequestHead {
  /** What the header Range asks for; 0 without one. */
  from: number;
  answer: Answer;
}

export interface AnswerOptions {
  status?: string;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array | string;
  /** Whether the answer says nothing of its length, so that the end of the connection is its end. Default: it says it. */
  noLength?: boolean;
  /** So many bytes of the body are sent. Default: all. */
  cutAt?: number;
  /** The connection is closed after this. Default: at once. */
  until?: Promise<void>;
}

/** `index` counts the requests. */
export type Behaviour = (request: FileRequest, index: number) => void;

/** A server of one file that does as each test says: slow, breaking, lying. Stops with its test. */
export class FileServer {
  readonly origin: string;
  readonly requests = new EventQueue<FileRequest>();
  /** Every head that came, oldest first. */
  readonly heads: FileRequest[] = [];
  #behaviour: Behaviour;

  private constructor(origin: string, behaviour: Behaviour) {
    this.origin = origin;
    this.#behaviour = behaviour;
  }

  static async start(
    behaviour: Behaviour,
    { tls, host = "127.0.0.1" }: { tls?: TlsOptions; host?: string } = {},
  ): Promise<FileServer> {
    const take = (socket: Socket) => void server.#serve(socket);
    const listener = tls ? createTlsServer(tls, take).on("tlsClientError", () => {}) : createServer(take);
    const port = await serveSockets(listener);
    const server = new FileServer(`${tls ? "https" : "http"}://${host}:${port}`, behaviour);
    return server;
  }

  get url(): string {
    return `${this.origin}/file?token=s3cr3t`;
  }

  /** How requests are answered from now on. */
  answerBy(behaviour: Behaviour): void {
    this.#behaviour = behaviour;
  }

  async #serve(socket: Socket): Promise<void> {
    const { head } = await readHead(socket);
    if (!head) return void socket.destroy();
    const from = Number(/^bytes=(\d+)-$/.exec(head.headers.get("range") ?? "")?.[1] ?? 0);
    const request = { ...head, from, answer: new Answer(socket) };
    this.heads.push(request);
    this.#behaviour(request, this.heads.length - 1);
    this.requests.push(request);
  }
}

/** The server's side of a connection. */
export class Answer {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  write(bytes: Uint8Array | string): void {
    this.#socket.write(bytes);
  }

  /** No faster than it is read. */
  async stream(pieces: Iterable<Uint8Array>): Promise<void> {
    const closed = new Promise<void>((resolve) => void this.#socket.once("close", () => resolve()));
    for (const piece of pieces) {
      if (this.#socket.destroyed) return;
      if (this.#socket.write(piece)) continue;
      await Promise.race([closed, new Promise<void>((resolve) => void this.#socket.once("drain", resolve))]);
    }
    this.end();
  }

  end(): void {
    this.#socket.end();
  }

  /** Without a proper end. */
  breakOff(): void {
    this.#socket.destroy();
  }

  head(status: string, headers: Readonly<Record<string, string>> = {}): void {
    const lines = Object.entries({ connection: "close", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    this.write(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n`);
  }

  /** A whole answer; its length is told unless a header says something of it. */
  send({ status = "200 OK", headers = {}, body = "", noLength = false, cutAt, until }: AnswerOptions): void {
    const bytes = Buffer.from(body);
    const framed = noLength || "content-length" in headers || "transfer-encoding" in headers;
    this.head(status, { ...(!framed && { "content-length": String(bytes.length) }), ...headers });
    this.write(bytes.subarray(0, cutAt));
    if (until) void until.then(() => this.end());
    else this.end();
  }
}

export interface ServeOptions {
  etag?: string;
  lastModified?: string;
  /** Offset in the file at which the answer breaks off. */
  cutAt?: number;
  /** When it does so: what comes together with a break may be lost. Default: at once. */
  until?: Promise<void>;
}

/** Serves `content` as a good server does, with ranges. */
export function serveRanges(
  { from, headers, answer }: FileRequest,
  content: Uint8Array,
  { etag, lastModified, cutAt, until }: ServeOptions = {},
): void {
  const condition = headers.get("if-range");
  const fresh = condition === null || condition === etag || condition === lastModified;
  const validators = { ...(etag && { etag }), ...(lastModified && { "last-modified": lastModified }) };
  const isPart = from > 0 && fresh;
  if (isPart && from >= content.length) {
    return answer.send({ status: "416 No", headers: { "content-range": `bytes */${content.length}` } });
  }
  const start = isPart ? from : 0;
  const range = { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
  answer.send({
    status: isPart ? "206 Partial Content" : "200 OK",
    headers: { "accept-ranges": "bytes", ...validators, ...(isPart && range) },
    body: content.subarray(start),
    ...(cutAt !== undefined && { cutAt: Math.max(0, cutAt - start) }),
    ...(until && { until }),
  });
}

/** `bytes` as chunks of a chunked body, of at most `size` bytes, with its end. */
export function chunked(bytes: Uint8Array, size = 1000): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.subarray(at, at + size);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from("\r\n"));
  }
  return Buffer.concat([...parts, Buffer.from("0\r\n\r\n")]);
}

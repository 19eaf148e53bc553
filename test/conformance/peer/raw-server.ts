import { gunzipSync, gzipSync } from "node:zlib";

import { decodeFrame, encodeFrame } from "../../../src/opamp/wire/framing.ts";
import { type AgentToServer, codec, ServerCapabilities, type ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { partsOf } from "../../support/opamp-frames.ts";
import { Watch } from "../../support/watch.ts";
import { defaultPath, type Transport } from "./transport.ts";

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
  | { bytes: Uint8Array; headers?: Record<string, string> }
  | { status: number; headers?: Record<string, string> }
  /** Nothing, for ever. */
  | "silence";

/** An answer over HTTP with this status and no message. */
export function refused(status: number): Answer {
  return { status };
}

interface Peer {
  connection: number;
  path: string;
  headers: Headers;
  pongs: number;
}

interface Push {
  answer: Answer;
  sent(): void;
}

export interface RawServerOptions {
  transport: Transport;
  /** Default: any free port. */
  port?: number;
}

/** All bits of ServerCapabilities. */
export const allServerCapabilities = Object.values(ServerCapabilities)
  .filter((bit) => typeof bit === "number")
  .reduce((mask, bit) => mask | bit, 0);

/**
 * A server of one agent that does what a rule tells it to, over either transport, and keeps all that came. By default
 * it answers each message with its capabilities.
 */
export class RawServer implements AsyncDisposable {
  readonly transport: Transport;
  readonly messages: Received[] = [];
  /** Everything in order: `open 1`, `message 1`, `goodbye 1`, `text 1`, `close 1 1000`. */
  readonly log: string[] = [];
  /** Moments of upgrades and requests, accepted or not, by `now`. */
  readonly attempts: number[] = [];
  /** What is awaited, for the one who asks why a rule did not end. */
  awaited = "";
  /** Milliseconds; the subject's own clock where it has one. */
  now: () => number = () => performance.now();
  answer: (received: Received) => Answer | Promise<Answer> = () => ({});
  /** What an upgrade or a request is refused with. Default: nothing is. */
  refuse: () => { status: number; headers?: Record<string, string> } | undefined = () => undefined;
  capabilities = allServerCapabilities;
  /** Most connections, or requests, that were there at the same time. */
  mostAtOnce = 0;
  #atOnce = 0;
  /** The connection is one of an earlier rule. */
  #kept = false;
  #connections = 0;
  #uid = new Uint8Array();
  #socket: Bun.ServerWebSocket<Peer> | undefined;
  readonly #pushes: Push[] = [];
  readonly #watch = new Watch();
  readonly #server: Bun.Server<Peer>;

  constructor({ transport, port = 0 }: RawServerOptions) {
    this.transport = transport;
    this.#server = Bun.serve<Peer>({
      hostname: "127.0.0.1",
      port,
      reusePort: false,
      development: false,
      idleTimeout: 0,
      maxRequestBodySize: 2 ** 30,
      fetch: (request, bun) => this.#asked(request, bun),
      websocket: {
        perMessageDeflate: true,
        maxPayloadLength: 2 ** 30,
        idleTimeout: 0,
        sendPings: false,
        open: (socket) => this.#opened(socket),
        message: (socket, data) => void this.#came(socket, data),
        pong: (socket) => {
          socket.data.pongs += 1;
          this.#watch.changed();
        },
        close: (socket, code) => this.#closed(socket, code),
      },
    });
  }

  get port(): number {
    return this.#server.port ?? 0;
  }

  url(path = defaultPath): string {
    return `${this.transport === "websocket" ? "ws" : "http"}://127.0.0.1:${this.port}${path}`;
  }

  /** The uid that the agent used last. */
  get uid(): Uint8Array {
    return this.#uid;
  }

  /** The first message from number `from` on that `matches`, now or later. */
  async message(what: string, matches: (message: AgentToServer) => unknown, from = 0): Promise<Received> {
    return await this.until(what, () => this.messages.slice(from).find(({ message }) => matches(message)));
  }

  /** The first result of `look` that is not `undefined` or `false`. `what` is told where it never comes. */
  async until<Value>(what: string, look: () => Value | undefined | false): Promise<Value> {
    this.awaited = what;
    return await this.#watch.until(look);
  }

  /** The agent's first report; of one that is there from an earlier rule, a full one. */
  async ready(): Promise<Received> {
    if (this.#kept) void this.push({ flags: 1 });
    return await this.message("the first report", ({ agentDescription }) => agentDescription);
  }

  /** Sends at once over WebSocket, once there is a connection; over HTTP as the answer to the next request. */
  push(answer: Answer): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pushes.push({ answer, sent: resolve });
    this.#flush();
    this.awaited = "a connection or request to send by";
    return promise;
  }

  /**
   * Asks for the full state; what came from message `from` on until it arrived. All that the agent would have said
   * because of something before is then among it.
   */
  async fence(from = this.messages.length): Promise<Received[]> {
    const asked = this.messages.length;
    await this.push({ flags: 1 });
    const full = await this.message("the full state that was asked for", (message) => message.agentDescription, asked);
    return this.messages.slice(from, this.messages.indexOf(full));
  }

  /** Resolves when the agent has taken in all that was sent. */
  async roundTrip(): Promise<void> {
    this.awaited = "a sign of life";
    if (this.transport === "http") {
      const { length } = this.attempts;
      await this.until("another request", () => this.attempts.length > length);
      return;
    }
    const { pongs } = this.#socket?.data ?? { pongs: 0 };
    this.#socket?.ping();
    await this.until("a pong", () => (this.#socket?.data.pongs ?? 0) > pongs);
  }

  /** Forgets all, but keeps the connection for the next rule. */
  reset(): void {
    this.answer = () => ({});
    this.refuse = () => undefined;
    this.capabilities = allServerCapabilities;
    this.#forget();
  }

  /** Ends a connection that is left from an earlier rule. */
  async freshConnection(): Promise<void> {
    if (!this.#kept) return;
    this.cut();
    await this.until("the end of the connection", () => this.#socket === undefined);
    this.#forget();
  }

  /** What came. */
  #forget(): void {
    this.#kept = this.#socket !== undefined;
    this.messages.length = 0;
    this.log.length = 0;
    this.attempts.length = 0;
    this.mostAtOnce = this.#atOnce;
    this.#connections = this.#kept ? 1 : 0;
    this.#pushes.length = 0;
  }

  /** Cuts the connection without a Close frame. */
  cut(): void {
    this.#socket?.terminate();
  }

  close(code: number): void {
    this.#socket?.close(code);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true);
  }

  #asked(request: Request, bun: Bun.Server<Peer>): Response | undefined | Promise<Response> {
    this.attempts.push(this.now());
    this.#watch.changed();
    const refusal = this.refuse();
    if (refusal) return new Response(null, refusal);
    this.#connections += 1;
    const { headers, url } = request;
    const peer = {
      connection: this.#connections,
      path: new URL(url).pathname,
      headers: new Headers(headers),
      pongs: 0,
    };
    if (this.transport === "http") return this.#posted(request, peer);
    return bun.upgrade(request, { data: peer }) ? undefined : new Response(null, { status: 426 });
  }

  async #posted(request: Request, peer: Peer): Promise<Response> {
    this.#arrived();
    this.log.push(`${request.method} ${peer.connection}`);
    try {
      const bytes = new Uint8Array(await request.arrayBuffer());
      const body = peer.headers.get("content-encoding") === "gzip" ? new Uint8Array(gunzipSync(bytes)) : bytes;
      const received = this.#note(peer, codec.AgentToServer.decode(body), bytes);
      const push = this.#pushes.shift();
      const answer = push?.answer ?? (await this.answer(received));
      push?.sent();
      if (answer === "silence")
        await new Promise<void>((resolve) => request.signal.addEventListener("abort", () => resolve()));
      return this.#response(answer, request.headers.get("accept-encoding") ?? "");
    } finally {
      this.#atOnce -= 1;
    }
  }

  #response(answer: Answer, acceptEncoding: string): Response {
    if (answer === "silence") return new Response(null, { status: 500 });
    if ("status" in answer) return new Response(null, answer);
    const headers = { "content-type": "application/x-protobuf" };
    if ("bytes" in answer)
      return new Response(Uint8Array.from(answer.bytes), { headers: { ...headers, ...answer.headers } });
    const body = codec.ServerToAgent.encode(this.#addressed(answer)).finish();
    if (!acceptEncoding.includes("gzip")) return new Response(Uint8Array.from(body), { headers });
    return new Response(gzipSync(body), { headers: { ...headers, "content-encoding": "gzip" } });
  }

  #opened(socket: Bun.ServerWebSocket<Peer>): void {
    socket.binaryType = "uint8array";
    this.#arrived();
    this.#socket = socket;
    this.#kept = false;
    this.log.push(`open ${socket.data.connection}`);
    this.#watch.changed();
  }

  async #came(socket: Bun.ServerWebSocket<Peer>, data: string | Uint8Array): Promise<void> {
    if (typeof data === "string") {
      this.log.push(`text ${socket.data.connection}`);
      return;
    }
    const frame = decodeFrame(data);
    const message = frame.ok ? codec.AgentToServer.decode(frame.payload) : {};
    const answer = await this.answer(this.#note(socket.data, message, data));
    this.#write(socket, answer);
    this.#flush();
  }

  #closed({ data: { connection } }: Bun.ServerWebSocket<Peer>, code: number): void {
    this.#atOnce -= 1;
    if (this.#socket?.data.connection === connection) this.#socket = undefined;
    this.log.push(`close ${connection} ${code}`);
    this.#watch.changed();
  }

  #note({ connection, path, headers }: Peer, message: AgentToServer, bytes: Uint8Array): Received {
    const received = { message, bytes: Uint8Array.from(bytes), connection, path, headers };
    this.messages.push(received);
    this.#uid = Uint8Array.from(message.instanceUid ?? []);
    this.log.push(`${message.agentDisconnect ? "goodbye" : "message"} ${connection}`);
    this.#watch.changed();
    return received;
  }

  /** Pushes go out when the agent has spoken, so that its uid is known. */
  #flush(): void {
    if (this.transport === "http" || !this.#socket) return;
    const { connection } = this.#socket.data;
    if (!this.#kept && !this.messages.some((received) => received.connection === connection)) return;
    for (const { answer, sent } of this.#pushes.splice(0)) {
      this.#write(this.#socket, answer);
      sent();
    }
  }

  #write(socket: Bun.ServerWebSocket<Peer>, answer: Answer): void {
    if (answer === "silence") return;
    if ("status" in answer) return socket.terminate();
    if ("bytes" in answer) return void socket.sendBinary(answer.bytes, answer.headers !== undefined);
    socket.sendBinary(encodeFrame(codec.ServerToAgent.encode(this.#addressed(answer)).finish()));
  }

  #addressed(message: ServerToAgent): ServerToAgent {
    return { instanceUid: this.uid, capabilities: this.capabilities, ...message };
  }

  #arrived(): void {
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
  }
}

/** Names of the parts that some of the messages have. */
export function partsIn(received: readonly Received[]): string[] {
  return [...new Set(received.flatMap(({ message }) => partsOf(message)))].sort();
}

import { gunzipSync } from "node:zlib";

import { decodeFrame, encodeFrame } from "../../../src/opamp/wire/framing.ts";
import { type AgentToServer, codec } from "../../../src/opamp/wire/messages.ts";
import { allServerCapabilities, type Answer, httpAnswer, type Received } from "./exchange.ts";
import { Transcript } from "./transcript.ts";
import { defaultPath, type Transport } from "./transport.ts";

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
  /** Default: loopback. */
  hostname?: string;
  /** Default: any free port. */
  port?: number;
  /** PEM. Default: without TLS. */
  tls?: { cert: string; key: string };
}

/**
 * A server of one agent that does what a rule tells it to, over either transport, and keeps all that came. By default
 * it answers each message with its capabilities.
 */
export class RawServer extends Transcript implements AsyncDisposable {
  readonly transport: Transport;
  answer: (received: Received) => Answer | Promise<Answer> = () => ({});
  /** What an upgrade or a request is refused with. Default: nothing is. */
  refuse: () => { status: number; headers?: Record<string, string> } | undefined = () => undefined;
  capabilities = allServerCapabilities;
  /** Most connections, or requests, that were there at the same time. */
  mostAtOnce = 0;
  #atOnce = 0;
  /** The connection is one of an earlier rule; over HTTP: the agent is. */
  #kept = false;
  /** The agent has spoken, in this rule or before; it need not tell everything again by itself. */
  #met = false;
  #connections = 0;
  #uid = new Uint8Array();
  #socket: Bun.ServerWebSocket<Peer> | undefined;
  readonly #secure: boolean;
  readonly #pushes: Push[] = [];
  readonly #server: Bun.Server<Peer>;

  constructor({ transport, hostname = "127.0.0.1", port = 0, tls }: RawServerOptions) {
    super();
    this.transport = transport;
    this.#secure = tls !== undefined;
    this.#server = Bun.serve<Peer>({
      hostname,
      port,
      ...(tls && { tls }),
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
          this.changed();
        },
        close: (socket, code) => this.#closed(socket, code),
      },
    });
  }

  get port(): number {
    return this.#server.port ?? 0;
  }

  url(path = defaultPath): string {
    const scheme = this.transport === "websocket" ? "ws" : "http";
    return `${scheme}${this.#secure ? "s" : ""}://${this.#server.hostname ?? ""}:${this.port}${path}`;
  }

  /** The uid that the agent used last. */
  get uid(): Uint8Array {
    return this.#uid;
  }

  /** Whether the agent was there before this rule began, by the connection that it has or, over HTTP, by its requests. */
  get isKept(): boolean {
    return this.#kept;
  }

  /** The agent's first report. */
  async ready(): Promise<Received> {
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

  /** Forgets all, but keeps the connection for the next rule, and asks for everything anew. */
  reset(): void {
    this.answer = () => ({});
    this.refuse = () => undefined;
    this.capabilities = allServerCapabilities;
    this.#forget();
    if (this.#met) void this.push({ flags: 1 });
  }

  /** Ends a connection that is left from an earlier rule, and says whether the agent was there then. */
  async freshConnection(): Promise<boolean> {
    if (!this.#kept || this.transport === "http") return this.#kept;
    this.cut();
    await this.until("the end of the connection", () => this.#socket === undefined);
    this.#forget();
    return true;
  }

  /** What came. */
  #forget(): void {
    this.#kept = this.#socket !== undefined || (this.transport === "http" && this.#met);
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
    this.changed();
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
      const received = this.#note(peer, this.#decode(body, peer), bytes);
      const push = this.#pushes.shift();
      const answer = push?.answer ?? (await this.answer(received));
      push?.sent();
      if (answer === "silence") await new Promise((resolve) => request.signal.addEventListener("abort", resolve));
      return httpAnswer(this.#addressed(answer), peer.headers);
    } finally {
      this.#atOnce -= 1;
    }
  }

  #opened(socket: Bun.ServerWebSocket<Peer>): void {
    socket.binaryType = "uint8array";
    this.#arrived();
    this.#socket = socket;
    this.#kept = false;
    this.log.push(`open ${socket.data.connection}`);
    this.changed();
  }

  async #came(socket: Bun.ServerWebSocket<Peer>, data: string | Uint8Array): Promise<void> {
    if (typeof data === "string") {
      this.log.push(`text ${socket.data.connection}`);
      return;
    }
    const frame = decodeFrame(data);
    const message = this.#decode(frame.ok ? data.subarray(frame.start) : data, socket.data);
    const answer = await this.answer(this.#note(socket.data, message, data));
    this.#write(socket, answer);
    this.#flush();
  }

  #closed({ data: { connection } }: Bun.ServerWebSocket<Peer>, code: number): void {
    this.#atOnce -= 1;
    if (this.#socket?.data.connection === connection) this.#socket = undefined;
    this.log.push(`close ${connection} ${code}`);
    this.changed();
  }

  #note({ connection, path, headers }: Peer, message: AgentToServer, bytes: Uint8Array): Received {
    const received = { message, bytes: Uint8Array.from(bytes), connection, path, headers };
    this.messages.push(received);
    this.#met = true;
    this.#uid = Uint8Array.from(message.instanceUid ?? []);
    this.log.push(`${message.agentDisconnect ? "goodbye" : "message"} ${connection}`);
    this.changed();
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
    const addressed = this.#addressed(answer);
    if (addressed === "silence") return;
    if ("status" in addressed) return socket.terminate();
    if ("bytes" in addressed) return void socket.sendBinary(addressed.bytes, addressed.deflate);
    socket.sendBinary(encodeFrame(codec.ServerToAgent.encode(addressed).finish()));
  }

  #addressed(answer: Answer): Answer {
    if (answer === "silence" || "status" in answer || "bytes" in answer) return answer;
    return { instanceUid: this.uid, capabilities: this.capabilities, ...answer };
  }

  /** What cannot be decoded is noted, and counts as a message without content. */
  #decode(bytes: Uint8Array, { connection }: Peer): AgentToServer {
    try {
      return codec.AgentToServer.decode(bytes);
    } catch {
      this.log.push(`malformed ${connection}`);
      return {};
    }
  }

  #arrived(): void {
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
  }
}

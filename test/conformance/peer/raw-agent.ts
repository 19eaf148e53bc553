import { gunzipSync, gzipSync } from "node:zlib";

import { WebSocket } from "ws";

import { encodeFrame } from "../../../src/opamp/wire/framing.ts";
import { type AgentToServer, codec, type ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { EventQueue } from "../../support/event-queue.ts";
import { hear, textAttributes } from "../../support/scripted-agent.ts";
import { allAgentCapabilities } from "../subject/agent.ts";
import type { Transport } from "./transport.ts";

export interface RawAgentOptions {
  url: string;
  transport: Transport;
  /** Default: random. */
  uid?: Uint8Array;
  headers?: Readonly<Record<string, string>>;
  /** Default: the authorities of the system are trusted. */
  tls?: { ca?: string; rejectUnauthorized: boolean };
  /** permessage-deflate, or gzip of each request. */
  compression?: boolean;
}

/** An answer over HTTP that has no message in it, or a refused upgrade. */
export class Refused extends Error {
  readonly code = "REFUSED";
  override readonly name = "Refused";

  constructor(
    readonly status: number,
    readonly headers: Headers,
  ) {
    super(`the server answered with HTTP ${status}`);
  }
}

const never = new Promise<number>(() => {});

/** An agent that says what a rule tells it to, over either transport. */
export class RawAgent implements AsyncDisposable {
  readonly uid: Uint8Array;
  /** What came and was not taken, as it came. */
  readonly received: EventQueue<ServerToAgent>;
  /** Close code, over WebSocket. */
  readonly closed: Promise<number>;
  /** Of the last answer over HTTP. */
  answerHeaders = new Headers();
  sequence = 0;
  readonly #options: RawAgentOptions;
  readonly #socket: WebSocket | undefined;

  private constructor(options: RawAgentOptions, socket?: WebSocket) {
    this.#options = options;
    this.#socket = socket;
    this.uid = options.uid ?? crypto.getRandomValues(new Uint8Array(16));
    const { received, closed } = socket ? hear(socket) : { received: new EventQueue<ServerToAgent>(), closed: never };
    this.received = received;
    this.closed = closed;
  }

  /** Over WebSocket resolves once the upgrade is through, and rejects with `Refused` where it is not. */
  static async connect(options: RawAgentOptions): Promise<RawAgent> {
    const { url, transport, headers, tls, compression = false } = options;
    if (transport === "http") return new RawAgent(options);
    const socket = new WebSocket(url, { ...tls, ...(headers && { headers }), perMessageDeflate: compression });
    const agent = new RawAgent(options, socket);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.on("open", resolve);
    socket.on("error", reject);
    socket.on("unexpected-response", (_request, response) => {
      const entries = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
      reject(new Refused(response.statusCode ?? 0, new Headers(entries)));
      socket.terminate();
    });
    await promise;
    return agent;
  }

  /** Sends with the uid, the next number and all capabilities, and resolves with what comes next. */
  say(message: AgentToServer = {}): Promise<ServerToAgent> {
    const full = { instanceUid: this.uid, sequenceNum: this.sequence, capabilities: allAgentCapabilities, ...message };
    this.sequence += 1;
    return this.sayBytes(codec.AgentToServer.encode(full).finish());
  }

  /** Introduces itself. */
  describe(message: AgentToServer = {}): Promise<ServerToAgent> {
    const identifyingAttributes = textAttributes({ "service.name": "raw-agent" });
    return this.say({ agentDescription: { identifyingAttributes }, ...message });
  }

  /** Sends these bytes as an encoded message. */
  async sayBytes(bytes: Uint8Array): Promise<ServerToAgent> {
    if (this.#socket) this.sendFrame(encodeFrame(bytes));
    else this.received.push(await this.#post(bytes));
    return await this.received.next();
  }

  /** Over WebSocket: a whole message, header included, or text. */
  sendFrame(frame: Uint8Array | string): void {
    this.#socket?.send(frame);
  }

  /** Over WebSocket: without a Close frame. */
  cut(): void {
    this.#socket?.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket?.terminate();
  }

  async #post(bytes: Uint8Array): Promise<ServerToAgent> {
    const { url, headers, tls, compression = false } = this.#options;
    const response = await fetch(url, {
      ...(tls && { tls }),
      method: "POST",
      headers: {
        "content-type": "application/x-protobuf",
        ...(compression && { "content-encoding": "gzip" }),
        ...headers,
      },
      body: compression ? gzipSync(bytes) : Uint8Array.from(bytes),
      decompress: false,
    });
    this.answerHeaders = response.headers;
    const body = await response.bytes();
    if (response.status !== 200) throw new Refused(response.status, response.headers);
    const isGzip = response.headers.get("content-encoding") === "gzip";
    return codec.ServerToAgent.decode(isGzip ? new Uint8Array(gunzipSync(body)) : body);
  }
}

import { WebSocket } from "ws";

import { decodeFrame, encodeFrame } from "../../src/opamp/wire/framing.ts";
import { type AgentToServer, codec, type KeyValue, type ServerToAgent } from "../../src/opamp/wire/messages.ts";
import { EventQueue } from "./event-queue.ts";

export interface ScriptedAgentOptions {
  url: string;
  /** 16 bytes. Default: random. */
  uid?: Uint8Array;
  /** PEM of the authority to trust. */
  ca?: string;
  /** PEM; both or neither. */
  cert?: string;
  key?: string;
  headers?: Record<string, string>;
}

/** An agent that says what a test tells it to, and nothing else. */
export class ScriptedAgent {
  readonly uid: Uint8Array;
  /** What the server sent. */
  readonly received: EventQueue<ServerToAgent>;
  /** Close code. */
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  #sequence = 0;

  private constructor(uid: Uint8Array, socket: WebSocket) {
    this.uid = uid;
    this.#socket = socket;
    ({ received: this.received, closed: this.closed } = hear(socket));
  }

  /** Resolves once the upgrade is through; rejects where it is refused. */
  static async connect({ url, uid, ...options }: ScriptedAgentOptions): Promise<ScriptedAgent> {
    const socket = new WebSocket(url, options);
    const agent = new ScriptedAgent(uid ?? crypto.getRandomValues(new Uint8Array(16)), socket);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.on("open", resolve);
    socket.on("error", reject);
    await promise;
    return agent;
  }

  /** Sends with the uid and the next sequence number; resolves with the first message that comes after. */
  say(message: AgentToServer): Promise<ServerToAgent> {
    const full = { instanceUid: this.uid, sequenceNum: this.#sequence, ...message };
    this.#sequence += 1;
    this.#socket.send(encodeFrame(codec.AgentToServer.encode(full).finish()));
    return this.received.upcoming();
  }

  /** A text message, which no proper agent sends. */
  sendText(text: string): void {
    this.#socket.send(text);
  }

  async close(): Promise<void> {
    this.#socket.close(1000);
    await this.closed;
  }
}

/** The messages that a server sends over a WebSocket, and the code with which that closes. */
export function hear(socket: WebSocket): { received: EventQueue<ServerToAgent>; closed: Promise<number> } {
  const received = new EventQueue<ServerToAgent>();
  const { promise: closed, resolve } = Promise.withResolvers<number>();
  socket.on("message", (data: Buffer) => {
    const frame = decodeFrame(data);
    if (frame.ok) received.push(codec.ServerToAgent.decode(data.subarray(frame.start)));
  });
  socket.on("close", (code) => {
    received.end(new Error(`the server closed with ${code}`));
    resolve(code);
  });
  return { received, closed };
}

/** Attributes with text values. */
export function textAttributes(values: Record<string, string>): KeyValue[] {
  return Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}

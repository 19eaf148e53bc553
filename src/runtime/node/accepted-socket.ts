import type { WebSocket } from "ws";

import type { AcceptedSocket, ListenOptions } from "../listen-ports.ts";

/** The end of a WebSocket that was accepted. */
export class NodeAcceptedSocket<Context> implements AcceptedSocket<Context> {
  readonly context: Context;
  readonly #ws: WebSocket;
  readonly #options: ListenOptions<Context>;
  #waits = false;
  #ended: number | undefined;

  constructor(ws: WebSocket, context: Context, options: ListenOptions<Context>) {
    this.context = context;
    this.#ws = ws;
    this.#options = options;
    ws.on("message", (data, isBinary) => {
      if (isBinary) options.message(this, Array.isArray(data) ? Buffer.concat(data) : new Uint8Array(data));
      else options.text(this);
    });
    ws.on("pong", () => options.pong(this));
    // The end follows.
    ws.on("error", () => {});
    ws.once("close", (code) => options.closed(this, this.#ended ?? code));
  }

  get bufferedBytes(): number {
    return this.#ws.bufferedAmount;
  }

  send(data: Uint8Array): void {
    this.#ws.send(data, () => this.#taken());
    const waiting = this.#ws.bufferedAmount;
    this.#waits ||= waiting > 0;
    // A last resort: who uses this port stops sending to a peer that does not read.
    if (waiting > 2 * this.#options.maxMessageBytes) this.#ws.terminate();
  }

  ping(): void {
    this.#ws.ping();
  }

  pause(): void {
    this.#ws.pause();
  }

  resume(): void {
    this.#ws.resume();
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, reason);
  }

  terminate(): void {
    this.#ws.terminate();
  }

  /** Says so to the peer, and does not wait for its answer. */
  end(code: number): void {
    this.#ended = code;
    this.#ws.close(code);
    this.#ws.terminate();
  }

  #taken(): void {
    if (!this.#waits) return;
    this.#waits = this.#ws.bufferedAmount > 0;
    this.#options.drained(this);
  }
}

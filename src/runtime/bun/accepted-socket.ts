import type { AcceptedSocket } from "../listen-ports.ts";

/** What a WebSocket of Bun's server carries: what the owner gave, and the one object by which it knows the socket. */
export interface SocketData<Context> {
  context: Context;
  socket?: AcceptedSocket<Context>;
}

/** What Bun answers when a message has to wait for the peer to read. */
const backpressure = -1;

/** The end of a WebSocket that was accepted. One small object, as a server may have tens of thousands. */
export class BunAcceptedSocket<Context> implements AcceptedSocket<Context> {
  readonly #ws: Bun.ServerWebSocket<SocketData<Context>>;
  readonly #compressFrom: number;
  /** The system has not taken all that was sent. Until it says so, what Bun buffers only waits for the end of the turn. */
  #held = false;

  /** Messages from `compressFrom` bytes on are compressed where the peer has agreed to it. */
  constructor(ws: Bun.ServerWebSocket<SocketData<Context>>, compressFrom: number) {
    this.#ws = ws;
    this.#compressFrom = compressFrom;
  }

  get context(): Context {
    return this.#ws.data.context;
  }

  get bufferedBytes(): number {
    if (!this.#held) return 0;
    const bytes = this.#ws.getBufferedAmount();
    this.#held = bytes > 0;
    return bytes;
  }

  send(data: Uint8Array): void {
    const outcome = this.#ws.sendBinary(data, data.length >= this.#compressFrom);
    if (outcome === backpressure) this.#held = true;
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
}

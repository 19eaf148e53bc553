import type { AcceptedSocket } from "../ports.ts";

/** What a WebSocket of Bun's server carries: what the owner gave, and the one object by which it knows the socket. */
export interface SocketData<Context> {
  context: Context;
  socket?: AcceptedSocket<Context>;
}

/** The end of a WebSocket that was accepted. One small object, as a server may have tens of thousands. */
export class BunAcceptedSocket<Context> implements AcceptedSocket<Context> {
  readonly #ws: Bun.ServerWebSocket<SocketData<Context>>;
  readonly #compressFrom: number;

  /** Messages from `compressFrom` bytes on are compressed where the peer has agreed to it. */
  constructor(ws: Bun.ServerWebSocket<SocketData<Context>>, compressFrom: number) {
    this.#ws = ws;
    this.#compressFrom = compressFrom;
  }

  get context(): Context {
    return this.#ws.data.context;
  }

  get bufferedBytes(): number {
    return this.#ws.getBufferedAmount();
  }

  send(data: Uint8Array): void {
    this.#ws.sendBinary(data, data.length >= this.#compressFrom);
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

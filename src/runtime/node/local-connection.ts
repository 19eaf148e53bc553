import type { Socket } from "node:net";

import type { LocalConnection, LocalHandlers } from "../local-ports.ts";
import { peerUid } from "../os/peer-uid.ts";

/** One end of a local connection that is open. */
export class NodeLocalConnection implements LocalConnection {
  readonly peerUid: number | undefined;
  readonly #socket: Socket;
  readonly #handlers: LocalHandlers;
  #waits = false;

  constructor(socket: Socket, handlers: LocalHandlers) {
    this.#socket = socket;
    this.#handlers = handlers;
    const descriptor = descriptorOf(socket);
    this.peerUid = descriptor === undefined ? undefined : peerUid(descriptor);
    socket.on("data", (chunk: Buffer) => handlers.data(this, chunk));
    // The end follows.
    socket.on("error", () => {});
    socket.once("close", () => handlers.closed(this));
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  send(text: string): void {
    this.#socket.write(text, () => this.#taken());
    this.#waits ||= this.#socket.writableLength > 0;
  }

  end(): void {
    this.#socket.end();
  }

  terminate(): void {
    this.#socket.destroy();
  }

  #taken(): void {
    if (!this.#waits || this.#socket.writableLength > 0) return;
    this.#waits = false;
    this.#handlers.drained(this);
  }
}

/** The runtime has no public name for it. */
function descriptorOf(socket: Socket): number | undefined {
  const { _handle: handle }: { _handle?: { fd?: unknown } | null } = socket as object;
  return typeof handle?.fd === "number" && handle.fd >= 0 ? handle.fd : undefined;
}

import type { LocalConnection, LocalHandlers } from "../local-ports.ts";
import { peerUid } from "../os/peer-uid.ts";

/** What a socket carries once it is open. */
export interface LocalSocketData {
  connection?: BunLocalConnection;
}

/** One end of a local connection. What the system does not take at once is kept and sent when it does. */
export class BunLocalConnection implements LocalConnection {
  readonly peerUid: number | undefined;
  readonly #socket: Bun.Socket<LocalSocketData>;
  #waiting = new Uint8Array();
  #ending = false;

  constructor(socket: Bun.Socket<LocalSocketData>) {
    this.#socket = socket;
    this.peerUid = "fd" in socket && typeof socket.fd === "number" ? peerUid(socket.fd) : undefined;
  }

  get bufferedBytes(): number {
    return this.#waiting.length;
  }

  send(text: string): void {
    this.#waiting = new Uint8Array(Buffer.concat([this.#waiting, Buffer.from(text)]));
    this.flush();
  }

  end(): void {
    this.#ending = true;
    if (this.#waiting.length === 0) this.#socket.end();
  }

  terminate(): void {
    this.#waiting = new Uint8Array();
    this.#socket.terminate();
  }

  /** Sends what waits; whether nothing is left. A socket that is closed takes nothing (-1). */
  flush(): boolean {
    if (this.#waiting.length > 0) {
      const taken = this.#socket.write(this.#waiting);
      this.#waiting = taken < 0 ? new Uint8Array() : this.#waiting.subarray(taken);
    }
    if (this.#waiting.length > 0) return false;
    if (this.#ending) this.#socket.end();
    return true;
  }
}

/** The handlers of Bun's socket that both ends have. */
export function localSocketHandler(handlers: LocalHandlers): Bun.SocketHandler<LocalSocketData> {
  return {
    data({ data: { connection } }, chunk) {
      if (connection) handlers.data(connection, chunk);
    },
    drain({ data: { connection } }) {
      if (connection?.flush()) handlers.drained(connection);
    },
    close({ data: { connection } }) {
      if (connection) handlers.closed(connection);
    },
    // The end follows.
    error() {},
  };
}

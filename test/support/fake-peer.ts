/** An agent at the other end of an accepted connection that exists in memory alone. */
export class FakePeer {
  /** What came, as long as it reads. */
  readonly received: Uint8Array[] = [];
  /** How the server closed the connection. */
  closedWith: { code: number; reason: string } | undefined;
  pings = 0;
  /** Whether the server reads nothing of it. */
  paused = false;
  /** What waits for it while it does not read. */
  unreadBytes = 0;
  deliver: (data: Uint8Array) => void = () => {};
  deliverText: () => void = () => {};
  pong: () => void = () => {};
  drained: () => void = () => {};
  gone: (code: number) => void = () => {};
  readonly #unread: Uint8Array[] = [];
  #reads = true;

  take(data: Uint8Array): void {
    if (this.closedWith) return;
    if (this.#reads) {
      this.received.push(data);
    } else {
      this.#unread.push(data);
      this.unreadBytes += data.length;
    }
  }

  stopReading(): void {
    this.#reads = false;
  }

  /** Reads all that waits, and goes on reading. */
  read(): void {
    this.#reads = true;
    this.received.push(...this.#unread.splice(0));
    this.unreadBytes = 0;
    this.drained();
  }

  end(how: { code: number; reason: string }): void {
    if (this.closedWith) return;
    this.closedWith = how;
    queueMicrotask(() => this.gone(how.code));
  }
}

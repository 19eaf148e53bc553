import { connect, type Socket } from "node:net";

import { EventQueue } from "./event-queue.ts";

/** A TCP connection on loopback, byte by byte: for peers that no proper client can play. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #changes = new EventQueue<{ length: number }>();
  #received = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (data: Buffer) => {
      this.#received = Buffer.concat([this.#received, data]);
      this.#changes.push({ length: this.#received.length });
    });
    socket.on("error", () => {});
    socket.on("close", () => this.#changes.end(new Error("the server has closed the connection")));
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect(port, "127.0.0.1");
    const connection = new RawConnection(socket);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.once("connect", resolve);
    socket.once("error", reject);
    await promise;
    return connection;
  }

  /** A WebSocket whose upgrade is through; what follows is frames. */
  static async upgraded(port: number, headers: Readonly<Record<string, string>> = {}): Promise<RawConnection> {
    const connection = await RawConnection.open(port);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    connection.write(
      `GET /v1/opamp HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: upgrade\r\n${lines.join("")}` +
        "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    await connection.text((text) => text.includes("\r\n\r\n"));
    return connection;
  }

  write(data: Uint8Array | string): void {
    this.#socket.write(data);
  }

  /** A binary frame (RFC 6455, 5.2) of up to 64 KiB, masked with zeros. */
  writeFrame(payload: Uint8Array): void {
    const short = payload.length < 126;
    const head = short ? [0x82, 0x80 | payload.length] : [0x82, 0xfe, payload.length >> 8, payload.length & 0xff];
    this.write(Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]));
  }

  /** What has come, once it matches; rejects where the connection ends before. */
  async text(matches: (text: string) => boolean): Promise<string> {
    while (!matches(this.#received.toString("latin1"))) await this.#changes.next();
    return this.#received.toString("latin1");
  }

  /** All that has come when the server closes. */
  async untilClosed(): Promise<string> {
    await this.text(() => false).catch(() => {});
    return this.#received.toString("latin1");
  }

  stopReading(): void {
    this.#socket.pause();
  }

  read(): void {
    this.#socket.resume();
  }

  /** Without a word. */
  destroy(): void {
    this.#socket.destroy();
  }
}

import { onTestFinished } from "bun:test";
import { connect, type Socket } from "node:net";

import { Watch } from "./watch.ts";

/** One connection of an exporter to an OTLP/HTTP receiver, which is kept: an outage of the receiver would end it. */
export class KeptConnection {
  /** Whether the other end has closed it. */
  isClosed = false;
  readonly #socket: Socket;
  readonly #watch = new Watch();
  #answers = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (data) => {
      this.#answers += data.toString("latin1").match(/HTTP\/1\.1 200 /g)?.length ?? 0;
      this.#watch.changed();
    });
    socket.on("close", () => {
      this.isClosed = true;
      this.#watch.changed();
    });
    socket.on("error", () => {});
    onTestFinished(() => void socket.destroy());
  }

  static async open(port: number): Promise<KeptConnection> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const socket = connect({ host: "127.0.0.1", port }, resolve);
    socket.once("error", reject);
    await promise;
    return new KeptConnection(socket);
  }

  /** Begins an export and never ends it: the receiver waits for the rest before it lets go of its port. */
  stalls(): void {
    this.#socket.write("POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
  }

  /** Sends an empty export; whether it was taken. */
  async exports(): Promise<boolean> {
    const before = this.#answers;
    const body = "{}";
    const head = ["POST /v1/traces HTTP/1.1", "Host: localhost", "Content-Type: application/json"];
    this.#socket.write([...head, `Content-Length: ${body.length}`, "", body].join("\r\n"));
    return await this.#watch
      .until(() => this.#answers > before || (this.isClosed ? "closed" : undefined))
      .then((how) => how === true);
  }
}

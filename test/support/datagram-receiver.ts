import { onTestFinished } from "bun:test";

import { readLines } from "./lines.ts";

const program = `
import json, socket, sys
address = sys.argv[1]
receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind("\\0" + address[1:] if address.startswith("@") else address)
print(json.dumps("ready"), flush=True)
while True:
    print(json.dumps(receiver.recv(65536).decode()), flush=True)
`;

/** Whether this machine has what receives datagrams here. */
export const canReceiveDatagrams: boolean = Bun.which("python3") !== null;

/** A real Unix datagram socket, as a service manager has it. Ends with its test. */
export class DatagramReceiver {
  readonly #lines: AsyncGenerator<string>;

  private constructor(lines: AsyncGenerator<string>) {
    this.#lines = lines;
  }

  /** `address`: a path, or `@name` for an abstract one. */
  static async open(address: string): Promise<DatagramReceiver> {
    const child = Bun.spawn(["python3", "-c", program, address], { stdout: "pipe", stderr: "inherit" });
    onTestFinished(() => child.kill("SIGKILL"));
    const receiver = new DatagramReceiver(readLines(child.stdout));
    if ((await receiver.next()) !== "ready") throw new Error("the receiver is not ready");
    return receiver;
  }

  async next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error("the receiver has ended");
    return String(JSON.parse(value));
  }

  /** The first datagram from now on that holds `text`. */
  async until(text: string): Promise<string> {
    for (;;) {
      const datagram = await this.next();
      if (datagram.includes(text)) return datagram;
    }
  }
}

import { type GoEvent, GoProgram } from "./go-program.ts";

/** One file of an offered configuration. */
export interface OfferedFile {
  body: Uint8Array;
  /** Default empty. */
  contentType?: string;
}

/** An OpAMP server on the reference Go library: plain WebSocket on loopback, one port. Answers each message. */
export class GoServer implements AsyncDisposable {
  readonly #program: GoProgram;
  readonly port: number;

  /** `port` 0, the default, is any free one. */
  static async start({ port = 0 }: { port?: number } = {}): Promise<GoServer> {
    const program = await GoProgram.start({ program: "server", args: ["-listen", `127.0.0.1:${port}`] });
    const listening = await program.next("listening");
    return new GoServer(program, Number(listening["port"]));
  }

  private constructor(program: GoProgram, port: number) {
    this.#program = program;
    this.port = port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/v1/opamp`;
  }

  /** Waits for a connection; `connection` counts them from 1, `headers` are those of the upgrade request. */
  connected(part: object = {}): Promise<GoEvent> {
    return this.#program.next("connected", part);
  }

  /** Waits for an AgentToServer that holds everything in `message`, with the connection that it came over. */
  message(message: object, part: object = {}): Promise<GoEvent> {
    return this.#program.next("message", { ...part, message });
  }

  /** Messages that came and that nobody waited for, oldest first. */
  untakenMessages(): unknown[] {
    return this.#program.untaken("message").map((event) => event["message"]);
  }

  /** Waits for the end of a connection; `error` is empty where the agent closed it with code 1000. */
  disconnected(part: object = {}): Promise<GoEvent> {
    return this.#program.next("disconnected", part);
  }

  /** What the agent has told so far: the newest of each part. */
  async state(uid: Uint8Array): Promise<unknown> {
    await this.#program.send({ command: "state", uid: uid.toHex() });
    return (await this.#program.next("state", { uid: uid.toHex() }))["state"];
  }

  /** Sends a ServerToAgent, given in protobuf's JSON form; the uid is put in. */
  send(uid: Uint8Array, message: object): Promise<void> {
    const addressed = { instance_uid: uid.toBase64(), ...message };
    return this.#program.send({ command: "send", uid: uid.toHex(), message: addressed });
  }

  offer(uid: Uint8Array, files: Readonly<Record<string, OfferedFile>>, hash: Uint8Array): Promise<void> {
    const entries = Object.entries(files).map(([name, { body, contentType = "" }]) => [
      name,
      { body: body.toBase64(), content_type: contentType },
    ]);
    const config = { config_map: Object.fromEntries(entries) };
    return this.send(uid, { remote_config: { config, config_hash: hash.toBase64() } });
  }

  /** Cuts the agent's connection, without a close frame. */
  cut(uid: Uint8Array): Promise<void> {
    return this.#program.send({ command: "close", uid: uid.toHex() });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program.stop();
  }
}

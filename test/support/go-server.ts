import { type GoEvent, GoProgram } from "./go-program.ts";
import { serverMaterial, urlOf, type Way } from "./ways.ts";

/** One file of an offered configuration. */
export interface OfferedFile {
  body: Uint8Array;
  /** Default empty. */
  contentType?: string;
}

export interface GoServerOptions {
  /** Default 0: any free one. */
  port?: number;
  /** How agents come to it. Default: WebSocket and HTTP without TLS and compression. */
  way?: Partial<Way>;
  /** Bits of ServerCapabilities. Default: all of them. */
  capabilities?: number;
  /** Default none. */
  customCapabilities?: readonly string[];
  /** Requests without this value of Authorization are answered with 401. Default: all are let in. */
  authorization?: string;
  /** All requests are answered with 503. Default: no. */
  busy?: boolean;
}

const allCapabilities = 0x7f;

/** An OpAMP server on the reference Go library: one port on loopback, both transports. Answers each message. */
export class GoServer implements AsyncDisposable {
  readonly #program: GoProgram;
  readonly #url: string;
  readonly port: number;

  static async start({ port = 0, way = {}, ...options }: GoServerOptions = {}): Promise<GoServer> {
    const program = await GoProgram.start({ program: "server" });
    const { tls = "none", transport = "websocket", compression = false } = way;
    const settings = { capabilities: allCapabilities, customCapabilities: [], ...options };
    await program.send({ command: "listen", port, compression, tls: serverMaterial({ tls }), ...settings });
    const listening = Number((await program.next("listening"))["port"]);
    return new GoServer(program, listening, urlOf({ tls, transport }, listening));
  }

  private constructor(program: GoProgram, port: number, url: string) {
    this.#program = program;
    this.#url = url;
    this.port = port;
  }

  get url(): string {
    return this.#url;
  }

  /**
   * Waits for a connection, over HTTP for a request: `connection` counts both from 1, `transport` is `websocket` or `http`,
   * `headers` are those of the request, `certificate` is the common name of the client's.
   */
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

  /** What the agent has told so far: `state` is the newest of each part, `messages` how many told it. */
  async told(uid: Uint8Array): Promise<GoEvent> {
    await this.#program.send({ command: "state", uid: uid.toHex() });
    return this.#program.next("state", { uid: uid.toHex() });
  }

  /**
   * Sends a ServerToAgent, given in protobuf's JSON form: pushes it over WebSocket, keeps it for the agent's next request
   * over HTTP. The uid is put in where there is none.
   */
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

  /** Cuts the agent's connection, without a close frame; over HTTP that of its next request, which gets no answer. */
  cut(uid: Uint8Array): Promise<void> {
    return this.#program.send({ command: "cut", uid: uid.toHex() });
  }

  /** Refuses the next request, be it an upgrade or a POST. */
  refuse(status: number, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    return this.#program.send({ command: "refuse", status, headers });
  }

  /** Leaves all messages of agents without an answer from now on, as the library lets its users do. */
  fallSilent(): Promise<void> {
    return this.#program.send({ command: "silence" });
  }

  /** The library's own ordered end, then that of the program. */
  async stop(): Promise<void> {
    await this.#program.send({ command: "stop" });
    await this.#program.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program.stop();
  }
}

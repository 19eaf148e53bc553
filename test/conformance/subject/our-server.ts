import { type AgentConnection, serveAgents } from "../../../src/opamp/server/server.ts";
import type { ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import type { Listener } from "../../../src/runtime/listen-ports.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { TestLog } from "../../support/test-log.ts";
import { attribute } from "../../support/test-server.ts";
import { allServerCapabilities } from "../peer/exchange.ts";
import { defaultPath, type Transport } from "../peer/transport.ts";
import type { RunningServer, ServerOptions, ServerSubject } from "./server.ts";

/** Our server, with an owner that adds nothing of its own. */
export const ourServer: ServerSubject = {
  name: "ours",
  transports: ["websocket", "http"],
  // As for our client: all rules are tried at once.
  deadlineMs: 50_000,
  start: (options) => OurServer.start(options),
};

class OurServer implements RunningServer {
  readonly #options: ServerOptions;
  readonly #log: TestLog;
  readonly #connections: ReadonlySet<AgentConnection<undefined>>;
  readonly #listener: Listener;

  private constructor(
    options: ServerOptions,
    log: TestLog,
    connections: ReadonlySet<AgentConnection<undefined>>,
    listener: Listener,
  ) {
    this.#options = options;
    this.#log = log;
    this.#connections = connections;
    this.#listener = listener;
  }

  static async start(options: ServerOptions): Promise<OurServer> {
    const { path = defaultPath, maxMessageBytes, authorization, busy } = options;
    const log = new TestLog();
    const connections = new Set<AgentConnection<undefined>>();
    const listener = await serveAgents<undefined>({
      network: createNetwork(),
      clock: createClock(),
      random: createRandom(),
      log,
      hostname: "127.0.0.1",
      port: 0,
      path,
      capabilities: allServerCapabilities,
      wantComponents: true,
      ...(typeof maxMessageBytes === "number" && { maxMessageBytes }),
      admit: ({ headers }) => {
        if (busy) return { accept: false, status: 503, body: "busy" };
        if (authorization !== undefined && headers.get("authorization") !== authorization) {
          return { accept: false, status: 401, body: "who are you?" };
        }
        return { accept: true, context: undefined };
      },
      connected: (connection) => connections.add(connection),
      message: () => undefined,
      closed: (connection) => connections.delete(connection),
    });
    return new OurServer(options, log, connections, listener);
  }

  url(transport: Transport): string {
    const scheme = transport === "websocket" ? "ws" : "http";
    return `${scheme}://127.0.0.1:${this.#listener.port}${this.#options.path ?? defaultPath}`;
  }

  async send(uid: Uint8Array, message: ServerToAgent): Promise<void> {
    this.#find(uid)?.send(message);
  }

  async connected(): Promise<string[]> {
    return [...this.#connections].map(({ state }) => state.instanceUid.toHex());
  }

  async attributeOf(uid: Uint8Array, key: string): Promise<string | undefined> {
    const found = this.#find(uid);
    return found && attribute(found.state, key);
  }

  complaints(): string[] {
    return [...this.#log.at("warn"), ...this.#log.at("error")].map(({ message }) => message);
  }

  async stop(): Promise<void> {
    await this.#listener.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  #find(uid: Uint8Array): AgentConnection<undefined> | undefined {
    return [...this.#connections].find(({ state }) => state.instanceUid.toHex() === uid.toHex());
  }
}

import { type AgentConnection, type AgentState, serveAgents } from "../../../src/opamp/server/server.ts";
import { type AgentToServer, RemoteConfigStatuses, ServerCapabilities } from "../../../src/opamp/wire/messages.ts";
import type { Listener, ListenTls } from "../../../src/runtime/listen-ports.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { freePort } from "../../support/free-port.ts";
import { silentLog } from "../../support/silent-log.ts";
import { Watch } from "../../support/watch.ts";

/** A message of the agent with the time at which it came, on the clock of `performance.now()`. */
export interface Arrival {
  at: number;
  message: AgentToServer;
}

/** A final word of the agent on a remote configuration. */
export interface Verdict {
  applied: boolean;
  at: number;
}

const { RemoteConfigStatuses_APPLIED: appliedStatus, RemoteConfigStatuses_FAILED: failedStatus } = RemoteConfigStatuses;

export interface BenchServerOptions {
  /** Default: without TLS. */
  tls?: ListenTls;
}

/** An OpAMP server for one agent that notes when each message came. */
export class BenchServer {
  readonly port: number;
  /** Oldest first. */
  arrivals: Arrival[] = [];
  readonly #watch = new Watch();
  #listener: Listener | undefined;
  #connection: AgentConnection<undefined> | undefined;

  readonly #options: BenchServerOptions;

  private constructor(port: number, options: BenchServerOptions) {
    this.port = port;
    this.#options = options;
  }

  static async start(options: BenchServerOptions = {}): Promise<BenchServer> {
    const server = new BenchServer(await freePort(), options);
    await server.open();
    return server;
  }

  get endpoint(): string {
    return `ws://127.0.0.1:${this.port}/v1/opamp`;
  }

  /** Listens, after `stop` again on the same port. */
  async open(): Promise<void> {
    this.#listener = await serveAgents<undefined>({
      network: createNetwork(),
      clock: createClock(),
      random: createRandom(),
      log: silentLog,
      hostname: "127.0.0.1",
      port: this.port,
      ...this.#options,
      capabilities:
        ServerCapabilities.ServerCapabilities_AcceptsStatus |
        ServerCapabilities.ServerCapabilities_OffersRemoteConfig |
        ServerCapabilities.ServerCapabilities_AcceptsEffectiveConfig,
      wantComponents: false,
      admit: () => ({ accept: true, context: undefined }),
      message: (connection, message) => {
        const at = performance.now();
        this.#connection = connection;
        this.arrivals.push({ at, message });
        this.#watch.changed();
        return undefined;
      },
      closed: (connection) => {
        if (this.#connection === connection) this.#connection = undefined;
        this.#watch.changed();
      },
    });
  }

  async stop(): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    await listener?.stop();
  }

  /** Ends the agent's connection; it may come back at once. */
  drop(): void {
    this.#connection?.close(1001, "dropped");
  }

  /** Offers `text` as the unnamed file; the time at which it was handed to the socket. */
  offer(text: string, hash: string): number {
    if (this.#connection === undefined) throw new Error("no agent is connected");
    const at = performance.now();
    const configMap = { "": { body: Buffer.from(text), contentType: "text/yaml" } };
    this.#connection.send({ remoteConfig: { config: { configMap }, configHash: Buffer.from(hash) } });
    return at;
  }

  /** What the agent that is connected has said. */
  get agent(): AgentState | undefined {
    return this.#connection?.state;
  }

  /** The first result of `look` that is not `undefined` or `false`, now or after a change. */
  until<Value>(look: () => Value | undefined | false): Promise<Value> {
    return this.#watch.until(look);
  }

  /** The first message, of those that came or will come, that matches. */
  arrival(matches: (message: AgentToServer) => boolean): Promise<Arrival> {
    return this.until(() => this.arrivals.find(({ message }) => matches(message)));
  }

  described(): Promise<Arrival> {
    return this.arrival(({ agentDescription }) => (agentDescription?.identifyingAttributes?.length ?? 0) > 0);
  }

  healthy(): Promise<Arrival> {
    return this.arrival(({ health }) => health?.healthy === true);
  }

  /** The agent's verdict on the offer with this hash. */
  async verdict(hash: string): Promise<Verdict> {
    const wanted = Buffer.from(hash);
    const { at, message } = await this.arrival(({ remoteConfigStatus }) => {
      const { status, lastRemoteConfigHash } = remoteConfigStatus ?? {};
      const final = status === appliedStatus || status === failedStatus;
      return final && wanted.equals(lastRemoteConfigHash ?? new Uint8Array());
    });
    return { applied: message.remoteConfigStatus?.status === appliedStatus, at };
  }

  /** When this offer was APPLIED. Throws where it was refused. */
  async applied(hash: string): Promise<number> {
    const { applied, at } = await this.verdict(hash);
    if (!applied) throw new Error(`FAILED: ${this.agent?.remoteConfigStatus?.errorMessage ?? ""}`);
    return at;
  }
}

import { Client, fixedRoute, type ReportedState } from "../../../src/opamp/client/client.ts";
import { opamp } from "../../../src/opamp/wire/gen/opamp.js";
import { toBigInt } from "../../../src/opamp/wire/integers.ts";
import { RemoteConfigStatuses, type ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { TestLog } from "../../support/test-log.ts";
import { Watch } from "../../support/watch.ts";
import type { Transport } from "../peer/transport.ts";
import { type AgentHandle, type AgentOptions, type AgentSubject, allAgentCapabilities } from "./agent.ts";
import { pollMs } from "./poll-interval.ts";
import { SkippingClock } from "./skipping-clock.ts";
import { testState } from "./test-state.ts";

/** Our client in an agent that does at once what it is offered, and says so. */
export const ourClient: AgentSubject = {
  name: "ours",
  transports: ["websocket", "http"],
  subject: "client",
  // All rules are tried at once, beside each other and beside messages of 64 MiB: a busy machine takes its time.
  deadlineMs: 50_000,
  async start(url, options, transport) {
    return new OurAgent(url(options.path), options, transport);
  },
};

class OurAgent implements AgentHandle {
  readonly skipsTime = true;
  readonly #clock = new SkippingClock(createClock());
  readonly #log = new TestLog();
  readonly #client: Client;
  readonly #state = { ...testState };
  readonly #watch = new Watch();
  /** Of the wait that has begun and was not skipped. */
  #retryInMs: number | undefined;

  constructor(url: string, options: AgentOptions, transport: Transport) {
    const { headers = [], capabilities = allAgentCapabilities, maxMessageBytes, compression = false } = options;
    const random = createRandom();
    this.#client = new Client({
      clock: this.#clock,
      random,
      network: createNetwork(),
      log: this.#log,
      route: fixedRoute({ url, headers, compression }),
      instanceUid: random.uuidv7(),
      capabilities,
      heartbeatMs: options.heartbeatMs ?? (transport === "http" ? pollMs : undefined),
      reported: this.#state,
      ...(typeof maxMessageBytes === "number" && { maxMessageBytes }),
      events: {
        connected() {},
        disconnected: (_loss, retryInMs) => this.#lost(retryInMs),
        message: (message) => this.#take(message),
      },
    });
    if (options.requestsUid) this.#client.requestInstanceUid();
    this.#client.start();
  }

  async report(state: ReportedState): Promise<void> {
    Object.assign(this.#state, state);
    this.#client.report(state);
  }

  async setCapabilities(capabilities: number): Promise<void> {
    this.#client.setCapabilities(capabilities);
  }

  async sendCustomMessage(capability: string, type: string, data: Uint8Array): Promise<void> {
    const outcome = this.#client.sendCustomMessage({ capability, type, data });
    if (outcome !== "sent" && outcome !== "queued") throw new Error(`the custom message is ${outcome}`);
  }

  async elapse(ms: number): Promise<void> {
    this.#clock.skip(ms);
  }

  async untilRetry(): Promise<void> {
    const retryInMs = await this.#watch.until(() => this.#retryInMs);
    this.#retryInMs = undefined;
    this.#clock.skip(retryInMs);
  }

  now(): number {
    return this.#clock.monotonic();
  }

  complaints(): string[] {
    return [...this.#log.at("warn"), ...this.#log.at("error")].map(({ message }) => message);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async stop(): Promise<void> {
    await this.#client.stop();
  }

  #lost(retryInMs: number): void {
    this.#retryInMs = retryInMs;
    this.#watch.changed();
  }

  #take({ remoteConfig, connectionSettings, agentIdentification, command }: ServerToAgent): void {
    if (agentIdentification?.newInstanceUid)
      this.#client.setInstanceUid(Uint8Array.from(agentIdentification.newInstanceUid));
    if (command) this.#restart();
    if (remoteConfig?.config) {
      const status = RemoteConfigStatuses.RemoteConfigStatuses_APPLIED;
      const effectiveConfig = { configMap: structuredClone(remoteConfig.config) };
      void this.report({
        remoteConfigStatus: { lastRemoteConfigHash: copy(remoteConfig.configHash), status },
        effectiveConfig,
      });
    }
    if (connectionSettings) {
      const status = opamp.proto.v1.ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED;
      void this.report({
        connectionSettingsStatus: { lastConnectionSettingsHash: copy(connectionSettings.hash), status },
      });
    }
  }

  /** A new start time is what a restart shows. */
  #restart(): void {
    const { health } = this.#state;
    const started = toBigInt(health.startTimeUnixNano) + 1_000_000_000n;
    void this.report({ health: { ...health, startTimeUnixNano: Number(started) } });
  }
}

function copy(bytes: Uint8Array | null | undefined): Uint8Array {
  return Uint8Array.from(bytes ?? []);
}

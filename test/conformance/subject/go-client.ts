import type { ReportedState } from "../../../src/opamp/client/client.ts";
import { AgentToServerFlags } from "../../../src/opamp/wire/messages.ts";
import { type GoEvent, GoProgram } from "../../support/go-program.ts";
import type { Transport } from "../peer/transport.ts";
import { NotTestable } from "../rule.ts";
import { type AgentHandle, type AgentOptions, type AgentSubject, allAgentCapabilities } from "./agent.ts";
import { pollMs } from "./poll-interval.ts";
import { agentMessageJson } from "./proto-json.ts";
import { testState } from "./test-state.ts";

/** What the program can report, and the names of its commands for it; the library tells the status of settings by itself. */
const commands = {
  agentDescription: "description",
  health: "health",
  effectiveConfig: "effectiveConfig",
  remoteConfigStatus: "remoteConfigStatus",
  packageStatuses: "packageStatuses",
  availableComponents: "availableComponents",
  customCapabilities: "customCapabilities",
} as const;

/** The client of the reference library, in `test/interop/go/agent`. */
export const goClient: AgentSubject = {
  name: "Go reference",
  transports: ["websocket", "http"],
  subject: "client",
  deadlineMs: 10_000,
  start: (url, options, transport) => GoAgent.start(url(options.path), options, transport),
};

class GoAgent implements AgentHandle {
  readonly skipsTime = false;
  readonly #program: GoProgram;
  /** The last configuration that was taken; like any sensible owner, this one reports its effect once. */
  #configuration = "";
  #startTime = BigInt(testState.health.startTimeUnixNano?.toString() ?? 0);

  private constructor(program: GoProgram) {
    this.#program = program;
  }

  static async start(url: string, options: AgentOptions, transport: Transport): Promise<GoAgent> {
    if (options.maxMessageBytes !== undefined) throw new Error("the library has no size limits");
    const program = await GoProgram.start({ program: "agent" });
    const state = agentMessageJson(testState);
    const agent = new GoAgent(program);
    await program.send({
      command: "start",
      url,
      uid: crypto.randomUUID().replaceAll("-", ""),
      headers: Object.fromEntries(options.headers ?? []),
      capabilities: options.capabilities ?? allAgentCapabilities,
      compression: options.compression ?? false,
      heartbeatMs: options.heartbeatMs ?? (transport === "http" ? pollMs : 0),
      flags: options.requestsUid ? AgentToServerFlags.AgentToServerFlags_RequestInstanceUid : 0,
      description: state["agentDescription"],
      ...state,
    });
    agent.#obey("remoteConfig", ({ offer }) => agent.#configured(offer as Offer));
    agent.#obey("restart", () => agent.#restarted());
    return agent;
  }

  async report(state: ReportedState): Promise<void> {
    const lastError = state.health?.lastError ?? "";
    if (!lastError.isWellFormed()) throw new NotTestable("no command can hold such a string");
    const json = agentMessageJson(state);
    for (const [part, command] of Object.entries(commands)) {
      if (json[part] === undefined || !isComplete(part, state)) continue;
      await this.#program.send({ command, [command]: json[part] });
    }
  }

  async setCapabilities(capabilities: number): Promise<void> {
    await this.#program.send({ command: "capabilities", capabilities });
  }

  async sendCustomMessage(capability: string, type: string, data: Uint8Array): Promise<void> {
    await this.#program.send({ command: "customMessage", customMessage: { capability, type, data: data.toBase64() } });
  }

  async elapse(ms: number): Promise<void> {
    await Bun.sleep(ms);
  }

  async untilRetry(): Promise<void> {}

  now(): number {
    return performance.now();
  }

  complaints(): string[] {
    throw new NotTestable("its log is its own");
  }

  async stop(): Promise<void> {
    await this.#program.send({ command: "stop" });
  }

  /** Ends the program without asking its client, whose own end may wait for the next attempt to connect. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program.stop().catch(() => undefined);
  }

  /** Carries out what the program tells of, until it ends. */
  #obey(event: string, act: (event: GoEvent) => Promise<void>): void {
    void this.#program.next(event).then(
      (happened) => {
        this.#obey(event, act);
        return act(happened).catch(() => undefined);
      },
      () => undefined,
    );
  }

  async #configured({ config, config_hash: hash = "" }: Offer): Promise<void> {
    const remoteConfigStatus = { lastRemoteConfigHash: hash, status: "RemoteConfigStatuses_APPLIED" };
    await this.#program.send({ command: "remoteConfigStatus", remoteConfigStatus });
    const configuration = JSON.stringify(config);
    if (configuration === this.#configuration) return;
    this.#configuration = configuration;
    await this.#program.send({ command: "effectiveConfig", effectiveConfig: { configMap: config } });
  }

  /** A new start time is what a restart shows. */
  async #restarted(): Promise<void> {
    this.#startTime += 1_000_000_000n;
    await this.report({ health: { ...testState.health, startTimeUnixNano: Number(this.#startTime) } });
  }
}

/** The library refuses a status that speaks of no offer. */
function isComplete(part: string, { remoteConfigStatus }: ReportedState): boolean {
  return part !== "remoteConfigStatus" || (remoteConfigStatus?.lastRemoteConfigHash?.length ?? 0) > 0;
}

interface Offer {
  config?: object;
  config_hash?: string;
}

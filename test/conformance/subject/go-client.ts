import { join } from "node:path";

import * as protobuf from "protobufjs";

import type { ReportedState } from "../../../src/opamp/client/client.ts";
import { canonical } from "../../../src/opamp/wire/canonical.ts";
import { codec } from "../../../src/opamp/wire/messages.ts";
import { type GoEvent, GoProgram } from "../../support/go-program.ts";
import { projectRoot } from "../../support/project.ts";
import { NotTestable } from "../rule.ts";
import { type AgentHandle, type AgentOptions, type AgentSubject, allAgentCapabilities } from "./agent.ts";
import { letPass } from "./let-pass.ts";
import { testState } from "./test-state.ts";

/** The bits of packages, which the library takes only with a store of packages. */
const packageBits = 8 | 16;
/** What the program can report, and the names of its commands for it. */
const commands = [
  "agentDescription",
  "health",
  "effectiveConfig",
  "remoteConfigStatus",
  "availableComponents",
] as const;

/** The client of the reference library, in `test/interop/go/agent`. */
export const goClient: AgentSubject = {
  name: "Go reference",
  transports: ["websocket"],
  subject: "client",
  deadlineMs: 8_000,
  start: (url, options) => GoAgent.start(url(options.path), options),
};

class GoAgent implements AgentHandle {
  readonly skipsTime = false;
  readonly #program: GoProgram;
  #startTime = BigInt(testState.health.startTimeUnixNano?.toString() ?? 0);

  private constructor(program: GoProgram) {
    this.#program = program;
  }

  static async start(url: string, options: AgentOptions): Promise<GoAgent> {
    if (options.maxMessageBytes !== undefined) throw new Error("the library has no size limits");
    if (options.compression) throw new NotTestable("the program has no option for compression");
    if (options.requestsUid) throw new NotTestable("the program has no option to ask for a uid");
    if (options.heartbeatMs !== undefined) throw new NotTestable("the program has no option for the interval");
    const program = await GoProgram.start({ program: "agent" });
    const state = toJson(testState);
    const agent = new GoAgent(program);
    await program.send({
      command: "start",
      url,
      uid: crypto.randomUUID().replaceAll("-", ""),
      headers: Object.fromEntries(options.headers ?? []),
      capabilities: (options.capabilities ?? allAgentCapabilities) & ~packageBits,
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
    const json = toJson(state);
    const known = commands.filter((part) => json[part] !== undefined && isComplete(part, state));
    if (known.length === 0) throw new NotTestable(`the program cannot report ${Object.keys(state).join(", ")}`);
    for (const part of known) {
      const name = part === "agentDescription" ? "description" : part;
      await this.#program.send({ command: name, [name]: json[part] });
    }
  }

  async setCapabilities(): Promise<void> {
    throw new NotTestable("the program has no command for it");
  }

  async sendCustomMessage(): Promise<void> {
    throw new NotTestable("the program has no command for it");
  }

  elapse(ms: number): Promise<void> {
    return letPass(ms);
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

const schema = new protobuf.Root();
schema.resolvePath = (_from, file) => join(projectRoot, "proto", file.split("/").at(-1) ?? "");
schema.loadSync("opamp.proto");
const type = schema.lookupType("opamp.proto.v1.AgentToServer");

/** The parts in protobuf's JSON form. */
function toJson(state: ReportedState): Record<string, unknown> {
  const message = type.decode(codec.AgentToServer.encode(canonical(state)).finish());
  return type.toObject(message, { bytes: String, longs: String, enums: String });
}

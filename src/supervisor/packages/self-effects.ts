import { join } from "node:path";

import type { SupervisorConfig } from "../../config/types.ts";
import type { DownloadOptions } from "../../packages/download-types.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { OwnProgram } from "../../runtime/own-program-port.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Processes } from "../../runtime/process-ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Effect } from "../mind/effects.ts";
import type { Event } from "../mind/events.ts";
import type { Inspection } from "./inspect-program.ts";
import type { PackageFailure, Wanted } from "./packages-state.ts";
import { ProgramFetcher } from "./program-fetcher.ts";
import { unreachable } from "./self-check-command.ts";

/** Effects on packages of the supervisor itself, but for what is written of them. */
export type SelfEffect = Extract<
  Effect,
  { do: "FetchSupervisor" | "AskSuccessor" | "AbandonSupervisor" | "KeepSupervisors" | "HandOver" | "EndTrial" }
>;
type Doing<Kind extends SelfEffect["do"]> = Extract<Effect, { do: Kind }>;

/** Why an ordered end was asked for, where it is no end of the service: the reason of the signal. */
export const succeeded = "another version of the supervisor takes over";

/** The supervisor that is to be tried in place of this one. */
export interface Successor {
  /** Absolute. */
  path: string;
  version: string;
  /** The Server's hash of the package; empty: the operator's own. */
  hash: string;
  by: Wanted["by"];
  /** How long it has for its proof, milliseconds. */
  proofMs: number;
  /** When this supervisor was told to end, and its Collector with it, milliseconds since the Unix epoch. */
  since: number;
}

/** Who sees to the rest once this supervisor has ended in order. */
export interface Succession {
  own: OwnProgram;
  /** They run as this supervisor does, whoever the Collector runs as: nobody else enters where its packages lie. */
  processes: Pick<Processes, "run">;
  /** Asks for the ordered end; another one is tried then. */
  handOver(to: Successor): void;
  /** Asks for the ordered end of one that was tried. */
  endTrial(proved: boolean): void;
}

export interface SelfEffectsOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  /** Where packages of the supervisor lie, absolute. */
  directory: string;
  /** How files are reached. */
  route: DownloadOptions["route"];
  succession: Succession;
  post(event: Event): void;
}

/** The file name of the program, in its directory and in an archive. */
const programName = "opampsupervisor";

/** Carries them out. */
export class SelfEffects {
  readonly #options: SelfEffectsOptions;
  readonly #supervisors: ProgramFetcher;
  #asking = new AbortController();

  constructor(options: SelfEffectsOptions) {
    this.#options = options;
    const { config, runtime, storage, directory, succession } = options;
    this.#supervisors = new ProgramFetcher({
      ...options,
      config: config.agent.package,
      kind: {
        of: " of the supervisor",
        directory,
        programName,
        mode: 0o700,
        makeDirectory: (path) => storage.makeDirectory(path),
        changed: async (held) => {
          const { ProgramGuard } = await import("../../packages/program-guard.ts");
          return await new ProgramGuard({ directory, files: runtime.files }).fault(held);
        },
        inspect: (program, signal) => this.#inspect(program, signal),
        own: succession.own.installed,
        progressed: (ticket, phase, progress) => ({ is: "SupervisorProgressed", ticket, phase, progress }),
        fetched: (ticket, outcome) => ({ is: "SupervisorFetched", ticket, outcome }),
      },
    });
  }

  async perform(effect: SelfEffect): Promise<void> {
    switch (effect.do) {
      case "FetchSupervisor":
        return await this.#supervisors.fetch(effect);
      case "AbandonSupervisor":
        return this.close();
      case "KeepSupervisors":
        return await this.#supervisors.keep(effect.programs);
      case "AskSuccessor":
        return await this.#ask(effect);
      case "HandOver":
        return this.#handOver(effect);
      case "EndTrial":
        return this.#options.succession.endTrial(effect.proved);
    }
  }

  /** Gives up what is on its way; what came stays for the next time. */
  close(): void {
    this.#supervisors.abandon();
    this.#asking.abort();
  }

  /** This one could not come back to what nobody takes. The operator's wish needs no server. */
  async #ask({ ticket, program, by }: Doing<"AskSuccessor">): Promise<void> {
    const { signal } = (this.#asking = new AbortController());
    const failure = await this.#inspect(this.#pathOf(program), signal).then(
      (found) => (found.fits ? undefined : found.failure),
      (error: unknown): PackageFailure => {
        const text = `it cannot be asked: ${errorMessage(error)}`;
        return { code: "INTERNAL", phase: "preflight", text, isCondemned: false };
      },
    );
    if (signal.aborted) return;
    const refusal = by === "operator" && failure?.code === unreachable ? undefined : failure;
    this.#options.post({ is: "SuccessorAsked", ticket, refusal });
  }

  #handOver({ program, version, hash, by, proofMs }: Doing<"HandOver">): void {
    const { succession, runtime } = this.#options;
    const since = runtime.clock.now();
    succession.handOver({ path: this.#pathOf(program), version, hash, by, proofMs, since });
  }

  /** `undefined`: the operator's own. */
  #pathOf(program: string | undefined): string {
    const { succession, directory } = this.#options;
    return program === undefined ? succession.own.installed : join(directory, program);
  }

  async #inspect(executable: string, signal: AbortSignal): Promise<Inspection> {
    const { runtime, succession } = this.#options;
    const { own, processes } = succession;
    const { inspectSupervisor } = await import("./inspect-supervisor.ts");
    const env = own.environment({ is: "newer" });
    return await inspectSupervisor({ executable, args: own.args, env, runtime: { ...runtime, processes }, signal });
  }
}

import { join } from "node:path";

import type { SupervisorConfig } from "../../config/types.ts";
import type { DownloadOptions, DownloadProgress } from "../../packages/download-types.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import { InTurn } from "../../runtime/in-turn.ts";
import type { OwnProgram } from "../../runtime/own-program-port.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Processes } from "../../runtime/process-ports.ts";
import type { StoredPackage } from "../../storage/packages-record.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Effect } from "../mind/effects.ts";
import type { Event } from "../mind/events.ts";
import type { Inspection } from "./inspect-program.ts";
import { notBrought } from "./not-brought.ts";
import { progressOf } from "./package-status.ts";
import type { FetchOutcome, PackageFailure, Wanted } from "./packages-state.ts";
import { unreachable } from "./self-check-command.ts";

/** Effects on packages of the supervisor itself, but for what is written of them. */
export type SelfEffect = Extract<
  Effect,
  { do: "FetchSupervisor" | "AskSuccessor" | "AbandonSupervisor" | "KeepSupervisors" | "HandOver" | "EndTrial" }
>;
type Doing<Kind extends SelfEffect["do"]> = Extract<Effect, { do: Kind }>;
type Fetch = Doing<"FetchSupervisor">;

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

/** Carries them out. What fetches packages is loaded with the first one. */
export class SelfEffects {
  readonly #options: SelfEffectsOptions;
  /** Two that fetch would write to one file. */
  readonly #turns = new InTurn();
  #current = new AbortController();

  constructor(options: SelfEffectsOptions) {
    this.#options = options;
  }

  async perform(effect: SelfEffect): Promise<void> {
    switch (effect.do) {
      case "FetchSupervisor":
        return await this.#fetch(effect);
      case "AbandonSupervisor":
        return this.close();
      case "KeepSupervisors":
        return await this.#keep(effect.programs);
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
    this.#current.abort();
  }

  /** The offer is on disk before anything comes of it: the next start goes on with it. */
  async #fetch(effect: Fetch): Promise<void> {
    const { signal } = (this.#current = new AbortController());
    const { ticket, wanted } = effect;
    await this.#options.storage.settled();
    const outcome = await this.#turns
      .run(() => (signal.aborted ? undefined : this.#bring(effect, signal)))
      .catch((error: unknown): FetchOutcome => failed(notBrought(error, wanted.version)));
    if (outcome !== undefined && !signal.aborted) this.#options.post({ is: "SupervisorFetched", ticket, outcome });
  }

  async #bring(effect: Fetch, signal: AbortSignal): Promise<FetchOutcome | undefined> {
    const { runtime, directory, succession } = this.#options;
    const { own } = succession;
    const { wanted, file, held } = effect;
    const brought = (held && (await this.#lookAt(held))) ?? (await this.#load(effect, signal));
    if (brought === undefined || !("program" in brought)) return brought;
    const { program } = brought;
    this.#reached(effect.ticket, "preflight");
    const inspection = await this.#inspect(join(directory, program), signal);
    if (!inspection.fits) return failed(inspection.failure);
    const { lookAtExecutable } = await import("../../packages/settle-installed.ts");
    const replaced = await lookAtExecutable(own.installed, runtime.files);
    const { name, version, hash } = wanted;
    const ownVersion = inspection.version;
    const at = runtime.clock.now();
    const stored = { ...brought, name, version, ownVersion, hash, contentHash: file.contentHash, at };
    return { fetched: true, stored, replaced: replaced && { ...replaced, ownVersion: "" } };
  }

  async #load({ file, ticket }: Fetch, signal: AbortSignal): Promise<FetchOutcome | Brought | undefined> {
    const { config, runtime, storage, log, directory, route } = this.#options;
    const { agent } = config;
    const [{ fetchPackage }, { programPath }] = await Promise.all([
      import("../../packages/fetch-package.ts"),
      import("../../packages/package-directory.ts"),
    ]);
    const program = programPath(file.contentHash, programName);
    const [content = "", name = ""] = program.split(/[\\/]/);
    await storage.makeDirectory(directory);
    await storage.makeDirectory(join(directory, content));
    const result = await fetchPackage(
      { file, directory: join(directory, content), program: name, mode: 0o700 },
      {
        ...runtime,
        config: { ...agent.package, agentBinary: programName },
        route,
        log,
        signal,
        reached: (phase, progress) => {
          if (!signal.aborted) this.#reached(ticket, phase, progress);
        },
      },
    );
    if (result.kind === "cancelled") return undefined;
    if (result.kind === "fetched") {
      const { size, sha256, verifier } = result;
      return { program, size, sha256, verifier };
    }
    const { code, phase, message: text, isCondemned } = result;
    return failed({ code, phase, text, isCondemned });
  }

  /** It was verified when it came, and would be now; `undefined`: it has to come anew. */
  async #lookAt(held: StoredPackage): Promise<Brought | undefined> {
    const { config, runtime, directory, log } = this.#options;
    const { files } = runtime;
    const [{ ProgramGuard }, { trustFault }] = await Promise.all([
      import("../../packages/program-guard.ts"),
      import("../../packages/trust/verifier-print.ts"),
    ]);
    const fault =
      (await new ProgramGuard({ directory, files }).fault(held)) ??
      (await trustFault(held.verifier, config.agent.package.verifier, files));
    const { program, size, sha256, verifier } = held;
    if (fault === undefined) return { program, size, sha256, verifier };
    log.warn("A package of the supervisor that is here cannot be used as it is, and is fetched anew", {
      reason: fault,
    });
    return undefined;
  }

  #reached(ticket: number, phase: PackageFailure["phase"], told?: DownloadProgress): void {
    this.#options.post({ is: "SupervisorProgressed", ticket, phase, progress: progressOf(told) });
  }

  /** Not before the record says so, and not under what is being fetched. */
  async #keep(programs: readonly string[]): Promise<void> {
    const { storage, runtime, log, directory } = this.#options;
    await storage.settled();
    await this.#turns.run(async () => {
      const { keepPackages } = await import("../../packages/package-directory.ts");
      const removed = await keepPackages(directory, programs, runtime.files);
      if (removed > 0)
        log.info("Removed packages of the supervisor that are not needed any more", { packages: removed });
    });
  }

  /** This one could not come back to what nobody takes. The operator's wish needs no server. */
  async #ask({ ticket, program, by }: Doing<"AskSuccessor">): Promise<void> {
    const { signal } = (this.#current = new AbortController());
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

type Brought = Pick<StoredPackage, "program" | "size" | "sha256" | "verifier">;

function failed(failure: PackageFailure): FetchOutcome {
  return { fetched: false, failure };
}

import { join } from "node:path";

import type { SupervisorConfig } from "../../config/types.ts";
import type { DownloadOptions, DownloadProgress } from "../../packages/download-types.ts";
import type { ProgramGuard } from "../../packages/program-guard.ts";
import { InTurn } from "../../runtime/in-turn.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { StoredPackage } from "../../storage/packages-record.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import type { KnownPrograms } from "../collector/known-programs.ts";
import type { Effect } from "../mind/effects.ts";
import type { Event } from "../mind/events.ts";
import { type AddonEffect, AddonEffects } from "./addon-effects.ts";
import { inspectProgram } from "./inspect-program.ts";
import { notBrought } from "./not-brought.ts";
import { progressOf } from "./package-status.ts";
import type { FetchOutcome, PackageFailure } from "./packages-state.ts";

/** Effects on packages, but for what is written of them. */
export type PackageEffect = Extract<Effect, { do: "FetchPackage" | "AbandonPackage" | "KeepPackages" }> | AddonEffect;
type Fetch = Extract<Effect, { do: "FetchPackage" }>;

export interface PackageEffectsOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  /** Where packages lie, absolute. */
  packagesDirectory: string;
  /** Where add-ons lie, absolute. */
  addonsDirectory: string;
  guard: Pick<ProgramGuard, "fault">;
  /** Sees what the operator's own executable is now, and tells the mind its version. */
  programs: Pick<KnownPrograms, "current">;
  /** How files are reached. */
  route: DownloadOptions["route"];
  /** The whole environment of Collector processes. */
  env: Readonly<Record<string, string>>;
  post(event: Event): void;
}

/** Carries them out. What fetches packages is loaded with the first one. */
export class PackageEffects {
  readonly #options: PackageEffectsOptions;
  /** Two that fetch would write to one file. */
  readonly #turns = new InTurn();
  #current = new AbortController();
  readonly #addons: AddonEffects;

  constructor(options: PackageEffectsOptions) {
    this.#options = options;
    this.#addons = new AddonEffects(options);
  }

  async perform(effect: PackageEffect): Promise<void> {
    switch (effect.do) {
      case "FetchPackage":
        return await this.#fetch(effect);
      case "AbandonPackage":
        return this.#current.abort();
      case "KeepPackages":
        return await this.#keep(effect.programs);
      default:
        return await this.#addons.perform(effect);
    }
  }

  /** Gives up what is on its way; what came stays for the next time. */
  close(): void {
    this.#current.abort();
    this.#addons.close();
  }

  /** The offer is on disk before anything comes of it: the next start goes on with it. */
  async #fetch(effect: Fetch): Promise<void> {
    const { signal } = (this.#current = new AbortController());
    const { ticket, wanted } = effect;
    await this.#options.storage.settled();
    const outcome = await this.#turns
      .run(() => (signal.aborted ? undefined : this.#bring(effect, signal)))
      .catch((error: unknown): FetchOutcome => failed(notBrought(error, wanted.version)));
    if (outcome !== undefined && !signal.aborted) this.#options.post({ is: "PackageFetched", ticket, outcome });
  }

  async #bring(effect: Fetch, signal: AbortSignal): Promise<FetchOutcome | undefined> {
    const { config, runtime, log, env, packagesDirectory } = this.#options;
    const { wanted, file, held } = effect;
    const brought = (held && (await this.#lookAt(held))) ?? (await this.#load(effect, signal));
    if (brought === undefined || !("program" in brought)) return brought;
    const { program } = brought;
    this.#reached(effect.ticket, "preflight");
    const executable = join(packagesDirectory, program);
    const inspection = await inspectProgram({ executable, env, runtime, log, signal });
    if (!inspection.fits) return failed(inspection.failure);
    const { lookAtExecutable } = await import("../../packages/settle-installed.ts");
    const { executable: own } = config.agent;
    const replaced = await lookAtExecutable(own, runtime.files);
    // What is judged next must be newer than what he has put there meanwhile.
    await this.#options.programs.current(own);
    const { name, version, hash } = wanted;
    const ownVersion = inspection.version;
    const at = runtime.clock.now();
    const stored = { ...brought, name, version, ownVersion, hash, contentHash: file.contentHash, at };
    return { fetched: true, stored, replaced: replaced && { ...replaced, ownVersion: "" } };
  }

  async #load({ file, ticket }: Fetch, signal: AbortSignal): Promise<FetchOutcome | Brought | undefined> {
    const { config, runtime, storage, log, packagesDirectory, route } = this.#options;
    const { agent } = config;
    const [{ fetchPackage }, { programPath }] = await Promise.all([
      import("../../packages/fetch-package.ts"),
      import("../../packages/package-directory.ts"),
    ]);
    const program = programPath(file.contentHash, agent.package.agentBinary);
    const [directory = "", name = ""] = program.split(/[\\/]/);
    await storage.makeDirectoryForCollector(packagesDirectory);
    await storage.makeDirectoryForCollector(join(packagesDirectory, directory));
    const result = await fetchPackage(
      // Whom the directory lets pass may run it: the Collector's group, where it runs as somebody else.
      { file, directory: join(packagesDirectory, directory), program: name, mode: agent.runAs ? 0o755 : 0o700 },
      {
        ...runtime,
        config: agent.package,
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
    const { config, runtime, guard, log } = this.#options;
    const { trustFault } = await import("../../packages/trust/verifier-print.ts");
    const fault =
      (await guard.fault(held)) ?? (await trustFault(held.verifier, config.agent.package.verifier, runtime.files));
    const { program, size, sha256, verifier } = held;
    if (fault === undefined) return { program, size, sha256, verifier };
    log.warn("A package that is here cannot be used as it is, and is fetched anew", { reason: fault });
    return undefined;
  }

  #reached(ticket: number, phase: PackageFailure["phase"], told?: DownloadProgress): void {
    this.#options.post({ is: "PackageProgressed", ticket, phase, progress: progressOf(told) });
  }

  /** Not before the record says so, and not under what is being fetched. */
  async #keep(programs: readonly string[]): Promise<void> {
    const { storage, runtime, log, packagesDirectory } = this.#options;
    await storage.settled();
    await this.#turns.run(async () => {
      const { keepPackages } = await import("../../packages/package-directory.ts");
      const removed = await keepPackages(packagesDirectory, programs, runtime.files);
      if (removed > 0) log.info("Removed packages that are not needed any more", { packages: removed });
    });
  }
}

type Brought = Pick<StoredPackage, "program" | "size" | "sha256" | "verifier">;

function failed(failure: PackageFailure): FetchOutcome {
  return { fetched: false, failure };
}

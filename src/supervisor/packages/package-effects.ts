import type { SupervisorConfig } from "../../config/types.ts";
import type { DownloadOptions } from "../../packages/download-types.ts";
import type { ProgramGuard } from "../../packages/program-guard.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import type { KnownPrograms } from "../collector/known-programs.ts";
import type { Effect } from "../mind/effects.ts";
import type { Event } from "../mind/events.ts";
import { type AddonEffect, AddonEffects } from "./addon-effects.ts";
import { type Inspection, inspectProgram } from "./inspect-program.ts";
import { ProgramFetcher } from "./program-fetcher.ts";

/** Effects on packages, but for what is written of them. */
export type PackageEffect = Extract<Effect, { do: "FetchPackage" | "AbandonPackage" | "KeepPackages" }> | AddonEffect;

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

/** Carries them out. */
export class PackageEffects {
  readonly #options: PackageEffectsOptions;
  readonly #collectors: ProgramFetcher;
  readonly #addons: AddonEffects;

  constructor(options: PackageEffectsOptions) {
    this.#options = options;
    this.#addons = new AddonEffects(options);
    const { config, storage, packagesDirectory, guard } = options;
    const { package: settings, runAs, executable } = config.agent;
    this.#collectors = new ProgramFetcher({
      ...options,
      config: settings,
      kind: {
        of: "",
        directory: packagesDirectory,
        programName: settings.agentBinary,
        // Whom the directory lets pass may run it: the Collector's group, where it runs as somebody else.
        mode: runAs ? 0o755 : 0o700,
        makeDirectory: (path) => storage.makeDirectoryForCollector(path),
        changed: (held) => guard.fault(held),
        inspect: (program, signal) => this.#inspect(program, signal),
        own: executable,
        progressed: (ticket, phase, progress) => ({ is: "PackageProgressed", ticket, phase, progress }),
        fetched: (ticket, outcome) => ({ is: "PackageFetched", ticket, outcome }),
      },
    });
  }

  async perform(effect: PackageEffect): Promise<void> {
    switch (effect.do) {
      case "FetchPackage":
        return await this.#collectors.fetch(effect);
      case "AbandonPackage":
        return this.#collectors.abandon();
      case "KeepPackages":
        return await this.#collectors.keep(effect.programs);
      default:
        return await this.#addons.perform(effect);
    }
  }

  /** Gives up what is on its way; what came stays for the next time. */
  close(): void {
    this.#collectors.abandon();
    this.#addons.close();
  }

  async #inspect(program: string, signal: AbortSignal): Promise<Inspection> {
    const { config, env, runtime, log, programs } = this.#options;
    const inspection = await inspectProgram({ executable: program, env, runtime, log, signal });
    // What is judged next must be newer than what the operator has put in his place meanwhile.
    if (inspection.fits) await programs.current(config.agent.executable);
    return inspection;
  }
}

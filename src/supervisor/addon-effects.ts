import { join } from "node:path";

import type { SupervisorConfig } from "../config/types.ts";
import type { DownloadOptions } from "../packages/download-types.ts";
import { InTurn } from "../runtime/in-turn.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { Log } from "../telemetry/log.ts";
import type { AddonOutcome } from "./addons-state.ts";
import type { Effect } from "./effects.ts";
import type { Event } from "./events.ts";
import { notBrought } from "./not-brought.ts";
import { progressOf } from "./package-status.ts";
import type { PackageFailure } from "./packages-state.ts";

/** Effects on add-ons, but for what is written of them. */
export type AddonEffect = Extract<Effect, { do: "FetchAddon" | "AbandonAddon" | "KeepAddons" }>;
type Fetch = Extract<Effect, { do: "FetchAddon" }>;

export interface AddonEffectsOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  /** Where add-ons lie, absolute. */
  addonsDirectory: string;
  /** How files are reached. */
  route: DownloadOptions["route"];
  post(event: Event): void;
}

/** Carries them out. What fetches add-ons is loaded with the first one. */
export class AddonEffects {
  readonly #options: AddonEffectsOptions;
  /** Nothing is removed under what is being fetched, and two of one content would write to one file. */
  readonly #turns = new InTurn();
  #current = new AbortController();

  constructor(options: AddonEffectsOptions) {
    this.#options = options;
  }

  async perform(effect: AddonEffect): Promise<void> {
    switch (effect.do) {
      case "FetchAddon":
        return await this.#fetch(effect);
      case "AbandonAddon":
        return this.close();
      case "KeepAddons":
        return await this.#keep(effect.directories);
    }
  }

  /** Gives up what is on its way; what came stays for the next time. */
  close(): void {
    this.#current.abort();
  }

  /** The offer is on disk before anything comes of it: the next start goes on with it. */
  async #fetch(effect: Fetch): Promise<void> {
    const { signal } = (this.#current = new AbortController());
    await this.#options.storage.settled();
    const outcome = await this.#turns
      .run(() => (signal.aborted ? undefined : this.#bring(effect, signal)))
      .catch((error: unknown): AddonOutcome => failed(notBrought(error, "it")));
    if (outcome === undefined || signal.aborted) return;
    this.#options.post({ is: "AddonFetched", ticket: effect.ticket, outcome });
  }

  async #bring({ addon, file, rule, ticket }: Fetch, signal: AbortSignal): Promise<AddonOutcome | undefined> {
    const { config, runtime, storage, log, addonsDirectory, route, post } = this.#options;
    const { agent } = config;
    const [{ fetchAddon }, { addonDirectory, addonPath }] = await Promise.all([
      import("../packages/fetch-addon.ts"),
      import("../packages/addon-directory.ts"),
    ]);
    const place = addonDirectory(file.contentHash, rule);
    const directory = join(addonsDirectory, place);
    await storage.makeDirectoryForCollector(addonsDirectory);
    await storage.makeDirectoryForCollector(directory);
    const { verifier, download } = agent.package;
    const bounds = { ...download, maxBytes: rule.maxBytes ?? download.maxBytes };
    const result = await fetchAddon(
      { name: addon.name, file, directory, unpack: rule.unpack, readers: storage.collectorGroup },
      {
        ...runtime,
        config: { download: bounds, ...(verifier && { verifier }) },
        route,
        log,
        signal,
        reached: (phase, told) => {
          if (!signal.aborted) post({ is: "AddonProgressed", ticket, phase, progress: progressOf(told) });
        },
      },
    );
    if (result.kind === "cancelled") return undefined;
    if (result.kind === "failed") {
      const { code, phase, message: text, isCondemned } = result;
      return failed({ code, phase, text, isCondemned });
    }
    const { entry, size, verifier: print } = result;
    const path = addonPath(place, entry);
    return {
      fetched: true,
      stored: { ...addon, contentHash: file.contentHash, path, size, verifier: print, at: runtime.clock.now() },
    };
  }

  /** Not before the record says so. */
  async #keep(directories: readonly string[]): Promise<void> {
    const { storage, runtime, log, addonsDirectory } = this.#options;
    await storage.settled();
    await this.#turns.run(async () => {
      const { keepAddons } = await import("../packages/keep-addons.ts");
      const removed = await keepAddons(addonsDirectory, new Set(directories), runtime.files);
      if (removed > 0) log.info("Removed add-ons that are not needed any more", { addons: removed });
    });
  }
}

function failed(failure: PackageFailure): AddonOutcome {
  return { fetched: false, failure };
}

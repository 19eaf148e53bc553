import { join } from "node:path";

import type { SupervisorConfig } from "../../config/types.ts";
import { addonDirectory, addonPath } from "../../packages/addon-directory.ts";
import type { DownloadOptions } from "../../packages/download-types.ts";
import { Pace } from "../../packages/pace.ts";
import { InTurn } from "../../runtime/in-turn.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { StoredAddon } from "../../storage/addons-record.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Effect } from "../mind/effects.ts";
import type { Event } from "../mind/events.ts";
import type { AddonOutcome } from "./addons-state.ts";
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

/** One that is on its way, or is being given up. */
interface UnderWay {
  /** Directory of its content, from that of all. */
  place: string;
  control: AbortController;
  /** Resolves when nothing of it goes on any more. */
  over: Promise<void>;
}

/** Carries them out. What fetches add-ons is loaded with the first one. */
export class AddonEffects {
  readonly #options: AddonEffectsOptions;
  /** By their tickets. */
  readonly #underWay = new Map<number, UnderWay>();
  readonly #removals = new InTurn();
  readonly #pace: Pace | undefined;

  constructor(options: AddonEffectsOptions) {
    const { config, runtime } = options;
    const { maxBytesPerSecond: rate } = config.agent.package.download;
    this.#options = options;
    this.#pace = rate === undefined ? undefined : new Pace(runtime.clock, rate);
  }

  async perform(effect: AddonEffect): Promise<void> {
    switch (effect.do) {
      case "FetchAddon":
        return await this.#fetch(effect);
      case "AbandonAddon":
        return this.#underWay.get(effect.ticket)?.control.abort();
      case "KeepAddons":
        return await this.#keep(effect.directories);
    }
  }

  /** Gives up what is on its way; what came stays for the next time. */
  close(): void {
    for (const { control } of this.#underWay.values()) control.abort();
  }

  /**
   * The offer is on disk before anything comes of it: the next start goes on with it. Two of one content, also one that is being given
   * up, would write to one file.
   */
  async #fetch(effect: Fetch): Promise<void> {
    const { ticket, file, rule } = effect;
    const place = addonDirectory(file.contentHash, rule);
    const before = [...this.#underWay.values()].filter((each) => each.place === place);
    const control = new AbortController();
    const over = Promise.withResolvers<void>();
    this.#underWay.set(ticket, { place, control, over: over.promise });
    const { signal } = control;
    const outcome = await Promise.all([
      this.#options.storage.settled(),
      this.#removals.settled(),
      ...before.map((each) => each.over),
    ])
      .then(() => (signal.aborted ? undefined : this.#bring(effect, place, signal)))
      .catch((error: unknown): AddonOutcome => failed(notBrought(error, "it")));
    this.#underWay.delete(ticket);
    over.resolve();
    if (outcome !== undefined && !signal.aborted) this.#options.post({ is: "AddonFetched", ticket, outcome });
  }

  async #bring(
    { addon, file, rule, ticket, held }: Fetch,
    place: string,
    signal: AbortSignal,
  ): Promise<AddonOutcome | undefined> {
    const { config, runtime, storage, log, addonsDirectory, route, post } = this.#options;
    const { agent } = config;
    if (held !== undefined && (await this.#isTrusted(held))) return { fetched: true, stored: held };
    const { fetchAddon } = await import("../../packages/fetch-addon.ts");
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
        pace: this.#pace,
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

  /** It was verified when it came, and would be now. */
  async #isTrusted({ name, version, verifier }: StoredAddon): Promise<boolean> {
    const { config, runtime, log } = this.#options;
    const { trustFault } = await import("../../packages/trust/verifier-print.ts");
    const reason = await trustFault(verifier, config.agent.package.verifier, runtime.files);
    if (reason === undefined) return true;
    log.warn("An add-on that is here cannot be used as it is, and is fetched anew", { name, version, reason });
    return false;
  }

  /**
   * Not before the record says so, and not under what is being fetched: what begins waits for it, what goes on is left alone, and what
   * is being given up is waited for.
   */
  async #keep(directories: readonly string[]): Promise<void> {
    const { storage, runtime, log, addonsDirectory } = this.#options;
    const ending = [...this.#underWay.values()].flatMap(({ control, over }) => (control.signal.aborted ? [over] : []));
    await storage.settled();
    await this.#removals.run(async () => {
      const [{ keepAddons }] = await Promise.all([import("../../packages/keep-addons.ts"), ...ending]);
      const busy = [...this.#underWay.values()].map(({ place }) => place);
      const removed = await keepAddons(addonsDirectory, new Set([...directories, ...busy]), runtime.files);
      if (removed > 0) log.info("Removed add-ons that are not needed any more", { addons: removed });
    });
  }
}

function failed(failure: PackageFailure): AddonOutcome {
  return { fetched: false, failure };
}

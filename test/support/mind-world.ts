import type { ReportedState } from "../../src/opamp/client/parts.ts";
import type { Cancel } from "../../src/runtime/ports.ts";
import type { Effect } from "../../src/supervisor/mind/effects.ts";
import type { Event, TimerName } from "../../src/supervisor/mind/events.ts";
import type { Composition } from "../../src/supervisor/mind/state.ts";
import type { FakeClock } from "./fake-clock.ts";
import { packagesText } from "./package-offers.ts";
import { settingsStatusName } from "./settings-offers.ts";
import { nameOf, statusName } from "./stored.ts";

type Compose = Extract<Effect, { do: "Compose" }>;

type Fetch = Extract<Effect, { do: "FetchPackage" }>;

type FetchAddon = Extract<Effect, { do: "FetchAddon" }>;

type Check = Extract<Effect, { do: "Check" }>;

/** The one process that the world has, as the mind asked for it. */
export interface WorldProcess {
  life: number;
  generation: number;
  composition: Composition;
  /** What it had before it was told to reload. */
  before?: { generation: number; composition: Composition };
  /** `starting` and `stopping` wait for the test; `reloading` until it reports. */
  is: "starting" | "up" | "reloading" | "stopping";
}

/** The world as the effects of the mind have made it so far. */
export abstract class MindWorld {
  readonly clock: FakeClock;
  /** Every effect, oldest first. */
  readonly effects: Effect[] = [];
  /** What the server was told last of each part. */
  told: ReportedState;
  process: WorldProcess | undefined;
  compositions: Compose[] = [];
  /** The check that waits for its answer. */
  check: Check | undefined;
  /** The package that is being fetched. */
  fetch: Fetch | undefined;
  /** The add-ons that are being fetched, in the order in which they were begun. */
  addonFetches: readonly FetchAddon[] = [];
  readonly #timers = new Map<TimerName, Cancel>();

  constructor(clock: FakeClock, told: ReportedState) {
    this.clock = clock;
    this.told = told;
  }

  /** Tells the mind what happens. */
  abstract post(event: Event): this;

  /** Name of the remote configuration that the process runs; `own layers` without one, `nothing` without a process. */
  get runs(): string {
    const configuration = this.process?.composition.candidate.remote;
    if (this.process === undefined) return "nothing";
    return configuration === undefined ? "own layers" : nameOf(configuration.hash);
  }

  /** Every status of a remote configuration, oldest first, as `A APPLYING`. */
  get statuses(): string[] {
    return this.effectsThat("SaveRemoteStatus").map(
      ({ status }) => `${nameOf(status.hash)} ${statusName(status.status)}`,
    );
  }

  /** The status that the server was told last, with its reason. */
  get verdict(): string {
    const { lastRemoteConfigHash, status, errorMessage } = this.told.remoteConfigStatus ?? {};
    const reason = errorMessage ? `: ${errorMessage}` : "";
    return `${nameOf(lastRemoteConfigHash ?? new Uint8Array())} ${statusName(status ?? 0)}${reason}`;
  }

  /** The status of connection settings that the server was told last, with its reason. */
  get settingsVerdict(): string {
    const { lastConnectionSettingsHash, status, errorMessage } = this.told.connectionSettingsStatus ?? {};
    const reason = errorMessage ? `: ${errorMessage}` : "";
    return `${nameOf(lastConnectionSettingsHash ?? new Uint8Array())} ${settingsStatusName(status ?? 0)}${reason}`;
  }

  /** The version of the program that the process runs; `own` for the operator's, `nothing` without a process. */
  get program(): string {
    return this.process === undefined ? "nothing" : (this.process.composition.candidate.program?.version ?? "own");
  }

  /** Of the add-ons that are being fetched the one that was begun first. */
  get addon(): FetchAddon | undefined {
    return this.addonFetches[0];
  }

  /** The versions of the add-ons that the process finds in its environment, as `geo v2`. */
  get addons(): string[] {
    return [...(this.process?.composition.addons.values() ?? [])].map(({ name, version }) => `${name} ${version}`);
  }

  /** What the server was told last of packages. */
  get packages(): string {
    return packagesText(this.told.packageStatuses);
  }

  get health(): string {
    const { healthy, status, lastError } = this.told.health ?? {};
    return [healthy ? "healthy" : "unhealthy", status, lastError].filter(Boolean).join(" ");
  }

  get startCount(): number {
    return this.effectsThat("StartCollector").length;
  }

  effectsThat<Kind extends Effect["do"]>(kind: Kind): Extract<Effect, { do: Kind }>[] {
    return this.effects.filter((effect): effect is Extract<Effect, { do: Kind }> => effect.do === kind);
  }

  /** Names of the timers that wait. */
  get waitsFor(): TimerName[] {
    return [...this.#timers.keys()];
  }

  /** The process, which must be there, and like this. */
  protected collector(is?: WorldProcess["is"]): WorldProcess {
    if (this.process === undefined || (is !== undefined && this.process.is !== is)) {
      throw new Error(`the Collector is ${this.process?.is ?? "down"}${is === undefined ? "" : `, not ${is}`}`);
    }
    return this.process;
  }

  /** Nothing is waited for any more. */
  protected endTimers(): void {
    for (const timer of this.waitsFor) this.#cancel(timer);
  }

  protected endAddonFetch(ticket: number): void {
    this.addonFetches = this.addonFetches.filter((each) => each.ticket !== ticket);
  }

  /** Does its part of an effect: the rest waits for the test. */
  protected take(effect: Effect): void {
    this.effects.push(effect);
    if (effect.do === "Compose") this.compositions.push(effect);
    if (effect.do === "Check") this.check = effect;
    if (effect.do === "AbandonCheck") this.check = undefined;
    if (effect.do === "FetchPackage") this.fetch = effect;
    if (effect.do === "AbandonPackage") this.fetch = undefined;
    if (effect.do === "FetchAddon") this.addonFetches = [...this.addonFetches, effect];
    if (effect.do === "AbandonAddon") this.endAddonFetch(effect.ticket);
    if (effect.do === "StartCollector") {
      const { generation, composition } = effect;
      this.process = { life: generation, generation, composition, is: "starting" };
    }
    if (effect.do === "ReloadCollector") {
      const { generation, composition } = effect;
      const before = this.collector("up");
      this.process = { life: before.life, generation, composition, before, is: "reloading" };
    }
    if (effect.do === "StopCollector") this.process = { ...this.collector(), is: "stopping" };
    if (effect.do === "Report") this.told = { ...this.told, ...effect.parts };
    if (effect.do === "CancelTimer") this.#cancel(effect.timer);
    if (effect.do === "SetTimer") this.#set(effect);
  }

  #set({ timer, serial, delayMs }: Extract<Effect, { do: "SetTimer" }>): void {
    this.#cancel(timer);
    const fire = () => {
      this.#timers.delete(timer);
      this.post({ is: "TimerFired", timer, serial });
    };
    this.#timers.set(timer, this.clock.schedule(delayMs, fire));
  }

  #cancel(timer: TimerName): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }
}

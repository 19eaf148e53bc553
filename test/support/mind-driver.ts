import type { Ending } from "../../src/collector/ending.ts";
import type { OwnTelemetry } from "../../src/compose/layers.ts";
import type { AgentState } from "../../src/opamp/server/agent-state.ts";
import type { AgentDescription, ComponentHealth } from "../../src/opamp/wire/messages.ts";
import type { PackagesOffer } from "../../src/packages/packages-offer.ts";
import type { StoredPackage } from "../../src/storage/packages-record.ts";
import type { Failure } from "../../src/supervisor/apply/failure.ts";
import type { RemoteConfig } from "../../src/supervisor/apply/remote-config.ts";
import type { Effect } from "../../src/supervisor/mind/effects.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import { initialState } from "../../src/supervisor/mind/initial-state.ts";
import { Mind } from "../../src/supervisor/mind/mind.ts";
import type { Candidate, Settings, State } from "../../src/supervisor/mind/state.ts";
import type { Taken } from "../../src/supervisor/mind/taken.ts";
import type { FetchPhase, PackageFailure } from "../../src/supervisor/packages/packages-state.ts";
import type { OfferedSettings } from "../../src/supervisor/server/read-offered-settings.ts";
import { brokenText, compositionOf, contentOf, lackingIn, refusedText } from "./compositions.ts";
import { FakeClock } from "./fake-clock.ts";
import { MindInvariants } from "./mind-invariants.ts";
import { MindWorld } from "./mind-world.ts";
import { addonsOffer, collectorPackage, packagesOffer, storedAddon, storedPackage } from "./package-offers.ts";
import { telemetryOffer } from "./settings-offers.ts";
import { SpanInvariants } from "./span-invariants.ts";
import type { StatusLedger } from "./status-ledger.ts";
import { knowledge, type Remains, remote, stored } from "./stored.ts";
import { type StatedConfig, supervisorConfig } from "./supervisor-config.ts";

export interface DriverOptions {
  remains?: Remains;
  config?: StatedConfig;
  /** Instead of what `remains` and `config` give. */
  initial?: State;
  clock?: FakeClock;
  /** What the server was told by earlier lives of the supervisor. */
  statuses?: StatusLedger;
  /** The next random number, for jitter. Default: `unit` of the driver. */
  unit?(): number;
  /** Told each event before it is taken. */
  happens?(event: Event): void;
  /** Told each step. Default: nobody is. */
  taken?(taken: Taken): void;
  /** Told each effect when the driver has done its own part. */
  performed?(effect: Effect): void;
}

/** The identity of the agent where no other is given. */
export const ownUid = Uint8Array.fromHex("018feed6905b7aa6ba37b0eec565de03");

/** Where packages lie. */
const packagesDirectory = "/state/packages";

/** A failure as the mind tells it. */
export function failure(text: string, code: Failure["code"] = "COLLECTOR_EXITED"): Failure {
  return { code, phase: "starting", text };
}

export const ok: ComponentHealth = { healthy: true, status: "StatusOK" };
export const bareHealthy: ComponentHealth = { healthy: true };
export const startingUp: ComponentHealth = { healthy: false, status: "StatusStarting" };
export const permanent: ComponentHealth = {
  healthy: false,
  status: "StatusPermanentError",
  lastError: "boom",
};

/**
 * A world for the mind: it does nothing by itself. The test says what is composed, started, reported, ended, and lets
 * time pass. After every event the invariants are checked. `test/simulation` puts a world around it that acts by itself.
 */
export class MindDriver extends MindWorld {
  readonly mind: Mind;
  readonly invariants: MindInvariants;
  /** What is composed has no pipelines. */
  idle = false;
  /** What the next random number is, for jitter. */
  unit = 0;
  /** Body of the operator's own layers, and of the fallback configurations. */
  ownLayers = "";
  fallbackLayers = "";
  /** Identity of the executable that is there now. */
  binary = knowledge.identity;
  readonly #options: DriverOptions;
  #halted = false;
  #revision = 0;

  constructor(options: DriverOptions = {}) {
    const { remains, config, clock, statuses } = options;
    const uid = ownUid.slice();
    const initial =
      options.initial ??
      initialState({ config: supervisorConfig(config), knowledge, stored: stored(remains), uid, packagesDirectory });
    super(clock ?? new FakeClock(), initial.reported);
    this.#options = options;
    this.invariants = new MindInvariants(this, statuses);
    const unit = options.unit ?? (() => this.unit);
    const random = { unit, bytes: () => new Uint8Array(), uuidv7: () => uid };
    const spans = new SpanInvariants();
    this.mind = new Mind({
      clock: this.clock,
      random,
      initial,
      perform: (effect) => this.#perform(effect),
      taken: (taken) => {
        spans.take(taken);
        options.taken?.(taken);
      },
    });
  }

  get state(): State {
    return this.mind.state;
  }

  post(event: Event): this {
    if (this.#halted) return this;
    this.#options.happens?.(event);
    this.invariants.before(event);
    this.mind.post(event);
    if (!this.#halted) this.invariants.after();
    return this;
  }

  /** The supervisor is killed: nothing that was decided is done from now on, and nothing is heard. */
  halt(): void {
    this.#halted = true;
    this.endTimers();
  }

  // --- what the supervisor and the server do ---

  starts = (): this => this.post({ is: "Started" });
  offers = (offer: RemoteConfig): this => this.post({ is: "RemoteConfigOffered", remote: offer });
  offersTelemetry = (telemetry: OwnTelemetry): this => this.offersSettings(telemetryOffer(telemetry));
  offersSettings = (offered: OfferedSettings): this => this.post({ is: "ConnectionSettingsOffered", offered });
  assignsUid = (uid: Uint8Array): this => this.post({ is: "InstanceUidAssigned", uid });
  /** The operator has written these layers of his own. */
  operatorWrites(text: string, settings: Partial<Settings> = {}): this {
    this.#revision += 1;
    const operator = { revision: this.#revision, config: supervisorConfig({ agent: { configFiles: [text] } }) };
    const all = { ...this.state.settings, ...settings };
    return this.post({ is: "OperatorPartRead", operator, settings: all, what: ["agent::config_files"] });
  }
  isToldToStop = (): this => this.post({ is: "StopRequested" });

  offersPackages = (offer: PackagesOffer): this => this.post({ is: "PackagesOffered", offer });
  /** The Collector in this version, and nothing else. */
  offersVersion = (version: string): this => this.offersPackages(packagesOffer({ "": collectorPackage(version) }));
  /** These add-ons, by name and version, and nothing else. */
  offersAddons = (versions: Readonly<Record<string, string>>): this => this.offersPackages(addonsOffer(versions));
  rollsBack = (version?: string): this => this.post({ is: "RollbackRequested", version });
  goesBack = (): this => this.post({ is: "ConfigRollbackRequested" });
  holds = (reason = "", forMs?: number): this => this.post({ is: "HoldRequested", reason, forMs });
  releases = (): this => this.post({ is: "ReleaseRequested" });
  isToldToRetry = (): this => this.post({ is: "RetryRequested" });

  // --- what the world does ---

  /** Answers the composition that is asked for, and the check that follows. */
  composes(): this {
    this.composesOnly();
    return this.check === undefined ? this : this.checks();
  }

  /** Answers the composition that is asked for: from the content, or refused where it is broken. */
  composesOnly(): this {
    const asked = this.compositions.shift();
    if (asked === undefined) throw new Error("no composition is asked for");
    const text = contentOf(asked, asked.candidate.fallback ? this.fallbackLayers : this.ownLayers);
    const composition = compositionOf(asked.candidate, text, this.binary);
    const lacking = lackingIn(asked.candidate, text);
    if (lacking.length > 0 && !text.includes(brokenText)) {
      const why = { ...failure(`lacks ${lacking.join()}`, "ADDON_MISSING"), phase: "composing" as const };
      return this.post({ is: "Composed", ticket: asked.ticket, outcome: { composed: false, failure: why, lacking } });
    }
    const outcome = text.includes(brokenText)
      ? {
          composed: false as const,
          failure: { ...failure("layer: line 1 makes no sense", "CONFIG_INVALID"), phase: "composing" as const },
        }
      : { composed: true as const, composition: { ...composition, pipelines: this.idle ? 0 : 1 } };
    return this.post({ is: "Composed", ticket: asked.ticket, outcome });
  }

  /** Answers the check that is asked for: passed, or refused where the content or the machine says so. */
  checks(obstacle?: Failure): this {
    const asked = this.check;
    if (asked === undefined) throw new Error("no check is asked for");
    this.check = undefined;
    const isRefused = asked.composition.text.includes(refusedText);
    const fault = isRefused ? failure("unknown receiver", "CONFIG_INVALID") : obstacle;
    const outcome =
      fault === undefined
        ? { passed: true as const }
        : { passed: false as const, failure: { ...fault, phase: "validating" as const } };
    return this.post({ is: "Checked", ticket: asked.ticket, outcome });
  }

  /** The package that is fetched is as far as this. */
  packageIs(phase: FetchPhase, percent?: number): this {
    const progress = percent === undefined ? undefined : { percent, bytesPerSecond: 1_000 };
    return this.post({ is: "PackageProgressed", ticket: this.#fetching().ticket, phase, progress });
  }

  /** The package that is fetched lies there whole, and what looks at it before it runs is content. */
  packageArrives(more: Partial<StoredPackage> = {}): this {
    const { ticket, wanted } = this.#fetching();
    this.fetch = undefined;
    const whole = storedPackage(wanted.version, { name: wanted.name, hash: wanted.hash, ...more });
    const replaced = { size: 1, modifiedAt: 1, sha256: "", ownVersion: "" };
    return this.post({ is: "PackageFetched", ticket, outcome: { fetched: true, stored: whole, replaced } });
  }

  packageFails(stated: Partial<PackageFailure> = {}): this {
    const { ticket } = this.#fetching();
    this.fetch = undefined;
    const why = { code: "HASH_MISMATCH", phase: "downloading" as const, text: "why", isCondemned: true, ...stated };
    return this.post({ is: "PackageFetched", ticket, outcome: { fetched: false, failure: why } });
  }

  #fetching() {
    if (this.fetch === undefined) throw new Error("no package is being fetched");
    return this.fetch;
  }

  /** The add-on that is fetched is as far as this; of several the first, unless one is named. */
  addonIs(phase: FetchPhase, percent?: number, which?: string): this {
    const progress = percent === undefined ? undefined : { percent, bytesPerSecond: 1_000 };
    return this.post({ is: "AddonProgressed", ticket: this.#fetchingAddon(which).ticket, phase, progress });
  }

  /** The add-on that is fetched lies there whole. */
  addonArrives(which?: string): this {
    const { ticket, addon, file } = this.#fetchingAddon(which);
    this.endAddonFetch(ticket);
    const whole = storedAddon(addon.name, addon.version, { hash: addon.hash, contentHash: file.contentHash });
    return this.post({ is: "AddonFetched", ticket, outcome: { fetched: true, stored: whole } });
  }

  addonFails(stated: Partial<PackageFailure> = {}, which?: string): this {
    const { ticket } = this.#fetchingAddon(which);
    this.endAddonFetch(ticket);
    const why = { code: "HTTP_404", phase: "downloading" as const, text: "why", isCondemned: false, ...stated };
    return this.post({ is: "AddonFetched", ticket, outcome: { fetched: false, failure: why } });
  }

  #fetchingAddon(which?: string) {
    const found = which === undefined ? this.addon : this.addonFetches.find(({ addon }) => addon.name === which);
    if (found === undefined) throw new Error(`no add-on ${which ?? ""} is being fetched`);
    return found;
  }

  collectorStarts(): this {
    const process = this.collector("starting");
    this.process = { ...process, is: "up" };
    return this.post({ is: "CollectorStarted", life: process.life, pid: 1_000 + process.life });
  }

  collectorCannotStart(reason = "no such file", code: Failure["code"] = "EXECUTABLE"): this {
    const { life } = this.collector("starting");
    this.process = undefined;
    return this.post({ is: "CollectorNotStarted", life, failure: failure(reason, code) });
  }

  /** The process has what it had before, for good where there is a reason. */
  collectorCannotReload(reason?: string): this {
    const { generation, before, life } = this.collector("reloading");
    if (before !== undefined) this.process = { life, ...before, is: "up" };
    const fault = reason === undefined ? undefined : { ...failure(reason, "DISK_FULL"), phase: "reloading" as const };
    return this.post({ is: "CollectorNotReloaded", generation, failure: fault });
  }

  collectorDisconnects(): this {
    const { generation, before } = this.collector();
    return this.post({ is: "CollectorLost", generation: before?.generation ?? generation });
  }

  /** Without a health the report is of something else. */
  collectorSays(health?: ComponentHealth, more: Partial<AgentState> = {}): this {
    const process = this.collector();
    const { generation } = process;
    if (process.is === "reloading") {
      const { life, composition } = process;
      this.process = { life, generation, composition, is: "up" };
    }
    const said = { ...(health && { health }), ...describedBy(process.composition.candidate), ...more };
    return this.post({ is: "CollectorReported", generation, report: saying(said) });
  }

  collectorExits(said: Partial<Ending> = {}): this {
    const { life } = this.collector();
    this.process = undefined;
    const ending = { how: "exit code 1", killed: undefined, statement: "", tail: "", ...said };
    return this.post({ is: "CollectorExited", life, ending });
  }

  /** Somebody else ends it. */
  collectorIsKilled(): this {
    return this.collectorExits({ how: "signal SIGKILL", killed: "outside" });
  }

  collectorStops(): this {
    const { life } = this.collector("stopping");
    this.process = undefined;
    return this.post({ is: "CollectorStopped", life });
  }

  /** Time passes; timers that fall due come as events. */
  passes(ms: number): this {
    this.clock.advance(ms);
    return this;
  }

  // --- whole sentences ---

  /** The check, if one is asked for, passes; the old process, if there is one, ends and the new one starts. */
  switches(): this {
    if (this.check !== undefined) this.checks();
    if (this.process?.is === "reloading") return this;
    if (this.process?.is === "stopping") this.collectorStops();
    return this.collectorStarts();
  }

  /** A configuration is composed, started and proved. */
  bringsIntoForce(): this {
    return this.composes().switches().collectorSays(ok);
  }

  #perform(effect: Effect): void {
    if (this.#halted) return;
    this.invariants.effect(effect);
    this.take(effect);
    this.#options.performed?.(effect);
  }
}

/** A is the remote configuration in force, and the last good one. */
export function withARunning(options?: DriverOptions): MindDriver {
  return new MindDriver(options).starts().bringsIntoForce().offers(remote("A")).bringsIntoForce().passes(60_000);
}

/** The Collector of a package says which version it is; the operator's own leaves that out here. */
function describedBy({ program }: Candidate): Partial<AgentState> {
  return program === undefined ? {} : { agentDescription: ofVersion(program.ownVersion) };
}

/** What a Collector of this version says of itself. */
export function ofVersion(version: string): AgentDescription {
  return { identifyingAttributes: [{ key: "service.version", value: { stringValue: version } }] };
}

/** All that a Collector has said. */
export function saying(said: Partial<AgentState>): AgentState {
  return { instanceUid: new Uint8Array(16), sequence: 1n, capabilities: 0, ...said };
}

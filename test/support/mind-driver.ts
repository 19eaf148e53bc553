import type { Ending } from "../../src/collector/ending.ts";
import type { OwnTelemetry } from "../../src/compose/layers.ts";
import { noNeeds } from "../../src/compose/needs.ts";
import type { ReportedState } from "../../src/opamp/client/parts.ts";
import type { AgentState } from "../../src/opamp/server/agent-state.ts";
import { type ComponentHealth, RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import type { Cancel } from "../../src/runtime/ports.ts";
import type { Effect } from "../../src/supervisor/effects.ts";
import type { Event, TimerName } from "../../src/supervisor/events.ts";
import type { Failure } from "../../src/supervisor/failure.ts";
import { initialState } from "../../src/supervisor/initial-state.ts";
import { Mind } from "../../src/supervisor/mind.ts";
import type { RemoteConfig } from "../../src/supervisor/remote-config.ts";
import type { Candidate, Composition, State } from "../../src/supervisor/state.ts";
import { FakeClock } from "./fake-clock.ts";
import { MindInvariants } from "./mind-invariants.ts";
import type { StatusLedger } from "./status-ledger.ts";
import { knowledge, nameOf, type Remains, remote, stored } from "./stored.ts";
import { type StatedConfig, supervisorConfig } from "./supervisor-config.ts";

type Compose = Extract<Effect, { do: "Compose" }>;

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
  /** Told each effect when the driver has done its own part. */
  performed?(effect: Effect): void;
}

/** The identity of the agent where no other is given. */
export const ownUid = Uint8Array.fromHex("018feed6905b7aa6ba37b0eec565de03");

export const noSecrets: Composition["secrets"] = { paths: [], values: [] };

/** A body with this word in it cannot be composed. */
export const brokenText = "broken";
/** A body with this word in it does not pass the Collector's own check. */
export const refusedText = "refused";

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
export class MindDriver {
  readonly clock: FakeClock;
  readonly mind: Mind;
  /** Every effect, oldest first. */
  readonly effects: Effect[] = [];
  readonly invariants: MindInvariants;
  /** What the server was told last of each part. */
  told: ReportedState;
  process: WorldProcess | undefined;
  compositions: Compose[] = [];
  /** The check that waits for its answer. */
  check: Check | undefined;
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
  readonly #timers = new Map<TimerName, Cancel>();
  #halted = false;

  constructor(options: DriverOptions = {}) {
    const { remains, config, clock, statuses, unit = () => this.unit } = options;
    this.#options = options;
    this.clock = clock ?? new FakeClock();
    const uid = ownUid.slice();
    const initial =
      options.initial ?? initialState({ config: supervisorConfig(config), knowledge, stored: stored(remains), uid });
    this.told = initial.reported;
    this.invariants = new MindInvariants(this, statuses);
    const random = { unit, bytes: () => new Uint8Array(), uuidv7: () => uid };
    this.mind = new Mind({ clock: this.clock, random, initial, perform: (effect) => this.#perform(effect) });
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
    for (const timer of this.waitsFor) this.#cancel(timer);
  }

  // --- what the supervisor and the server do ---

  starts = (): this => this.post({ is: "Started" });
  offers = (offer: RemoteConfig): this => this.post({ is: "RemoteConfigOffered", remote: offer });
  offersTelemetry = (telemetry: OwnTelemetry): this => this.post({ is: "TelemetryOffered", telemetry });
  assignsUid = (uid: Uint8Array): this => this.post({ is: "InstanceUidAssigned", uid });
  isToldToStop = (): this => this.post({ is: "StopRequested" });

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
    const outcome = text.includes(brokenText)
      ? {
          composed: false as const,
          failure: { ...failure("layer: line 1 makes no sense", "CONFIG_INVALID"), phase: "composing" as const },
        }
      : { composed: true as const, composition: this.#composition(asked.candidate, text) };
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

  collectorStarts(): this {
    const process = this.#process("starting");
    this.process = { ...process, is: "up" };
    return this.post({ is: "CollectorStarted", life: process.life, pid: 1_000 + process.life });
  }

  collectorCannotStart(reason = "no such file"): this {
    const { life } = this.#process("starting");
    this.process = undefined;
    return this.post({ is: "CollectorNotStarted", life, failure: failure(reason, "EXECUTABLE") });
  }

  /** The process has what it had before, for good where there is a reason. */
  collectorCannotReload(reason?: string): this {
    const { generation, before, life } = this.#process("reloading");
    if (before !== undefined) this.process = { life, ...before, is: "up" };
    const fault = reason === undefined ? undefined : { ...failure(reason, "DISK_FULL"), phase: "reloading" as const };
    return this.post({ is: "CollectorNotReloaded", generation, failure: fault });
  }

  collectorDisconnects(): this {
    const { generation, before } = this.#process();
    return this.post({ is: "CollectorLost", generation: before?.generation ?? generation });
  }

  /** Without a health the report is of something else. */
  collectorSays(health?: ComponentHealth, more: Partial<AgentState> = {}): this {
    const process = this.#process();
    const { generation } = process;
    if (process.is === "reloading") {
      const { life, composition } = process;
      this.process = { life, generation, composition, is: "up" };
    }
    return this.post({ is: "CollectorReported", generation, report: saying({ ...(health && { health }), ...more }) });
  }

  collectorExits(said: Partial<Ending> = {}): this {
    const { life } = this.#process();
    this.process = undefined;
    const ending = { how: "exit code 1", killed: undefined, statement: "", tail: "", ...said };
    return this.post({ is: "CollectorExited", life, ending });
  }

  /** Somebody else ends it. */
  collectorIsKilled(): this {
    return this.collectorExits({ how: "signal SIGKILL", killed: "outside" });
  }

  collectorStops(): this {
    const { life } = this.#process("stopping");
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

  // --- what can be seen ---

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

  #composition(candidate: Candidate, text: string): Composition {
    return { ...compositionOf(candidate, text, this.binary), pipelines: this.idle ? 0 : 1 };
  }

  #process(is?: WorldProcess["is"]): WorldProcess {
    if (this.process === undefined || (is !== undefined && this.process.is !== is)) {
      throw new Error(`the Collector is ${this.process?.is ?? "down"}${is === undefined ? "" : `, not ${is}`}`);
    }
    return this.process;
  }

  #perform(effect: Effect): void {
    if (this.#halted) return;
    this.effects.push(effect);
    this.invariants.effect(effect);
    if (effect.do === "Compose") this.compositions.push(effect);
    if (effect.do === "Check") this.check = effect;
    if (effect.do === "AbandonCheck") this.check = undefined;
    if (effect.do === "StartCollector") {
      const { generation, composition } = effect;
      this.process = { life: generation, generation, composition, is: "starting" };
    }
    if (effect.do === "ReloadCollector") {
      const { generation, composition } = effect;
      const before = this.#process("up");
      this.process = { life: before.life, generation, composition, before, is: "reloading" };
    }
    if (effect.do === "StopCollector") this.process = { ...this.#process(), is: "stopping" };
    if (effect.do === "Report") this.told = { ...this.told, ...effect.parts };
    if (effect.do === "CancelTimer") this.#cancel(effect.timer);
    if (effect.do === "SetTimer") this.#set(effect);
    this.#options.performed?.(effect);
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

/** A is the remote configuration in force, and the last good one. */
export function withARunning(options?: DriverOptions): MindDriver {
  return new MindDriver(options).starts().bringsIntoForce().offers(remote("A")).bringsIntoForce().passes(60_000);
}

/** All that a Collector has said. */
export function saying(said: Partial<AgentState>): AgentState {
  return { instanceUid: new Uint8Array(16), sequence: 1n, capabilities: 0, ...said };
}

export function statusName(status: RemoteConfigStatuses): string {
  return (RemoteConfigStatuses[status] ?? "").replace("RemoteConfigStatuses_", "");
}

/** A composition of this text. */
export function compositionOf(candidate: Candidate, text: string, binary = knowledge.identity): Composition {
  return {
    candidate,
    text,
    fingerprint: text,
    binary,
    pipelines: 1,
    needs: noNeeds,
    secrets: noSecrets,
    origins: new Map(),
  };
}

function contentOf({ candidate, uid }: { candidate: Candidate; uid: Uint8Array }, ownLayers: string): string {
  const files = [...(candidate.remote?.files ?? [["", ownLayers]])];
  return JSON.stringify({ files, telemetry: candidate.telemetry, uid: uid.toHex(), fallback: candidate.fallback });
}

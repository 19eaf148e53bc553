import type { Ending } from "../../src/collector/ending.ts";
import type { SupervisorConfig } from "../../src/config/types.ts";
import type { ReportedState } from "../../src/opamp/client/parts.ts";
import { openStorage } from "../../src/storage/open-storage.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { Effect } from "../../src/supervisor/effects.ts";
import type { Event } from "../../src/supervisor/events.ts";
import { initialState } from "../../src/supervisor/initial-state.ts";
import { OrderedReports } from "../../src/supervisor/ordered-reports.ts";
import { isSave, save } from "../../src/supervisor/save.ts";
import type { Composition } from "../../src/supervisor/state.ts";
import { failure, MindDriver, ownUid, saying } from "../support/mind-driver.ts";
import { silentLog } from "../support/silent-log.ts";
import type { StatusLedger } from "../support/status-ledger.ts";
import { knowledge } from "../support/stored.ts";
import { behaviourOf } from "./behaviour.ts";
import { describeEffect, describeEvent } from "./describe.ts";
import { SimulatedCollector } from "./simulated-collector.ts";
import type { SimulatedDisk, Writer } from "./simulated-disk.ts";
import type { Story } from "./story.ts";

/** The rest of the machine, and what is on the other side of the network. */
export interface Surroundings {
  readonly story: Story;
  readonly disk: SimulatedDisk;
  readonly config: SupervisorConfig;
  readonly statuses: StatusLedger;
  readonly machine: Machine;
  /** The newest Collector process, dead or alive. */
  collector: SimulatedCollector | undefined;
  /** The server gets a report. */
  hears(parts: ReportedState): void;
  /** Something that may be the last moment of the supervisor. */
  moment(what: string): void;
  /** It has said its last word. */
  finished(): void;
  /** Work that goes on beside others; what it throws ends the story. */
  background(work: Promise<void>): void;
}

export interface Machine {
  /** Identity of the executable. */
  binary: string;
  /** There is none at the moment. */
  lacksExecutable: boolean;
  /** Somebody else has the port that some configurations need. */
  portIsTaken: boolean;
  /** Text of the operator's own layers, and of the fallback configurations. */
  ownLayers: string;
  fallback: string;
}

type Doing<Kind extends Effect["do"]> = Extract<Effect, { do: Kind }>;

/** One supervisor from its start to its end: the mind, its storage, and what carries out its effects. */
export class SupervisorLife implements Writer {
  isDead = false;
  readonly driver: MindDriver;
  readonly #around: Surroundings;
  readonly #storage: Storage;
  readonly #reports: OrderedReports;
  /** What `effective.yaml` holds by this supervisor. */
  #written: string | undefined;
  #watched = 0;
  /** The end of the Collector is being seen to, and will be told as an exit. */
  #sawExit = false;

  /** Opens what its predecessor has left and lets the mind begin. */
  static async begin(around: Surroundings): Promise<SupervisorLife> {
    const { disk, story } = around;
    const opened = await openStorage({
      files: disk.files,
      log: silentLog,
      clock: story.clock,
      directory: disk.paths.directory,
      random: story.random,
      pid: 1,
    });
    if (!opened.opened) throw new Error(opened.reason);
    const { storage } = opened;
    if (storage.mishaps.length > 0) throw new Error(`not whole: ${JSON.stringify(storage.mishaps)}`);
    if (storage.state.persistent.instanceUid === undefined) await storage.saveInstanceUid(ownUid);
    return new SupervisorLife(around, storage);
  }

  private constructor(around: Surroundings, storage: Storage) {
    this.#around = around;
    this.#storage = storage;
    const { story, config, statuses } = around;
    this.#reports = new OrderedReports({
      stored: () => storage.settled(),
      tell: (parts) => {
        if (!this.isDead) around.hears(parts);
      },
    });
    const stored = storage.state;
    const { instanceUid, remoteConfigStatus } = stored.persistent;
    statuses.survives(remoteConfigStatus?.lastRemoteConfigHash.toHex(), remoteConfigStatus?.status);
    this.driver = new MindDriver({
      initial: initialState({ config, knowledge, stored, uid: instanceUid ?? ownUid }),
      clock: story.clock,
      statuses,
      unit: () => story.random.unit(),
      happens: (event) => this.#happens(event),
      performed: (effect) => this.#perform(effect),
    });
  }

  starts(): void {
    this.driver.starts();
  }

  post(event: Event): void {
    if (!this.isDead) this.driver.post(event);
  }

  /** The end of all that it had in mind. */
  die(): void {
    this.isDead = true;
    this.driver.halt();
  }

  isAbout(change: string): void {
    this.#around.moment(`before ${change}`);
    const { collector, disk, story } = this.#around;
    if (change !== `write ${disk.paths.effectiveConfig}`) return;
    if (collector?.reloads === true) throw new Error("effective.yaml is written in the middle of a reload");
    if (!this.isDead) story.tell("disk", change);
  }

  #happens(event: Event): void {
    this.driver.binary = this.#around.machine.binary;
    this.driver.ownLayers = this.#around.machine.ownLayers;
    this.driver.fallbackLayers = this.#around.machine.fallback;
    const line = describeEvent(event);
    if (line !== undefined) this.#around.story.tell("event", line);
  }

  #perform(effect: Effect): void {
    const line = describeEffect(effect);
    if (line !== undefined) this.#around.story.tell("mind", line);
    this.#around.moment(effect.do);
    if (this.isDead) return;
    const work = this.#carryOut(effect);
    if (work !== undefined) this.#around.background(work);
  }

  #carryOut(effect: Effect): Promise<void> | undefined {
    if (isSave(effect)) return this.#save(effect);
    switch (effect.do) {
      case "Compose":
        return this.#compose(effect);
      case "Check":
        return this.#check(effect);
      case "StartCollector":
        return this.#start(effect);
      case "ReloadCollector":
        return this.#reload(effect);
      case "StopCollector":
        return this.#stop();
      case "WatchObstacle":
        return this.#watch(effect);
      case "Report":
        this.#reports.add(effect.parts);
        return undefined;
      case "Finish":
        return this.#finish();
      default:
        return undefined;
    }
  }

  async #finish(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#reports.after(resolve);
    await promise;
    await this.#storage.close();
    if (!this.isDead) this.#around.finished();
  }

  async #save(effect: Parameters<typeof save>[1]): Promise<void> {
    await save(this.#storage, effect).catch((error: unknown) => this.#around.story.tell("disk", String(error)));
  }

  /** As the performer does: nothing is tried before what led to it is on disk, or could not be put there. */
  async #compose({ ticket }: Doing<"Compose">): Promise<void> {
    const { story } = this.#around;
    await Promise.all([this.#storage.settled(), story.takes(story.stalls(0.05) ? [200, 3_000] : [0, 30])]);
    if (!this.isDead && this.driver.compositions.some((asked) => asked.ticket === ticket)) this.driver.composesOnly();
  }

  async #check({ ticket, composition }: Doing<"Check">): Promise<void> {
    const { story, machine, disk } = this.#around;
    await Promise.all([this.#storage.settled(), story.takes(story.stalls(0.05) ? [200, 3_000] : [14, 60])]);
    if (this.isDead || this.driver.check?.ticket !== ticket) return;
    const needsPort = behaviourOf(composition.text).word === "port";
    if (machine.lacksExecutable) this.driver.checks(failure("no executable", "EXECUTABLE"));
    else if (disk.isFull) this.driver.checks(failure("no room for the trial", "DISK_FULL"));
    else if (needsPort && machine.portIsTaken) this.driver.checks(failure("port 4317 is taken", "PORT_IN_USE"));
    else this.driver.checks();
  }

  async #start({ generation, composition }: Doing<"StartCollector">): Promise<void> {
    const { story, collector } = this.#around;
    this.#watched += 1;
    await story.takes([0, 10]);
    if (this.isDead) return;
    if (this.#around.machine.lacksExecutable) {
      this.driver.collectorCannotStart();
      return;
    }
    if (!(await this.#place(generation, composition))) return;
    if (collector?.isGone === false) throw new Error("a second Collector process is started");
    this.#sawExit = false;
    this.#around.collector = this.#spawn(generation);
    // Its first words may come before the word that it is there.
    if (story.chance(0.1)) await story.takes([0, 30]);
    if (!this.isDead && this.driver.process?.is === "starting") this.driver.collectorStarts();
  }

  /** A reload of a process that is gone, or has no handler yet, is none. */
  async #reload({ life, generation, composition }: Doing<"ReloadCollector">): Promise<void> {
    const { story, collector } = this.#around;
    await story.takes([0, 2]);
    if (collector?.life !== life || this.#sawExit || !collector.handlesHangup) return this.#notReloaded(generation);
    if (await this.#place(generation, composition)) collector.hangUp();
  }

  /** Writes `effective.yaml`; where it cannot be written, but is that very configuration already, it serves as it is. */
  async #place(generation: number, composition: Composition): Promise<boolean> {
    const { files, paths } = this.#around.disk;
    try {
      await this.#storage.writeEffective(`${generation}\n${composition.text}`);
      this.#written = composition.fingerprint;
    } catch {
      if (this.#written !== composition.fingerprint) {
        this.#notPlaced(generation);
        return false;
      }
      files.put(paths.effectiveConfig, `${generation}\n${composition.text}`);
    }
    return !this.isDead;
  }

  #notPlaced(generation: number): void {
    const fault = failure("no space left on device", "DISK_FULL");
    if (this.driver.process?.is === "starting") {
      this.driver.process = undefined;
      return this.post({ is: "CollectorNotStarted", life: generation, failure: fault });
    }
    this.#notReloaded(generation, "no space left on device");
  }

  /** Late news where the process is not what it was any more. */
  #notReloaded(generation: number, reason?: string): void {
    if (this.isDead) return;
    const { process } = this.driver;
    if (process?.is === "reloading" && process.generation === generation) this.driver.collectorCannotReload(reason);
    else this.driver.post({ is: "CollectorNotReloaded", generation, failure: undefined });
  }

  #spawn(life: number): SimulatedCollector {
    const { story, disk, machine } = this.#around;
    return new SimulatedCollector({
      story,
      life,
      readFile: () => disk.files.text(disk.paths.effectiveConfig) ?? "",
      portIsTaken: () => machine.portIsTaken,
      says: (generation, health) => {
        if (this.driver.process?.generation === generation) this.driver.collectorSays(health);
        else this.post({ is: "CollectorReported", generation, report: saying(health ? { health } : {}) });
      },
      dropsLink: (generation) => this.post({ is: "CollectorLost", generation }),
      ends: (ending, asked) => this.#around.background(this.#exited(life, ending, asked)),
    });
  }

  /** Its last words are read before its end is told. */
  async #exited(life: number, ending: Partial<Ending>, asked: boolean): Promise<void> {
    const { story } = this.#around;
    story.tell("Collector", `is gone: ${asked ? "as told" : (ending.how ?? "exit code 1")}`);
    if (!asked) this.#sawExit = true;
    await story.takes([0, 20]);
    if (this.isDead || this.driver.process?.life !== life) return;
    if (asked) this.driver.collectorStops();
    else this.driver.collectorExits(ending);
  }

  /** A process whose end is being seen to is told as that end. */
  async #stop(): Promise<void> {
    await this.#around.story.takes([0, 1]);
    if (!this.#sawExit) this.#around.collector?.terminate();
  }

  /** As `Obstacles` does: one that is not seen at the first look is not watched. */
  async #watch({ code }: Doing<"WatchObstacle">): Promise<void> {
    const { story, machine } = this.#around;
    this.#watched += 1;
    const watched = this.#watched;
    const isThere = () =>
      (code === "PORT_IN_USE" && machine.portIsTaken) || (code === "EXECUTABLE" && machine.lacksExecutable);
    if (!isThere()) return;
    while (isThere() && !this.isDead && watched === this.#watched) await story.takes([1_000, 1_000]);
    if (watched === this.#watched) this.post({ is: "ObstacleGone" });
  }
}

import { InTurn } from "../../src/runtime/in-turn.ts";
import { openStorage } from "../../src/storage/open-storage.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { Effect } from "../../src/supervisor/mind/effects.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import { initialState } from "../../src/supervisor/mind/initial-state.ts";
import { isSave, save } from "../../src/supervisor/mind/save.ts";
import { candidateOf } from "../../src/supervisor/server/connection-state.ts";
import { OrderedReports } from "../../src/supervisor/server/ordered-reports.ts";
import { failure, MindDriver, ownUid } from "../support/mind-driver.ts";
import { silentLog } from "../support/silent-log.ts";
import { knowledge } from "../support/stored.ts";
import { behaviourOf } from "./behaviour.ts";
import { describeEffect, describeEvent } from "./describe.ts";
import { SimulatedConnection } from "./simulated-connection.ts";
import type { Writer } from "./simulated-disk.ts";
import { fetchAddonIn, fetchIn, isLost, keepIn, settlePackages } from "./simulated-packages.ts";
import { SimulatedRunner } from "./simulated-runner.ts";
import type { Surroundings } from "./surroundings.ts";

type Doing<Kind extends Effect["do"]> = Extract<Effect, { do: Kind }>;

const lost = failure("somebody has removed it", "PACKAGE_LOST");

/** One supervisor from its start to its end: the mind, its storage, and what carries out its effects. */
export class SupervisorLife implements Writer {
  isDead = false;
  readonly driver: MindDriver;
  readonly #around: Surroundings;
  readonly #storage: Storage;
  readonly #reports: OrderedReports;
  readonly #runner: SimulatedRunner;
  readonly connection: SimulatedConnection;
  #watched = 0;
  /** Nothing is removed under what is being fetched. */
  readonly #turns = new InTurn();

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
    // Of what is made anew or learned again a power cut may leave a part.
    const { deaths, runningCollector, collectorKnowledge } = disk.paths;
    const loose = [deaths, runningCollector, collectorKnowledge];
    const mishaps = storage.mishaps.filter(({ path }) => !loose.includes(path));
    if (mishaps.length > 0) throw new Error(`not whole: ${JSON.stringify(mishaps)}`);
    if (storage.state.persistent.instanceUid === undefined) await storage.saveInstanceUid(ownUid);
    await settlePackages(storage, around).catch((error: unknown) => story.tell("disk", String(error)));
    return new SupervisorLife(around, storage);
  }

  private constructor(around: Surroundings, storage: Storage) {
    this.#around = around;
    this.#storage = storage;
    this.#runner = new SimulatedRunner(this, around, storage);
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
      initial: initialState({
        config,
        knowledge,
        stored,
        uid: instanceUid ?? ownUid,
        packagesDirectory: around.disk.paths.packages,
        ...(around.own && { own: around.own }),
      }),
      clock: story.clock,
      statuses,
      unit: () => story.random.unit(),
      happens: (event) => this.#happens(event),
      performed: (effect) => this.#perform(effect),
    });
    const { connection, connectionInForce } = this.driver.state;
    this.connection = new SimulatedConnection({
      story,
      settings: candidateOf(connection) ?? connectionInForce,
      endpointOf: (settings) => around.endpointOf(settings),
      post: (event) => this.post(event),
      connected: () => around.hears(this.driver.told),
    });
  }

  starts(): void {
    this.driver.starts();
    this.connection.start();
  }

  post(event: Event): void {
    if (!this.isDead) this.driver.post(event);
  }

  /** The end of all that it had in mind. */
  die(): void {
    this.isDead = true;
    this.connection.end();
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
        this.#watched += 1;
        return this.#runner.start(effect);
      case "ReloadCollector":
        return this.#runner.reload(effect);
      case "StopCollector":
        return this.#runner.stop();
      case "WatchObstacle":
        return this.#watch(effect);
      case "FetchAddon":
        return fetchAddonIn(effect.ticket, this, this.#around);
      case "FetchPackage":
        return this.#fetch(effect);
      case "KeepPackages":
        return this.#keep(effect);
      case "FetchSupervisor":
        return this.#bringSupervisor(effect);
      case "AskSuccessor":
        return this.#askSuccessor(effect);
      case "HandOver":
      case "EndTrial":
        this.#reports.after(() => this.#succeed(effect));
        return undefined;
      case "Report":
        this.#reports.add(effect.parts);
        return undefined;
      case "ProbeServer":
        return this.#probe(effect);
      case "UseConnection":
        this.#reports.after(() => this.#around.background(this.#useConnection(effect)));
        return undefined;
      case "Finish":
        return this.#finish();
      default:
        return undefined;
    }
  }

  /** Not before the offer is on disk. */
  async #fetch({ ticket }: Doing<"FetchPackage">): Promise<void> {
    await this.#storage.settled();
    await this.#turns.run(() => fetchIn(ticket, this, this.#around));
  }

  /** Not before the record says so. */
  async #keep({ programs }: Doing<"KeepPackages">): Promise<void> {
    await this.#storage.settled();
    await this.#turns.run(async () => {
      if (!this.isDead) keepIn(programs, this, this.#around);
    });
  }

  async #bringSupervisor(effect: Doing<"FetchSupervisor">): Promise<void> {
    const brought = await this.#around.bringsSupervisor?.(effect);
    if (brought !== undefined) this.post(brought);
  }

  async #askSuccessor({ ticket }: Doing<"AskSuccessor">): Promise<void> {
    const refusal = await this.#around.refusesSupervisor?.();
    if (this.driver.state.self.upgrade.is === "leaving") this.post({ is: "SuccessorAsked", ticket, refusal });
  }

  #succeed(effect: Doing<"HandOver" | "EndTrial">): void {
    if (this.isDead) return;
    this.#around.succeeds?.(effect);
    this.post({ is: "StopRequested" });
  }

  async #finish(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#reports.after(resolve);
    await promise;
    await this.#storage.close();
    this.connection.end();
    if (!this.isDead) this.#around.finished();
  }

  async #save(effect: Parameters<typeof save>[1]): Promise<void> {
    await save(this.#storage, effect).catch((error: unknown) => this.#around.story.tell("disk", String(error)));
  }

  /** As the performer does: nothing is tried before what led to it is on disk, or could not be put there. */
  async #compose({ ticket }: Doing<"Compose">): Promise<void> {
    const { story } = this.#around;
    await Promise.all([this.#storage.settled(), story.takes(story.stalls(0.05) ? [200, 3_000] : [0, 30])]);
    const asked = this.driver.compositions.find((each) => each.ticket === ticket);
    if (this.isDead || asked === undefined) return;
    if (!isLost(asked.candidate.program, this, this.#around)) return void this.driver.composesOnly();
    this.driver.compositions = this.driver.compositions.filter((each) => each !== asked);
    this.post({ is: "Composed", ticket, outcome: { composed: false, failure: lost } });
  }

  async #check({ ticket, composition }: Doing<"Check">): Promise<void> {
    const { story, machine, disk } = this.#around;
    await Promise.all([this.#storage.settled(), story.takes(story.stalls(0.05) ? [200, 3_000] : [14, 60])]);
    if (this.isDead || this.driver.check?.ticket !== ticket) return;
    const needsPort = behaviourOf(composition.text).word === "port";
    if (isLost(composition.candidate.program, this, this.#around)) {
      if (this.driver.check?.ticket === ticket) this.driver.checks(lost);
      return;
    }
    if (machine.lacksExecutable) this.driver.checks(failure("no executable", "EXECUTABLE"));
    else if (disk.isFull) this.driver.checks(failure("no room for the trial", "DISK_FULL"));
    else if (needsPort && machine.portIsTaken) this.driver.checks(failure("port 4317 is taken", "PORT_IN_USE"));
    else this.driver.checks();
  }

  async #probe({ ticket, settings }: Doing<"ProbeServer">): Promise<void> {
    const { story } = this.#around;
    await Promise.all([this.#storage.settled(), story.takes(story.stalls(0.1) ? [200, 90_000] : [1, 60])]);
    const isThere = this.#around.endpointOf(settings) !== "dead";
    const outcome = isThere ? { reached: true as const } : { reached: false as const, reason: "nobody is there" };
    this.post({ is: "ServerProbed", ticket, outcome });
  }

  async #useConnection({ settings, use }: Doing<"UseConnection">): Promise<void> {
    await this.#storage.settled();
    if (!this.isDead) this.connection.use(settings, use);
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

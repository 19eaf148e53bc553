import type { ConnectionTarget, OwnTelemetry } from "../../src/compose/layers.ts";
import type { SupervisorConfig } from "../../src/config/types.ts";
import type { ReportedState } from "../../src/opamp/client/parts.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import type { State } from "../../src/supervisor/mind/state.ts";
import type { ConnectionSettings } from "../../src/supervisor/server/connection-state.ts";
import type { OfferedSettings } from "../../src/supervisor/server/read-offered-settings.ts";
import { fateOf } from "../support/power-cut.ts";
import { otherOffer, settingsOffer, telemetryOffer } from "../support/settings-offers.ts";
import { StatusLedger } from "../support/status-ledger.ts";
import { nameOf } from "../support/stored.ts";
import { type StatedConfig, supervisorConfig } from "../support/supervisor-config.ts";
import type { SimulatedCollector } from "./simulated-collector.ts";
import type { Endpoint } from "./simulated-connection.ts";
import { SimulatedDisk } from "./simulated-disk.ts";
import { addonName, addonNames, PackageServer, programName } from "./simulated-packages.ts";
import { type Offering, SimulatedServer } from "./simulated-server.ts";
import { Story } from "./story.ts";
import { SupervisorLife } from "./supervisor-life.ts";
import type { Machine, Surroundings } from "./surroundings.ts";

export interface WorldOptions {
  seed?: number;
  /** Disk, composing and checks take seconds now and then. Default: they do not. */
  hasStalls?: boolean;
  config?: StatedConfig;
  /** Default: once. */
  offering?: Offering;
  /** Text of the operator's fallback configurations. Default: there are none. */
  fallback?: string;
  /** Text of the operator's own layers. Default: they are steady. */
  ownLayers?: string;
}

/** A world in which A is in force, and has stood its probation. */
export async function withARunning(options?: WorldOptions): Promise<SimulatedWorld> {
  const world = new SimulatedWorld(options);
  await world.starts();
  await world.offers("A").passes(120_000);
  if (world.server.verdict !== "APPLIED") throw new Error(`A: ${world.server.heard.join(", ")}`);
  return world;
}

/** More events than this without rest are a loop. */
const mostMoments = 50_000;

/** A machine with a supervisor and its Collector, a server and an operator, on a virtual clock. */
export class SimulatedWorld implements Surroundings {
  readonly story: Story;
  readonly disk: SimulatedDisk;
  readonly server: SimulatedServer;
  readonly packages: PackageServer;
  readonly config: SupervisorConfig;
  readonly statuses = new StatusLedger();
  readonly machine: Machine;
  collector: SimulatedCollector | undefined;
  /** The server cannot be reached. */
  isServerAway = false;
  readonly #endpoints = new Map<string, Endpoint>();
  /** Offered last. */
  wantedSettings: OfferedSettings | undefined;
  life: SupervisorLife | undefined;
  /** How many supervisors there were. */
  lives = 0;
  /** Moments of this life so far, and the one that is its last. */
  #moments = 0;
  #lastMoment = Infinity;
  #breach: { error: unknown } | undefined;

  constructor({ seed = 1, hasStalls, config, offering = "once", ownLayers = "steady", fallback }: WorldOptions = {}) {
    this.story = new Story(seed, hasStalls);
    this.disk = new SimulatedDisk(this.story);
    const place = { path: ["exporters", "otlp"] as const, settings: new Map(), allowInsecureTls: false };
    const otherConnections = new Map([["backend", place]]);
    const agent = {
      package: {
        ...supervisorConfig().agent.package,
        allowDowngrade: true,
        allowed: [{ name: addonName, unpack: true }],
      },
      otherConnections,
      ...config?.agent,
      ...(fallback !== undefined && { startupFallbackConfigs: ["fallback.yaml"] }),
    };
    this.config = supervisorConfig({ ...config, agent });
    this.machine = {
      binary: "binary",
      lacksExecutable: false,
      portIsTaken: false,
      breaksDownloads: true,
      programs: new Set(),
      lostPrograms: new Set(),
      ownLayers,
      fallback: fallback ?? "",
    };
    const send = (event: Event) =>
      this.#soon(() => {
        if (this.life?.connection.isOpen) this.life.post(event);
      });
    this.server = new SimulatedServer(this.story, offering, send);
    this.packages = new PackageServer(this.story, offering, send);
  }

  // --- the supervisor's own fate ---

  async starts(): Promise<this> {
    this.lives += 1;
    this.#moments = 0;
    this.disk.belongsTo(undefined);
    const life = await SupervisorLife.begin(this);
    this.disk.belongsTo(life);
    this.life = life;
    this.story.tell("supervisor", `starts (life ${this.lives})`);
    life.starts();
    return this;
  }

  /** Ends it in the middle of what it does; its Collector ends with it. */
  kills(): void {
    if (this.life === undefined) return;
    this.story.tell("supervisor", "is killed");
    this.life.die();
    this.life = undefined;
    this.#lastMoment = Infinity;
    this.collector?.vanish();
  }

  /** The machine is without power for a moment: the supervisor ends with it, and the disk keeps what this seed says. */
  losesPower(seed: number): this {
    this.story.tell("machine", "loses power");
    this.kills();
    this.disk.losesPower(fateOf(seed));
    return this;
  }

  /** Kills it so many moments from now: at an effect or before a change on disk. */
  killsAfter(moments: number): void {
    this.#lastMoment = this.#moments + moments;
  }

  stops(): this {
    this.story.tell("operator", "stops the supervisor");
    this.life?.post({ is: "StopRequested" });
    return this;
  }

  moment(what: string): void {
    this.#moments += 1;
    if (this.#moments > mostMoments) throw new Error("it does not come to rest");
    if (this.#moments < this.#lastMoment) return;
    this.story.tell("supervisor", `ends at: ${what}`);
    this.kills();
  }

  finished(): void {
    if (this.collector?.isGone === false) throw new Error("the supervisor has finished and the Collector is there");
    this.story.tell("supervisor", "has stopped");
    this.life = undefined;
  }

  // --- server and operator ---

  hears(parts: ReportedState): void {
    const { life } = this;
    if (life?.connection.isOpen)
      this.#soon(() => {
        if (this.life !== life) return;
        this.server.hears(parts);
        this.packages.hears(parts.packageStatuses);
      });
  }

  losesServer(isAway: boolean): this {
    this.story.tell("server", isAway ? "goes away" : "comes back");
    this.isServerAway = isAway;
    this.life?.connection.looksAgain();
    return this;
  }

  /** Other endpoints than the operator's, by name; the operator's is as `isServerAway` says. */
  setsEndpoint(name: string, endpoint: Endpoint): this {
    this.story.tell("network", `the endpoint ${name}: ${endpoint}`);
    this.#endpoints.set(name, endpoint);
    this.life?.connection.looksAgain();
    return this;
  }

  endpointOf(settings: ConnectionSettings | undefined): Endpoint {
    const name = settings?.destinationEndpoint;
    if (!name) return this.isServerAway ? "dead" : "works";
    return this.#endpoints.get(name) ?? "works";
  }

  /** The server sends the agent to another endpoint. */
  offersEndpoint(name: string, hash = name): this {
    const settings = { destinationEndpoint: name, heartbeatIntervalSeconds: 0 };
    this.#offersSettings(settingsOffer(hash, { opamp: { is: "asked", settings, notes: [] } }));
    return this;
  }

  /** What it offered last, once more. */
  offersWantedAgain(): this {
    if (this.wantedSettings !== undefined) this.#offersSettings(this.wantedSettings);
    return this;
  }

  #offersSettings(offered: OfferedSettings): void {
    this.wantedSettings = offered;
    this.story.tell("server", `offers connection settings ${nameOf(offered.hash)}`);
    this.#soon(() => {
      if (this.life?.connection.isOpen) this.life.post({ is: "ConnectionSettingsOffered", offered });
    });
  }

  offers(name: string, text: string | null = `steady ${name}`): this {
    this.story.tell("server", `offers ${name}: ${text ?? "nothing"}`);
    this.server.offers(name, text);
    return this;
  }

  offersTelemetry(telemetry: OwnTelemetry): this {
    this.#offersSettings(telemetryOffer(telemetry, JSON.stringify(telemetry)));
    return this;
  }

  /** Of the one other connection that the operator has given a place. */
  offersOther(asks: Partial<ConnectionTarget>): this {
    this.#offersSettings(otherOffer("backend", asks, JSON.stringify(asks)));
    return this;
  }

  assignsUid(last: number): this {
    this.life?.post({ is: "InstanceUidAssigned", uid: new Uint8Array(16).fill(last) });
    return this;
  }

  /** He changes his own layers, and has them read. */
  writes(text: string): this {
    this.story.tell("operator", `writes: ${text}`);
    this.life?.driver.operatorWrites(text);
    return this;
  }

  restarts(by: "server" | "operator"): this {
    this.story.tell(by, "asks for a restart");
    this.life?.post({ is: "RestartRequested", by });
    return this;
  }

  /** The first word of the name says what the program is like. */
  offersProgram(name: string): this {
    this.packages.offers(name);
    return this;
  }

  /** The first word of the name says what it does to a Collector that refers to it; `undefined`: none is offered any more. */
  offersAddon(name: string | undefined): this {
    this.packages.offersAddon(name);
    return this;
  }

  /** The operator goes back to the version before. */
  rollsBack(): this {
    this.story.tell("operator", "goes back to the version before");
    this.life?.post({ is: "RollbackRequested", version: undefined });
    return this;
  }

  /** The operator goes back to the configuration before. */
  goesBack(): this {
    this.story.tell("operator", "goes back to the configuration before");
    this.life?.post({ is: "ConfigRollbackRequested" });
    return this;
  }

  /** The operator holds what the server wants; `Infinity`: until he releases it. */
  holds(forMs = Infinity): this {
    this.story.tell("operator", `holds for ${forMs / 1000} s`);
    this.life?.post({ is: "HoldRequested", reason: "", forMs: forMs === Infinity ? undefined : forMs });
    return this;
  }

  releases(): this {
    this.story.tell("operator", "releases");
    this.life?.post({ is: "ReleaseRequested" });
    return this;
  }

  retries(): this {
    this.story.tell("operator", "asks for a retry");
    this.life?.post({ is: "RetryRequested" });
    return this;
  }

  replacesExecutable(): this {
    this.machine.binary = `${this.machine.binary}'`;
    this.story.tell("operator", `replaces the executable: ${this.machine.binary}`);
    return this;
  }

  /** All packages that are here now. */
  removesPackages(): this {
    this.story.tell("somebody", "removes the packages");
    for (const { program } of this.life?.driver.state.packages.record.versions ?? []) {
      this.machine.lostPrograms.add(program);
    }
    return this;
  }

  removesExecutable(isGone: boolean): this {
    this.story.tell("operator", isGone ? "removes the executable" : "puts the executable back");
    this.machine.lacksExecutable = isGone;
    return this;
  }

  // --- the machine ---

  killsCollector(): this {
    this.story.tell("somebody", "kills the Collector");
    this.collector?.kill();
    return this;
  }

  setsPort(taken: boolean): this {
    this.story.tell("somebody", taken ? "takes the port" : "frees the port");
    this.machine.portIsTaken = taken;
    return this;
  }

  fillsDisk(isFull: boolean): this {
    this.story.tell("somebody", isFull ? "fills the disk" : "makes room on the disk");
    this.disk.isFull = isFull;
    return this;
  }

  // --- time ---

  async passes(ms: number): Promise<this> {
    const end = this.story.clock.monotonic() + ms;
    const left = () => end - this.story.clock.monotonic();
    for (let next = this.story.clock.nextIn; next !== undefined && next <= left(); next = this.story.clock.nextIn) {
      await this.story.clock.advanceAsync(next);
      this.#holds();
    }
    await this.story.clock.advanceAsync(left());
    this.#holds();
    return this;
  }

  /** Lets time pass until `condition` holds; a minute at most. */
  async until(condition: () => boolean): Promise<this> {
    for (let waited = 0; !condition(); waited += 1) {
      if (waited === 60_000) throw new Error("it has not come to pass within a minute");
      await this.passes(1);
    }
    return this;
  }

  background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#breach ??= { error };
    });
  }

  #holds(): void {
    if (this.#breach !== undefined) throw this.#breach.error;
  }

  /** On the network things take their time, and keep their order. */
  #soon(happens: () => void): void {
    this.story.clock.schedule(2, happens);
  }

  // --- what can be seen ---

  get state(): State {
    if (this.life === undefined) throw new Error("no supervisor runs");
    return this.life.driver.state;
  }

  /** Name of the remote configuration that runs, `own layers`, or `nothing`. */
  get runs(): string {
    return this.collector === undefined || this.collector.isGone ? "nothing" : (this.life?.driver.runs ?? "nothing");
  }

  /** Name of the package whose program runs; empty for the operator's own. */
  get program(): string {
    return programName(this.life?.driver.process?.composition.candidate.program);
  }

  /** Name of the add-on that the Collector finds in its environment; empty where its configuration refers to none. */
  get addon(): string {
    return addonNames(this.life?.driver.process?.composition);
  }

  /** How often a Collector was started in this life. */
  get startCount(): number {
    return this.life?.driver.startCount ?? 0;
  }

  /** Whether the Collector that runs dies when it is told to reload: whatever it was to read then has failed. */
  get runsFragile(): boolean {
    return this.collector?.diesInReloads ?? false;
  }
}

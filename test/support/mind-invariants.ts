import { PackageStatusEnum, type PackageStatuses, RemoteConfigStatuses } from "../../src/opamp/wire/messages.ts";
import type { Rejected } from "../../src/storage/rejected.ts";
import { type RemoteConfig, sameRemoteConfig } from "../../src/supervisor/apply/remote-config.ts";
import type { Effect } from "../../src/supervisor/mind/effects.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import type { Composition, RemoteStatus, State } from "../../src/supervisor/mind/state.ts";
import { sameAddons } from "../../src/supervisor/packages/addon-set.ts";
import type { WorldProcess } from "./mind-world.ts";
import { StatusLedger } from "./status-ledger.ts";

/** The part of the driver's world that the invariants look at. */
interface World {
  readonly state: State;
  readonly process: WorldProcess | undefined;
  readonly compositions: readonly { ticket: number }[];
  readonly check: { ticket: number } | undefined;
  readonly fetch: { ticket: number } | undefined;
  readonly addonFetches: readonly { ticket: number }[];
  readonly waitsFor: readonly string[];
  readonly told: { health?: { healthy?: boolean | null } | null; packageStatuses?: PackageStatuses };
}

/** What holds whatever happens. Each breach throws, so that the event that led to it is the last of the story. */
export class MindInvariants {
  readonly #world: World;
  readonly #statuses: StatusLedger;
  #frozen: { state: State; text: string } | undefined;
  /** Since the last end of the Collector, or of its trial, that nobody wanted, no proof of another one has come. */
  #isMourning = false;
  #finished = false;
  #isRetry = false;

  constructor(world: World, statuses = new StatusLedger()) {
    this.#world = world;
    this.#statuses = statuses;
  }

  before(event: Event): void {
    const { state } = this.#world;
    this.#frozen = { state, text: picture(state) };
    this.#isRetry = event.is === "RetryRequested";
    if (event.is === "RetryRequested" && state.offered !== undefined) this.#statuses.beginsAnew(state.offered.id);
    if (event.is === "RemoteConfigOffered" && isNew(event.remote, state)) this.#statuses.beginsAnew(event.remote.id);
    if (endsUnasked(event, state)) this.#isMourning = true;
  }

  effect(effect: Effect): void {
    if (this.#finished) throw new Error(`${effect.do} after Finish`);
    if (effect.do === "StartCollector") {
      this.#hold(this.#world.process === undefined, "a second Collector is started");
      this.#hold(!this.#world.state.stopRequested, "a Collector is started although a stop was asked for");
    }
    if (effect.do === "ReloadCollector") {
      this.#hold(this.#world.process?.is === "up", "a reload of a Collector that is not up, or in another one");
    }
    if (effect.do === "StartCollector" || effect.do === "ReloadCollector") this.#isNotCondemned(effect.composition);
    if (effect.do === "SaveReceivedRemoteConfig" && this.#wasHeld(effect.remote)) {
      this.#statuses.beginsAnew(effect.remote.id);
    }
    if (effect.do === "SaveRemoteStatus") {
      const fault = this.#statuses.told(effect.status, this.#frozen?.state.timers.probation !== undefined);
      this.#hold(fault === undefined, fault ?? "");
      if (this.#isFailureOfWhatRuns(effect.status)) this.#isMourning = true;
    }
    if (effect.do === "KeepCredentials") {
      const used = this.#world.process?.composition.candidate.connections;
      this.#hold(used === undefined || effect.connections.includes(used), "files are removed under the Collector");
    }
    if (effect.do === "StartCollector") this.#hasItsAddons(effect.composition);
    if (effect.do === "ReloadCollector") {
      const before = this.#world.process?.composition.addons ?? new Map();
      this.#hold(sameAddons(before, effect.composition.addons), "a reload cannot change the environment");
    }
    if (effect.do === "KeepAddons") this.#keepsWhatIsRead(effect.directories);
    if (effect.do === "Finish") {
      this.#hold(this.#world.process === undefined, "Finish while a Collector is there");
      this.#finished = true;
    }
  }

  after(): void {
    const { state } = this.#world;
    if (this.#frozen !== undefined) {
      this.#hold(picture(this.#frozen.state) === this.#frozen.text, "the state was changed in place");
    }
    const { process, target } = state;
    const isStopped = process.is === "down" && target.is === "nothing" && target.onPurpose;
    if (isStopped || (process.is === "up" && process.proven)) this.#isMourning = false;
    this.#hold(this.#waitsForSomething(state), "a dead end");
    this.#processAgrees(state);
    this.#runsWhatIsWanted(state);
    this.#timersAgree(state);
    this.#upgradeGoesOn(state);
    this.#packagesAreTold(state);
    this.#healthIsTrue(state);
    this.#holdHolds(state);
  }

  /** While the operator holds, nothing begins that the server has asked for since; without a hold nothing waits. */
  #holdHolds({ hold, held, rollback, packages, self, desired, offered, stopRequested }: State): void {
    const before = this.#frozen?.state;
    if (hold === undefined && rollback === undefined && !stopRequested) {
      const isWaiting = held.remote !== undefined || held.settings !== undefined || held.restart || packages.isHeldBack;
      this.#hold(!isWaiting, "something waits for the end of a hold that is over");
    }
    if (hold === undefined || before?.hold === undefined || this.#isRetry) return;
    this.#hold(offered === before.offered, "a remote configuration is begun under a hold");
    this.#hold(held.remote === undefined || desired.remote !== held.remote, "what is held is desired");
    const isLeaving =
      self.upgrade.is === "leaving" || (self.upgrade.is === "left" && before.self.upgrade.is !== "left");
    const isOperators = "wanted" in self.upgrade && self.upgrade.wanted.by === "operator";
    this.#hold(!isLeaving || isOperators, "the supervisor is exchanged under a hold");
    const { upgrade } = packages;
    // The offer that has the add-ons of a configuration that has begun is fetched as a whole; nothing more comes of the rest.
    const isBeginning = upgrade.is === "trying" || (upgrade.is === "fetching" && packages.addons.waiting === undefined);
    const isBegun = isBeginning && upgrade.is !== before.packages.upgrade.is;
    const isServers = "wanted" in upgrade && upgrade.wanted.by === "server";
    this.#hold(!isBegun || !isServers || !before.packages.isHeldBack, "a package is begun under a hold");
  }

  /** It came earlier, and is begun now. */
  #wasHeld(remote: RemoteConfig): boolean {
    return this.#frozen?.state.held.remote === remote;
  }

  #isFailureOfWhatRuns({ id, status }: RemoteStatus): boolean {
    const running = this.#world.process?.composition.candidate.remote?.id;
    return status === RemoteConfigStatuses.RemoteConfigStatuses_FAILED && running === id;
  }

  /** What a configuration refers to is what its candidate has, and lies here, but for what somebody else has removed. */
  #hasItsAddons({ candidate, addons }: Composition): void {
    for (const [variable, { path }] of addons) {
      this.#hold(
        candidate.addons.get(variable)?.path === path,
        `${variable} is another add-on than that of the candidate`,
      );
    }
  }

  #keepsWhatIsRead(directories: readonly string[]): void {
    const { state, process } = this.#world;
    const sets = [process?.composition.addons, state.accepted.addons, state.lastGood.candidate.addons];
    const paths = sets.flatMap((set) => [...(set?.values() ?? [])].map(({ path }) => path.split("/")[0] ?? ""));
    this.#hold(
      paths.every((path) => directories.includes(path)),
      "add-ons are removed under the Collector, or a way back",
    );
  }

  /** A configuration that was tried and failed is not tried again. (The verdict is known in the step that starts another.) */
  #isNotCondemned({ candidate, fingerprint, binary }: Composition): void {
    const { rejected, settings } = this.#world.state;
    if (!settings.rollback) return;
    const isIt = (entry: Rejected) =>
      entry.hash === (candidate.remote?.id ?? "") && entry.fingerprint === fingerprint && entry.binary === binary;
    this.#hold(!rejected.some(isIt), `${candidate.remote?.id} is tried although it is known not to work`);
  }

  /** The last good one, the one in force or a candidate. */
  #runsWhatIsWanted({ process, accepted, lastGood, desired, apply, target, settings }: State): void {
    if (process.is !== "up" || apply.is === "composing" || apply.is === "validating") return;
    const { composition } = process.run;
    const wished = [accepted, lastGood.candidate, desired].map(({ remote }) => remote?.id);
    const isTried = "composition" in apply && apply.composition.fingerprint === composition.fingerprint;
    const isInPlace = !settings.rollback && target.is === "run" && target.composition === composition;
    const isFallback = composition.candidate.fallback === true && settings.hasFallback;
    const isWanted = wished.includes(composition.candidate.remote?.id) || isTried || isInPlace || isFallback;
    this.#hold(isWanted, "what runs is neither the last good configuration nor the candidate");
    if (apply.is !== "idle" || target.is !== "run") return;
    this.#hold(target.composition.fingerprint === composition.fingerprint, "at rest with another configuration");
  }

  /** Every state but rest has something under way that will end it. */
  #waitsForSomething({
    connection,
    settingsOffer,
    apply,
    process,
    target,
    fallback,
    stopRequested,
    timers,
    nextTicket,
  }: State): boolean {
    if (stopRequested) return process.is === "starting" || process.is === "stopping" || this.#finished;
    const isTried = connection.is === "probing" || connection.is === "trying";
    if (isTried && timers.connection === undefined) return false;
    if (connection.is === "returning" && timers.return === undefined) return false;
    const isWaiting = Object.values(settingsOffer?.parts ?? {}).some(({ is }) => is === "pending");
    // Under the fallback configurations they wait for the server, with all else that is desired.
    const waitsForServer = fallback === "in-force";
    if (isWaiting && connection.is === "steady" && apply.is === "idle" && !waitsForServer) return false;
    if (process.is === "waiting" && timers.restart === undefined) return false;
    if (process.is === "down" && target.is === "run" && apply.is !== "composing") return false;
    switch (apply.is) {
      case "idle":
        return true;
      case "composing":
        return this.#world.compositions.some(({ ticket }) => ticket === apply.ticket) && apply.ticket < nextTicket;
      case "validating":
        return this.#world.check?.ticket === apply.ticket;
      case "switching":
        return process.is === "starting" || process.is === "stopping" || process.is === "reloading";
      case "emptying":
        return process.is === "starting" || process.is === "stopping";
      case "proving":
        return (process.is === "up" || process.is === "reloading") && timers.proof !== undefined;
      case "reverting":
        break;
    }
    return process.is !== "up" || timers.proof !== undefined;
  }

  #processAgrees({ process }: State): void {
    const { process: real } = this.#world;
    if (!("run" in process)) return this.#hold(real === undefined, `the mind says ${process.is}, the process is there`);
    const agrees = real?.is === process.is || (process.is === "reloading" && real?.is === "up");
    this.#hold(agrees, `the mind says ${process.is}, the process is ${real?.is ?? "not there"}`);
    this.#hold(real?.life === process.run.life, "the mind means another process");
    this.#hold(real?.composition.fingerprint === process.run.composition.fingerprint, "another configuration runs");
  }

  #timersAgree({ timers }: State): void {
    const believed = Object.keys(timers).toSorted().join();
    const real = this.#world.waitsFor.toSorted().join();
    this.#hold(believed === real, `the mind waits for the timers ${believed}, these run: ${real}`);
  }

  /** An upgrade waits for something that comes, and nothing runs but what is known to, or on trial. */
  #upgradeGoesOn({
    packages,
    apply,
    process,
    accepted,
    lastGood,
    stopRequested,
    timers,
    restart,
    fallback,
  }: State): void {
    const { upgrade, record } = packages;
    if (stopRequested) return;
    if (upgrade.is === "fetching")
      this.#hold(this.#world.fetch?.ticket === upgrade.ticket, "nobody fetches the package");
    if (upgrade.is === "trying") {
      this.#hold(apply.is !== "idle", "nobody tries the program");
      this.#hold(record.trial?.hash === upgrade.wanted.hash, "a trial that is not in the journal");
    }
    if (upgrade.is === "staged") {
      const isMoving = process.is === "starting" || process.is === "stopping" || process.is === "reloading";
      const waits = apply.is !== "idle" || isMoving || restart?.is === "wanted" || timers.probation !== undefined;
      const isHeld = packages.isHeldBack && upgrade.wanted.by === "server";
      this.#hold(waits || isHeld || fallback === "awaiting-server", "a package lies ready and nothing is in its way");
    }
    const { fetching, wanted, waiting } = packages.addons;
    const tickets = new Set(this.#world.addonFetches.map(({ ticket }) => ticket));
    for (const { ticket } of fetching) this.#hold(tickets.has(ticket), "nobody fetches the add-on");
    this.#hold(fetching.length === tickets.size, "an add-on is fetched that nobody waits for");
    const awaited = wanted.filter(({ is }) => is === "awaited").length;
    this.#hold(fetching.length === Math.min(awaited, 3), "an add-on is awaited and nobody fetches it");
    this.#hold((waiting === undefined) === (timers.addons === undefined), "a wait for add-ons that has no end");
    if (packages.isHolding) this.#hold(upgrade.is === "trying", "configurations wait for nothing");
    const isInPlace = record.before !== undefined;
    this.#hold(
      !isInPlace || timers.probation !== undefined || apply.is !== "idle" || !this.#isUp(process),
      "a program is on probation for ever",
    );
    if (!("run" in process)) return;
    const tried = upgrade.is === "trying" ? upgrade.program?.path : undefined;
    const known = [accepted.program?.path, lastGood.candidate.program?.path, tried];
    const isLeaving = process.is === "stopping" || apply.is !== "idle";
    this.#hold(
      isLeaving || known.includes(process.run.composition.candidate.program?.path),
      "a program runs that nobody wants",
    );
  }

  #isUp(process: State["process"]): boolean {
    return process.is === "up" && process.proven;
  }

  /** § PackageStatus Message. */
  #packagesAreTold({ packages, settings }: State): void {
    const { packageStatuses: told } = this.#world.told;
    if (!settings.packages.accepts) return;
    for (const [name, status] of Object.entries(told?.packages ?? {})) {
      const { status: phase = 0, errorMessage, downloadDetails } = status;
      const isFailed = phase === PackageStatusEnum.PackageStatusEnum_InstallFailed;
      this.#hold(status.name === name, "a package under another name");
      this.#hold(isFailed === Boolean(errorMessage), "an error message without a failure, or none with one");
      const isDownloading = phase === PackageStatusEnum.PackageStatusEnum_Downloading;
      this.#hold(isDownloading || !downloadDetails, "details of a download that does not go on");
    }
    const installed = packages.record.versions.find(({ hash }) => hash === packages.record.installed);
    if (installed !== undefined)
      this.#hold(Boolean(told?.packages?.[installed.name]?.agentHasHash), "what is held is not told");
  }

  /** A planned switch is no illness; all else is, until the Collector itself has a word. */
  #healthIsTrue({ process, target, apply, view }: State): void {
    if (this.#world.told.health?.healthy !== true) return;
    const onPurpose = target.is === "nothing" && target.onPurpose;
    if (process.is === "down")
      this.#hold(onPurpose || apply.is === "composing", "healthy although the Collector is down");
    this.#hold(process.is !== "waiting", "healthy although the next try is waited for");
    if (onPurpose || (process.is === "up" && view?.health?.healthy === true)) return;
    this.#hold(!this.#isMourning, "healthy although the Collector has failed and none has taken its place yet");
    if (process.is === "starting") this.#hold(apply.is !== "idle", "healthy although the Collector is being restarted");
  }

  #hold(condition: boolean, breach: string): void {
    if (!condition) throw new Error(`invariant broken: ${breach}\n${picture(this.#world.state)}`);
  }
}

function isNew(remote: RemoteConfig, { pending, remoteStatus, offered }: State): boolean {
  if (remote.id !== (pending ?? remoteStatus?.id)) return true;
  return offered !== undefined && !sameRemoteConfig(remote, offered);
}

function endsUnasked(event: Event, { process, stopRequested }: State): boolean {
  if (event.is !== "CollectorExited" && event.is !== "CollectorNotStarted") return false;
  return !stopRequested && "run" in process && process.run.life === event.life && process.is !== "stopping";
}

/** The state as text, with long parts by their names. */
function picture(state: State): string {
  const left = { settings: undefined, reported: undefined, learned: undefined, uid: undefined };
  const short = (_key: string, value: unknown) => {
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if ("fingerprint" in value && "text" in value) return `composition ${String(value.text)}`;
    return "message" in value && "id" in value ? `remote ${String(value.id)}` : value;
  };
  return JSON.stringify({ ...state, ...left }, short);
}

import type { ReportedState } from "../../src/opamp/client/parts.ts";
import { settleSupervisor } from "../../src/packages/settle-supervisor.ts";
import { changeSupervisorRecord } from "../../src/storage/change-record.ts";
import { type PackagesRecord, withRejectedPackage } from "../../src/storage/packages-record.ts";
import type { Effect } from "../../src/supervisor/mind/effects.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import type { PackageFailure } from "../../src/supervisor/packages/packages-state.ts";
import type { OwnFacts } from "../../src/supervisor/packages/self-state.ts";
import type { ConnectionSettings } from "../../src/supervisor/server/connection-state.ts";
import { collectorPackage, contentHashOf, packagesOffer, packagesText } from "../support/package-offers.ts";
import { supervisorPackage } from "../support/supervisor-offers.ts";
import type { Endpoint } from "./simulated-connection.ts";
import { SimulatedWorld } from "./simulated-world.ts";

/** What a supervisor that is offered is like: it works, ends at its start, never gets to the server, or works but once. */
export type Kind = "steady" | "exits" | "deaf" | "once";

const newVersion = "2.0.0";
const oldVersion = "1.0.0";

/**
 * A world in which the supervisor is exchanged too, as `cli` does it: the one that hands over ends in order and watches the trial of
 * the other one; what becomes of that is what the process is then.
 */
export class SelfUpgradeWorld extends SimulatedWorld {
  own: OwnFacts = { role: { is: "installed" }, version: oldVersion, obstacle: undefined };
  #kind: Kind = "steady";
  #offered = false;
  #will: Extract<Effect, { do: "HandOver" | "EndTrial" }> | undefined;
  /** The program that runs: a kind, or the operator's own. */
  runsSupervisor: Kind | "own" = "own";
  told = "";

  /** Moments since they are counted, over all supervisors that take turns, and the one at which one is killed. */
  #counted = 0;
  #killedAt = Infinity;

  /** Kills the supervisor that runs so many moments from now, whichever that is. */
  override killsAfter(moments: number): void {
    this.#killedAt = moments;
  }

  get wasKilled(): boolean {
    return this.#counted >= this.#killedAt;
  }

  override moment(what: string): void {
    super.moment(what);
    if (this.#killedAt === Infinity || this.wasKilled) return;
    this.#counted += 1;
    if (!this.wasKilled) return;
    this.story.tell("supervisor", `ends at: ${what}`);
    this.kills();
  }

  /** As an operator or a service manager starts it. */
  async begins(): Promise<this> {
    this.own = { role: { is: "installed" }, version: oldVersion, obstacle: undefined };
    this.runsSupervisor = "own";
    let program: { path: string } | undefined;
    await this.#change(async (record) => {
      const settled = await settleSupervisor({ ...this.#settling(), record });
      ({ program } = settled);
      return settled.record;
    });
    if (program !== undefined) {
      this.runsSupervisor = this.#kind;
      this.own = { role: { is: "newer" }, version: newVersion, obstacle: undefined };
      // Everything else ends it at once, whoever starts it.
      if (this.#kind !== "steady") return await this.begins();
    }
    return await this.starts();
  }

  offersSupervisor(kind: Kind): this {
    this.#kind = kind;
    this.#offered = true;
    this.#send();
    return this;
  }

  override hears(parts: ReportedState): void {
    super.hears(parts);
    const { packageStatuses } = parts;
    if (!packageStatuses) return;
    this.told = packagesText(packageStatuses);
    if (this.#offered && !Object.hasOwn(packageStatuses.packages ?? {}, "supervisor")) this.#send();
  }

  override endpointOf(settings: ConnectionSettings | undefined): Endpoint {
    return this.runsSupervisor === "deaf" ? "dead" : super.endpointOf(settings);
  }

  async bringsSupervisor({ ticket, wanted }: Extract<Effect, { do: "FetchSupervisor" }>): Promise<Event> {
    await this.story.takes([0, 60]);
    const stored = supervisorPackage(newVersion, { hash: wanted.hash, ownVersion: newVersion });
    return { is: "SupervisorFetched", ticket, outcome: { fetched: true, stored, replaced: undefined } };
  }

  /** Whoever is to be tried does not take what is here so many times. */
  refusals = 0;

  async refusesSupervisor(): Promise<PackageFailure | undefined> {
    await this.story.takes([0, 60]);
    if (this.refusals === 0) return undefined;
    this.refusals -= 1;
    this.story.tell("supervisor", "does not take what is here");
    return { code: "CONFIG_INVALID", phase: "preflight", text: "no such key", isCondemned: true };
  }

  succeeds(effect: Extract<Effect, { do: "HandOver" | "EndTrial" }>): void {
    this.story.tell("supervisor", effect.do);
    this.#will = effect;
  }

  override kills(): void {
    super.kills();
    this.#will = undefined;
  }

  override finished(): void {
    super.finished();
    const will = this.#will;
    this.#will = undefined;
    if (will !== undefined) this.background(this.#goOn(will));
  }

  async #goOn(will: Extract<Effect, { do: "HandOver" | "EndTrial" }>): Promise<void> {
    await this.story.takes([5, 60]);
    if (will.do === "EndTrial") return await (will.proved ? this.#becomes() : this.#isBack());
    this.runsSupervisor = this.#kind;
    this.own = {
      role: { is: "trial", by: will.by, since: this.story.clock.now() },
      version: newVersion,
      obstacle: undefined,
    };
    if (this.#kind !== "exits") return void (await this.starts());
    const at = this.story.clock.now();
    await this.#change((record) =>
      withRejectedPackage({ ...record, trial: undefined }, { hash: will.hash, reason: "SUPERVISOR_EXITED", at }),
    );
    await this.#isBack();
  }

  async #becomes(): Promise<void> {
    this.own = { role: { is: "newer" }, version: newVersion, obstacle: undefined };
    if (this.#kind !== "once") return void (await this.starts());
    // Its process is gone, and somebody starts what he has always started.
    await this.begins();
  }

  async #isBack(): Promise<void> {
    this.runsSupervisor = "own";
    await this.begins();
  }

  #send(): void {
    const file = { downloadUrl: "https://files.test/x", contentHash: contentHashOf(newVersion) };
    const offer = packagesOffer({ supervisor: collectorPackage(newVersion, { file }) });
    this.story.clock.schedule(2, () => {
      if (this.life?.connection.isOpen) this.life.post({ is: "PackagesOffered", offer });
    });
  }

  async #change(change: (record: PackagesRecord) => PackagesRecord | Promise<PackagesRecord>): Promise<void> {
    const { files, paths } = this.disk;
    this.disk.belongsTo(undefined);
    if ((await files.stat(paths.supervisorPackagesRecord)) === undefined) return;
    await changeSupervisorRecord({ files, paths, pid: 1, change });
  }

  #settling() {
    const stat = async (path: string) =>
      path.includes("supervisor_packages")
        ? { kind: "file" as const, executable: true, size: 1, modifiedAt: 1, inode: 1 }
        : undefined;
    const { files, paths } = this.disk;
    const pieces = (path: string) => files.pieces(path);
    const { clock } = this.story;
    return {
      directory: paths.supervisorPackages,
      executable: "/usr/bin/opampsupervisor",
      files: { stat, pieces, list: async () => [] },
      guard: { fault: async () => undefined },
      now: clock.now(),
    };
  }
}

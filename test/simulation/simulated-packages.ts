import { dirname, join, relative } from "node:path";

import { type PackageStatus, PackageStatusEnum, type PackageStatuses } from "../../src/opamp/wire/messages.ts";
import type { PackagesOffer } from "../../src/packages/packages-offer.ts";
import { settleInstalled } from "../../src/packages/settle-installed.ts";
import { storedPackage } from "../../src/storage/packages-record.ts";
import type { Storage } from "../../src/storage/storage.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import type { Composition } from "../../src/supervisor/mind/state.ts";
import type { Program } from "../../src/supervisor/packages/program.ts";
import { addonPackage, collectorPackage, contentHashOf, packagesOffer } from "../support/package-offers.ts";
import { nameOf } from "../support/stored.ts";
import type { Offering } from "./simulated-server.ts";
import type { Story } from "./story.ts";
import type { SupervisorLife } from "./supervisor-life.ts";
import type { Surroundings } from "./surroundings.ts";

const version = "v2.0.0";

/** The one add-on that is offered; configurations with the word `needs=geo` refer to it. */
export const addonName = "geo";

/** The name under which a package was offered; its first word says what its program is like. */
export function programName(program: Pick<Program, "hash"> | undefined): string {
  return program === undefined ? "" : Buffer.from(program.hash, "hex").toString();
}

/** The Collector and the add-on under these names; the hashes are the names, so that they can be read everywhere. */
function offerOf(program: string | undefined, addon: string | undefined): PackagesOffer {
  const fileOf = (name: string) => ({ downloadUrl: "https://files.test/x", contentHash: contentHashOf(name) });
  const packages = {
    ...(program !== undefined && {
      "": collectorPackage(version, { hash: Buffer.from(program), file: fileOf(program) }),
    }),
    ...(addon !== undefined && {
      [addonName]: addonPackage(addonName, version, { hash: Buffer.from(addon), file: fileOf(addon) }),
    }),
  };
  return packagesOffer(packages, JSON.stringify([program, addon]));
}

/** The names under which the add-ons were offered to which a composition refers; the first word says what they do to a Collector. */
export function addonNames(composition: Composition | undefined): string {
  const hashes = [...(composition?.addons.values() ?? [])].map(({ hash }) => Buffer.from(hash, "hex").toString());
  return hashes.join(",");
}

/** What the server wants of packages, and what it hears of them. */
export class PackageServer {
  readonly #story: Story;
  readonly #offering: Offering;
  readonly #send: (event: Event) => void;
  wants: PackagesOffer | undefined;
  status: PackageStatus | undefined;
  /** Every phase, oldest first, as `steady Installed`. */
  readonly heard: string[] = [];
  /** The same of the add-on. */
  readonly heardOfAddon: string[] = [];
  #hash = "";
  #program: string | undefined;
  #addon: string | undefined;
  addonStatus: PackageStatus | undefined;

  constructor(story: Story, offering: Offering, send: (event: Event) => void) {
    this.#story = story;
    this.#offering = offering;
    this.#send = send;
  }

  offers(name: string): void {
    this.#program = name;
    this.#offers();
  }

  /** `undefined`: no add-on is offered any more. */
  offersAddon(name: string | undefined): void {
    this.#addon = name;
    this.#offers();
  }

  #offers(): void {
    this.#story.tell("server", `offers the packages ${this.#program ?? "(none)"} and ${this.#addon ?? "(none)"}`);
    this.wants = offerOf(this.#program, this.#addon);
    this.offersAgain();
  }

  offersAgain(): void {
    if (this.wants !== undefined) this.#send({ is: "PackagesOffered", offer: this.wants });
  }

  hears(statuses: PackageStatuses | null | undefined): void {
    if (!statuses) return;
    this.#hash = nameOf(statuses.serverProvidedAllPackagesHash ?? new Uint8Array());
    this.status = statuses.packages?.[""];
    this.addonStatus = statuses.packages?.[addonName];
    const about = `${nameOf(this.addonStatus?.serverOfferedHash ?? new Uint8Array())} ${phaseOf(this.addonStatus)}`;
    if (about !== this.heardOfAddon.at(-1)) {
      this.heardOfAddon.push(about);
      this.#story.tell("server", `hears of the add-on ${about} ${this.addonStatus?.errorMessage ?? ""}`);
    }
    const line = `${nameOf(this.status?.serverOfferedHash ?? new Uint8Array())} ${this.#phase}`;
    if (this.heard.at(-1) !== line) {
      this.heard.push(line);
      this.#story.tell("server", `hears of the package ${line} ${this.status?.errorMessage ?? ""}`);
    }
    const hasAnother = this.wants !== undefined && this.#hash !== nameOf(this.wants.hash);
    if (this.#offering !== "once" && hasAnother) this.offersAgain();
  }

  /** What became of what the server wants; `undefined`: nothing yet. */
  get verdict(): "Installed" | "InstallFailed" | undefined {
    const isIt = this.wants !== undefined && this.#hash === nameOf(this.wants.hash);
    if (!isIt || this.#program === undefined || (this.#phase !== "Installed" && this.#phase !== "InstallFailed"))
      return undefined;
    return this.#phase;
  }

  /** What became of the add-on; `undefined`: nothing yet, or none is wanted. */
  get addonVerdict(): "Installed" | "InstallFailed" | undefined {
    const phase = phaseOf(this.addonStatus);
    const isIt = nameOf(this.addonStatus?.serverOfferedHash ?? new Uint8Array()) === this.#addon;
    return isIt && (phase === "Installed" || phase === "InstallFailed") ? phase : undefined;
  }

  get wantsAddon(): string | undefined {
    return this.#addon;
  }

  get wantsProgram(): string | undefined {
    return this.#program;
  }

  get #phase(): string {
    return phaseOf(this.status);
  }
}

function phaseOf(status: PackageStatus | undefined): string {
  return (PackageStatusEnum[status?.status ?? 0] ?? "").replace("PackageStatusEnum_", "");
}

/** Brings an add-on, as `AddonEffects` does. */
export async function fetchAddonIn(
  ticket: number,
  life: Pick<SupervisorLife, "driver" | "isDead">,
  { story, machine }: Surroundings,
): Promise<void> {
  const { driver } = life;
  const isWanted = () => !life.isDead && driver.addonFetches.some((each) => each.ticket === ticket);
  for (const phase of ["downloading", "verifying", "unpacking"] as const) {
    await story.takes(story.stalls(0.05) ? [200, 30_000] : [0, 60]);
    if (!isWanted()) return;
    if (phase === "downloading" && machine.breaksDownloads && story.chance(0.05)) {
      driver.addonFails({ code: "ECONNRESET", phase, isCondemned: false });
      return;
    }
    driver.addonIs(phase, phase === "downloading" ? 50 : undefined);
  }
  await story.takes([0, 60]);
  if (isWanted()) driver.addonArrives();
}

/** Brings a package, as `PackageEffects` does; a download may break off by chance. */
export async function fetchIn(
  ticket: number,
  life: Pick<SupervisorLife, "driver" | "isDead">,
  { story, machine }: Surroundings,
): Promise<void> {
  const { driver } = life;
  const isWanted = () => !life.isDead && driver.fetch?.ticket === ticket;
  for (const phase of ["downloading", "verifying", "unpacking", "preflight"] as const) {
    await story.takes(story.stalls(0.05) ? [200, 30_000] : [0, 60]);
    if (!isWanted()) return;
    if (phase === "downloading" && machine.breaksDownloads && story.chance(0.05)) {
      driver.packageFails({ code: "ECONNRESET", phase, isCondemned: false });
      return;
    }
    driver.packageIs(phase, phase === "downloading" ? 50 : undefined);
  }
  await story.takes([0, 60]);
  if (!isWanted() || driver.fetch === undefined) return;
  const name = Buffer.from(driver.fetch.wanted.hash, "hex").toString();
  const contentHash = contentHashOf(name).toHex();
  const program = `${contentHash.slice(0, 32)}/otelcol`;
  machine.lostPrograms.delete(program);
  machine.programs.add(program);
  driver.packageArrives({ contentHash, program });
}

/** Removes what is not needed any more, as `PackageEffects` does. What runs, is gone back to or tried is never among it. */
export function keepIn(
  kept: readonly string[],
  { driver }: Pick<SupervisorLife, "driver">,
  { machine, story, disk }: Surroundings,
): void {
  const { record, upgrade } = driver.state.packages;
  const tried = "program" in upgrade && upgrade.program && relative(disk.paths.packages, upgrade.program.path);
  const hashes = [record.installed, record.before?.hash];
  const needed = new Set([tried, ...hashes.map((hash) => storedPackage(record, hash)?.program)]);
  const directories = new Set(kept.map(dirname));
  for (const program of machine.programs) {
    if (directories.has(dirname(program))) continue;
    if (needed.has(program)) throw new Error(`${program} is needed, and removed`);
    machine.programs.delete(program);
    machine.lostPrograms.add(program);
    story.tell("supervisor", `removes ${program}`);
  }
}

/** As `KnownPrograms` does before each use of a program: `true` where that of a package is lost, which the mind has been told. */
export function isLost(
  program: Program | undefined,
  life: Pick<SupervisorLife, "post">,
  { machine, disk }: Surroundings,
): boolean {
  const path = program && relative(disk.paths.packages, program.path);
  if (path === undefined || !machine.lostPrograms.has(path)) return false;
  life.post({ is: "ProgramLost", program: path, reason: "PACKAGE_LOST: somebody has removed it" });
  return true;
}

/** As a start does: what is not there any more is none. */
export async function settlePackages(storage: Storage, { machine, disk, story }: Surroundings): Promise<void> {
  const { packages: record } = storage.state;
  const directory = disk.paths.packages;
  const fault = (program: string) => (machine.lostPrograms.has(program) ? "PACKAGE_LOST: removed" : undefined);
  const settled = await settleInstalled({
    record,
    directory,
    addonsDirectory: disk.paths.addons,
    executable: "",
    files: {
      stat: async (path) => {
        const { size = 1 } = record.versions.find(({ program }) => join(directory, program) === path) ?? {};
        if (path !== "" && fault(relative(directory, path)) !== undefined) return undefined;
        return { kind: "file", size, modifiedAt: 1, inode: 1, executable: true };
      },
      pieces: async function* () {},
      list: async () => [],
    },
    guard: { fault: async ({ program }) => fault(program) },
    minimumVersion: undefined,
    now: story.clock.now(),
  });
  if (settled.record !== record) await storage.packageRecords.save(settled.record);
}

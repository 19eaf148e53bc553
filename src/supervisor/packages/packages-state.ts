import { join } from "node:path";

import type { AllowedPackage } from "../../config/package-types.ts";
import type { OfferedFile, PackagesOffer } from "../../packages/packages-offer.ts";
import type { VersionRules } from "../../packages/plan.ts";
import {
  type PackagesRecord,
  type ReplacedProgram,
  type StoredPackage,
  storedPackage,
} from "../../storage/packages-record.ts";
import type { StoredHold } from "../../storage/stored-hold.ts";
import type { StoredState } from "../../storage/stored-state.ts";
import type { Composition } from "../mind/state.ts";
import { type Addons, initialAddons } from "./addons-state.ts";
import { toldBefore, type ToldPackage } from "./package-status.ts";
import type { Program } from "./program.ts";

/** What of the supervisor's configuration counts for packages. */
export interface PackageSettings extends VersionRules {
  /** Whether offers are taken; what was installed before runs on in any case. */
  accepts: boolean;
  /** Where they lie, absolute. */
  directory: string;
  /** The add-ons that the operator lets in. */
  allowed: readonly AllowedPackage[];
  /** Longest wait of a configuration for its add-ons, milliseconds. */
  addonWaitMs: number;
  /** How many stay beside the one that runs and the one to go back to. */
  keep: number;
}

/** All that the mind knows of packages. */
export interface Packages {
  /** As it is on disk. */
  record: PackagesRecord;
  /** The newest one that came. */
  offer: PackagesOffer | undefined;
  /** The one that was planned last, and whether that is all there is to plan. */
  planned: PackagesOffer | undefined;
  isPlanned: boolean;
  /** What the server is told of each package. */
  told: readonly ToldPackage[];
  upgrade: Upgrade;
  addons: Addons;
  /** A change of configuration waits until the trial of a program is over. */
  isHolding: boolean;
  /** What the server offers waits until the operator's hold is over. */
  isHeldBack: boolean;
  /** Version of the operator's own executable, by its own word; empty where it is not known. */
  ownVersion: string;
}

/** What is to run instead of what runs now. */
export interface Wanted {
  by: "server" | "operator";
  /** Of the package; the operator's own executable has none, and no hash. */
  name: string;
  version: string;
  hash: string;
}

/** How far a package is before it is tried. */
export type FetchPhase = "downloading" | "verifying" | "unpacking" | "preflight";

/** The machine upgrade: bringing another program into force. Its probation is that of the candidate which it is part of. */
export type Upgrade =
  | { is: "idle" }
  /** On its way into a directory of its own; nothing else is touched. */
  | { is: "fetching"; ticket: number; wanted: Wanted; phase: FetchPhase; file: OfferedFile | undefined }
  /** It lies there, and waits until no change of the configuration is under way. */
  | { is: "staged"; wanted: Wanted; program: Program | undefined; replaced: ReplacedProgram | undefined }
  /** The machine apply has it; `before`: what to go back to. */
  | {
      is: "trying";
      wanted: Wanted;
      program: Program | undefined;
      replaced: ReplacedProgram | undefined;
      before: Composition | undefined;
    };

/** What became of a package on its way into its directory. */
export type FetchOutcome =
  | { fetched: true; stored: StoredPackage; replaced: ReplacedProgram | undefined }
  | { fetched: false; failure: PackageFailure };

export interface PackageFailure {
  /** Stable, for machines. */
  code: string;
  phase: FetchPhase;
  /** For people, without the code. Holds no secret. */
  text: string;
  /** The package itself is to blame: it is not tried again under this hash. */
  isCondemned: boolean;
}

/** `CODE: phase: text`. */
export function packageFailureText({ code, phase, text }: PackageFailure): string {
  return `${code}: ${phase}: ${text}`;
}

/** The program that a package has brought; `undefined`: the operator's own. */
export function programOf(found: StoredPackage | undefined, directory: string): Program | undefined {
  if (found === undefined) return undefined;
  const { program, hash, version, ownVersion } = found;
  return { path: join(directory, program), hash, version, ownVersion };
}

/** The program in force, and the one to go back to while that one is on probation. */
export function storedPrograms(
  record: PackagesRecord,
  directory: string,
): Record<"installed" | "before", Program | undefined> {
  const installed = programOf(storedPackage(record, record.installed), directory);
  const before = record.before && { program: programOf(storedPackage(record, record.before.hash), directory) };
  return { installed, before: before === undefined ? installed : before.program };
}

/** Version of what is in force, by its own word; empty where it is not known. */
export function runningVersion({ record, ownVersion }: Pick<Packages, "record" | "ownVersion">): string {
  return storedPackage(record, record.installed)?.ownVersion ?? ownVersion;
}

export interface InitialPackagesOptions {
  stored: Pick<StoredState, "packages" | "packageStatuses">;
  /** What was offered before, where it is still taken. */
  offer: PackagesOffer | undefined;
  /** Of the executable that runs now; empty where it is not known. */
  version: string;
  /** Name of the package of the supervisor itself, where one is installed. Default: none is. */
  heldSelf?: string | undefined;
  /** The operator holds what the server wants; `packages`: what of it had begun. */
  hold: Pick<StoredHold, "packages"> | undefined;
}

/** An offer that has not all its verdicts goes on; what had failed stays so. */
export function initialPackages(options: InitialPackagesOptions): Packages {
  const { stored, offer, version, heldSelf, hold } = options;
  const { packages: record, packageStatuses } = stored;
  const told = toldBefore(packageStatuses);
  const held = [storedPackage(record, record.installed), ...(record.addons?.inForce?.addons ?? [])].map(
    (each) => each?.name,
  );
  return {
    record,
    offer,
    planned: hold === undefined || hold.packages === offer?.id ? offer : undefined,
    isPlanned: offer === undefined,
    told: told.filter(({ name, phase }) =>
      phase === "installed" ? held.includes(name) || name === heldSelf : offer !== undefined || phase === "failed",
    ),
    upgrade: { is: "idle" },
    addons: initialAddons(record.addons),
    isHolding: false,
    isHeldBack: hold !== undefined,
    ownVersion: record.installed === undefined ? version : (record.replaced?.ownVersion ?? ""),
  };
}

import type { SupervisorConfig } from "../../config/types.ts";
import type { OfferedFile } from "../../packages/packages-offer.ts";
import { type ProgramFacts, type Refusal, supervisorName } from "../../packages/plan.ts";
import type { Obstacle, OwnRole } from "../../runtime/own-program-port.ts";
import {
  type PackagesRecord,
  type ReplacedProgram,
  type StoredPackage,
  storedPackage,
} from "../../storage/packages-record.ts";
import type { State } from "../mind/state.ts";
import type { FetchPhase, Wanted } from "./packages-state.ts";

/** What of the supervisor's configuration counts for packages of the supervisor itself. */
export interface SelfSettings {
  /** Whether offers are taken; what was installed before runs on in any case. */
  accepts: boolean;
  /** How long one on trial has for its proof, milliseconds. */
  proofMs: number;
}

/** What this process is, as far as the mind is concerned. */
export interface OwnFacts {
  role: OwnRole;
  /** Of this program. */
  version: string;
  /** Why it cannot be exchanged here. */
  obstacle: Obstacle | undefined;
}

/** All that the mind knows of packages of the supervisor itself. */
export interface Self extends OwnFacts {
  /** As it is on disk. */
  record: PackagesRecord;
  upgrade: SelfUpgrade;
  /** The server has answered in this run. */
  isAnswered: boolean;
  /** Why the server was missed last. */
  missed: string | undefined;
}

/** The machine self-upgrade, of the supervisor that runs and of the one that is to take its place. */
export type SelfUpgrade =
  | { is: "idle" }
  | { is: "fetching"; ticket: number; wanted: Wanted; phase: FetchPhase; file: OfferedFile | undefined }
  /** It lies there, and waits until no change of anything else is under way. `program`: from the directory; `undefined`: the operator's own. */
  | { is: "staged"; wanted: Wanted; program: string | undefined; replaced: ReplacedProgram | undefined }
  /** It is asked once more whether it takes what is here. A change that comes meanwhile goes first. */
  | {
      is: "leaving";
      ticket: number;
      wanted: Wanted;
      program: string | undefined;
      replaced: ReplacedProgram | undefined;
    }
  /** This supervisor ends in order, and the other one is tried in its place. */
  | { is: "left"; wanted: Wanted }
  /** This supervisor is the one that is tried. */
  | { is: "proving"; hash: string; by: Wanted["by"] }
  /** It has proved itself, or failed to, and ends. */
  | { is: "judged" }
  /** This supervisor is in force, and has not brought the Collector up yet. */
  | { is: "standing" };

export interface InitialSelfOptions {
  record: PackagesRecord;
  own: OwnFacts;
}

/** What a supervisor on trial may take beside the waits for the server and for the Collector's proof, milliseconds. */
const startMs = 10_000;

/** How long one on trial has for its proof, milliseconds. */
export function trialBoundMs({ connection, agent }: Pick<SupervisorConfig, "connection" | "agent">): number {
  return connection.verifyTimeoutMs + agent.configApplyTimeoutMs + startMs;
}

/** For a supervisor that nobody exchanges. */
export const lonely: OwnFacts = { role: { is: "installed" }, version: "", obstacle: undefined };

export function initialSelf({ record, own }: InitialSelfOptions): Self {
  return { ...own, record, upgrade: initialUpgrade(record, own), isAnswered: false, missed: undefined };
}

function initialUpgrade({ trial, before, installed }: PackagesRecord, { role }: OwnFacts): SelfUpgrade {
  if (role.is === "trial" && trial !== undefined) return { is: "proving", hash: trial.hash, by: role.by };
  const isNew = before !== undefined || (trial !== undefined && trial.hash === installed);
  return isNew ? { is: "standing" } : { is: "idle" };
}

/** The package that is installed; `undefined`: the operator's own executable is. */
export function installedSelf({ record }: Pick<Self, "record">): StoredPackage | undefined {
  return storedPackage(record, record.installed);
}

/** The name of what is installed, as it is told to the server. */
export function heldSelf({ record }: Pick<Self, "record">): string | undefined {
  return record.installed === undefined ? undefined : supervisorName;
}

export function selfFacts({ self, settings }: Pick<State, "self" | "settings">): ProgramFacts {
  const { allowDowngrade } = settings.packages;
  // `agent.package.minimum_version` is one of the Collector.
  return { record: self.record, running: self.version, allowDowngrade, minimumVersion: undefined };
}

/** Why no package of the supervisor is taken; `undefined`: it is. */
export function selfRefusal({ self, settings }: Pick<State, "self" | "settings">): Refusal | undefined {
  if (settings.self.accepts) return self.obstacle;
  const reason = "packages of the supervisor itself are not taken: accepts_supervisor_package is off";
  return { code: "NOT_ALLOWED", reason };
}

/** Why no package of the Collector, or for it, is taken; `undefined`: it is. */
export function collectorRefusals({
  settings,
}: Pick<State, "settings">): Readonly<Record<"collector" | "addon", Refusal | undefined>> {
  if (settings.packages.accepts) return { collector: undefined, addon: undefined };
  const refusal = (what: string) => ({ code: "NOT_ALLOWED", reason: `${what} are not taken: accepts_packages is off` });
  return { collector: refusal("packages of the Collector"), addon: refusal("packages") };
}

import * as z from "zod/mini";

import { type AddonsRecord, addonsSchema } from "./addons-record.ts";
import { jsonRecord } from "./json-record.ts";

/** A package whose executable lies whole below `packages/`. Hashes are in lower-case hex. */
export interface StoredPackage {
  readonly name: string;
  readonly version: string;
  /** What the executable says of itself; empty where it does not. */
  readonly ownVersion: string;
  /** The Server's hash of the package, which nobody else can make. */
  readonly hash: string;
  /** SHA-256 of the file that was offered. */
  readonly contentHash: string;
  /** The executable, from `packages/`: packages with the same content have the same. */
  readonly program: string;
  /** Bytes of the executable. */
  readonly size: number;
  /** SHA-256 of the executable. Absent: an earlier version of this program has installed it. */
  readonly sha256?: string | undefined;
  /** What the operator trusted when it was verified, as `verifierPrint` has it. Absent: as with `sha256`. */
  readonly verifier?: string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/** A package that was tried and is known not to work. */
export interface RejectedPackage {
  /** The Server's hash of the package. */
  readonly hash: string;
  /** What the server was told. */
  readonly reason: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/** The journal: a package that is being tried. With its verdict it is removed, so one that a start finds was cut short. */
export interface PackageTrial {
  readonly hash: string;
  /** How many times it was begun, this time included. */
  readonly begun: number;
}

/** The operator's own executable, as it was when a package took its place. */
export interface ReplacedProgram {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the Unix epoch, with fractions. */
  readonly modifiedAt: number;
  /** SHA-256 of its content. */
  readonly sha256: string;
  /** What it said of itself; empty where it did not. */
  readonly ownVersion: string;
}

/** A way back that the operator wanted and that did not work. */
export interface FailedRollback {
  /** Where it was to lead; empty where that is not known. */
  readonly version: string;
  /** As the log has it: `CODE: phase: text`. */
  readonly reason: string;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** No journal of events has it yet. */
  readonly isUntold?: boolean | undefined;
}

/** All that is known of packages, in one record, so that each change of it is whole. */
export interface PackagesRecord {
  /** Oldest first. */
  readonly versions: readonly StoredPackage[];
  /** The pointer: hash of the one that runs. Absent: the operator's own executable does. */
  readonly installed?: string | undefined;
  /**
   * What to go back to while that one is on probation; without a hash it is the operator's own executable. `isWayBack`: that one is
   * what the operator went back to, of the supervisor alone.
   */
  readonly before?: { readonly hash?: string | undefined; readonly isWayBack?: boolean | undefined } | undefined;
  readonly trial?: PackageTrial | undefined;
  /** The highest version that has stood its probation here, or was the operator's own when a package took its place, by its own word. */
  readonly highest?: string | undefined;
  /** Oldest first. */
  readonly rejected: readonly RejectedPackage[];
  readonly replaced?: ReplacedProgram | undefined;
  /** The last one, until something else is ordered or tried. Of the supervisor alone. */
  readonly failedRollback?: FailedRollback | undefined;
  /** Absent: there never was any. */
  readonly addons?: AddonsRecord | undefined;
}

export const noPackages: PackagesRecord = { versions: [], rejected: [] };

/** So many are remembered, the newest. */
const maxRejected = 32;

/** What is read becomes the name of a file that is run: nothing but a file in a directory below `packages/` is taken. */
const programPath = /^[0-9a-f]{8,64}\/(?!\.\.?$)[^/\\]+$/;

export const packagesRecord = jsonRecord<PackagesRecord>(
  z.object({
    versions: z.array(
      z.object({
        name: z.string(),
        version: z.string(),
        ownVersion: z.string(),
        hash: z.string(),
        contentHash: z.string(),
        program: z.string().check(z.regex(programPath)),
        size: z.number(),
        sha256: z.optional(z.string()),
        verifier: z.optional(z.string()),
        at: z.number(),
      }),
    ),
    installed: z.optional(z.string()),
    before: z.optional(z.object({ hash: z.optional(z.string()), isWayBack: z.optional(z.boolean()) })),
    trial: z.optional(z.object({ hash: z.string(), begun: z.int().check(z.positive()) })),
    highest: z.optional(z.string()),
    rejected: z.array(z.object({ hash: z.string(), reason: z.string(), at: z.number() })),
    replaced: z.optional(
      z.object({ size: z.number(), modifiedAt: z.number(), sha256: z.string(), ownVersion: z.string() }),
    ),
    failedRollback: z.optional(
      z.object({ version: z.string(), reason: z.string(), at: z.number(), isUntold: z.optional(z.boolean()) }),
    ),
    addons: addonsSchema,
  }),
  "packages",
);

/** The package with this hash; `undefined` where there is none. */
export function storedPackage({ versions }: PackagesRecord, hash: string | undefined): StoredPackage | undefined {
  return hash === undefined ? undefined : versions.find((version) => version.hash === hash);
}

/** `record` with `next` as its newest rejected package. */
export function withRejectedPackage(record: PackagesRecord, next: RejectedPackage): PackagesRecord {
  const others = record.rejected.filter(({ hash }) => hash !== next.hash);
  return { ...record, rejected: [...others, next].slice(-maxRejected) };
}

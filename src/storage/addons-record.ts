import * as z from "zod/mini";

/** An add-on that lies whole below `addons/`. Hashes are in lower-case hex. */
export interface StoredAddon {
  readonly name: string;
  readonly version: string;
  /** The Server's hash of the package. */
  readonly hash: string;
  /** SHA-256 of the file that was offered. */
  readonly contentHash: string;
  /** The file or the directory, from `addons/`: equal content lies there once. */
  readonly path: string;
  /** Bytes of all its files. */
  readonly size: number;
  /** What the operator trusted when it was verified, as `verifierPrint` has it. Absent: an earlier version of this program has fetched it. */
  readonly verifier?: string | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/** The add-ons that go with one configuration: what is in force, what to go back to, or what is tried. */
export interface StoredAddonSet {
  /** Hash of the remote configuration in lower-case hex; empty where there is none. */
  readonly config: string;
  readonly addons: readonly Omit<StoredAddon, "contentHash" | "size" | "verifier" | "at">[];
}

/** All that is known of add-ons. */
export interface AddonsRecord {
  readonly here: readonly StoredAddon[];
  readonly inForce?: StoredAddonSet | undefined;
  /** While what is in force is on probation with other ones than before. */
  readonly before?: StoredAddonSet | undefined;
  /** The journal. `begun`: how many times, this one included. */
  readonly tried?: (StoredAddonSet & { readonly begun: number }) | undefined;
}

/** What is read becomes what the Collector reads: nothing but an entry of a directory below `addons/` is taken. */
const addonPath = /^[0-9a-f]{8,64}(?:\.raw)?\/(?!\.)[^/\\]+$/;

const shared = {
  name: z.string(),
  version: z.string(),
  hash: z.string(),
  path: z.string().check(z.regex(addonPath)),
};

const set = { config: z.string(), addons: z.array(z.object(shared)) };

/** One that cannot be read is none: it keeps nothing else from being used. */
export const addonsSchema = z.catch(
  z.optional(
    z.object({
      here: z.array(
        z.object({
          ...shared,
          contentHash: z.string(),
          size: z.number(),
          verifier: z.optional(z.string()),
          at: z.number(),
        }),
      ),
      inForce: z.optional(z.object(set)),
      before: z.optional(z.object(set)),
      tried: z.optional(z.object({ ...set, begun: z.int().check(z.positive()) })),
    }),
  ),
  undefined,
);

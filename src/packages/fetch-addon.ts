import { join } from "node:path";

import { addonFile } from "./addon-directory.ts";
import { type FetchFault, fetchTrusted, type TrustedOptions } from "./fetch-trusted.ts";
import type { OfferedFile } from "./packages-offer.ts";
import { unpackAddon } from "./unpack-addon.ts";

export interface FetchAddonRequest {
  /** Of the package. */
  name: string;
  file: OfferedFile;
  /** A directory for this content alone, which is there. */
  directory: string;
  /** See `UnpackAddonRequest`. */
  unpack: boolean;
  readers?: number | undefined;
}

export type FetchAddonResult =
  /** `entry`: name of the file or the directory in `directory`; `size`: bytes of all files; `verifier`: what the operator trusted (`verifierPrint`). */
  { kind: "fetched"; entry: string; isDirectory: boolean; size: number; verifier: string } | FetchFault;

/**
 * Brings an add-on into its directory: fetched, its hash and its signature verified, and unpacked, in this order. Of what fails
 * nothing stays but a download to be resumed.
 */
export async function fetchAddon(request: FetchAddonRequest, options: TrustedOptions): Promise<FetchAddonResult> {
  const { files, config, reached } = options;
  const { name, file, directory, unpack, readers } = request;
  // No add-on is called so: see `addonFile`.
  const archive = join(directory, ".package");
  const entry = addonFile(name);
  let isGivenUp = false;
  try {
    const trusted = await fetchTrusted(file, archive, options);
    isGivenUp = trusted.kind === "cancelled";
    if (trusted.kind !== "trusted") return trusted;
    reached("unpacking");
    const { maxBytes } = config.download;
    const outcome = await unpackAddon({ archive, into: join(directory, entry), unpack, maxBytes, readers }, options);
    isGivenUp = outcome.kind === "cancelled";
    if (outcome.kind === "cancelled") return outcome;
    if (outcome.kind === "unpacked") return { ...outcome, kind: "fetched", entry, verifier: trusted.verifier };
    const { code, message, passing } = outcome;
    const hint =
      isArchiveFault(code) && unpack
        ? `${message}; with unpack: false in agent::package::allowed it stays one file`
        : message;
    return { kind: "failed", phase: "unpacking", code, message: hint, isCondemned: !passing };
  } finally {
    // What is given up goes on from the whole file another time.
    if (!isGivenUp) await files.remove(archive);
  }
}

/** What is no archive of the kind that its first bytes promise. */
function isArchiveFault(code: string): boolean {
  return code === "BROKEN_ARCHIVE" || code === "UNSUPPORTED";
}

import { join } from "node:path";

import type { PackageConfig } from "../config/package-types.ts";
import { checkProgram } from "./check-program.ts";
import { type FetchFault, fetchTrusted, type TrustedOptions } from "./fetch-trusted.ts";
import type { OfferedFile } from "./packages-offer.ts";
import { unpack } from "./unpack.ts";

export interface FetchRequest {
  file: OfferedFile;
  /** A directory for this content alone, which is there. */
  directory: string;
  /** File name of the program in it. */
  program: string;
  /** Permission bits of the program. */
  mode: number;
}

export interface FetchOptions extends TrustedOptions {
  config: PackageConfig;
}

export type FetchResult =
  /** `sha256`: of the program; `verifier`: what the operator trusted (`verifierPrint`). In lower-case hex. */
  { kind: "fetched"; path: string; size: number; sha256: string; verifier: string } | FetchFault;

/**
 * Brings the program of a package into its directory: fetched, its hash and its signature verified, taken out of its archive,
 * and seen to be a program for this machine, in this order. Of what fails nothing stays but a download to be resumed.
 */
export async function fetchPackage(request: FetchRequest, options: FetchOptions): Promise<FetchResult> {
  const { files } = options;
  const archive = join(request.directory, "package");
  const path = join(request.directory, request.program);
  let result: FetchResult | undefined;
  try {
    return (result = await openFile(request, { archive, path }, options));
  } finally {
    // What is given up goes on from the whole file another time.
    if (result?.kind !== "cancelled") await files.remove(archive);
  }
}

async function openFile(
  request: FetchRequest,
  { archive, path }: { archive: string; path: string },
  options: FetchOptions,
): Promise<FetchResult> {
  const trusted = await fetchTrusted(request.file, archive, options);
  return trusted.kind === "trusted" ? await unpackFile(request, archive, path, trusted.verifier, options) : trusted;
}

async function unpackFile(
  { mode }: FetchRequest,
  archive: string,
  into: string,
  verifier: string,
  options: FetchOptions,
): Promise<FetchResult> {
  const { config, files, host, reached } = options;
  reached("unpacking");
  const failed = (code: string, message: string, isCondemned: boolean): FetchResult => {
    return { kind: "failed", phase: "unpacking", code, message, isCondemned };
  };
  const { maxBytes } = config.download;
  const outcome = await unpack({ archive, entry: config.agentBinary, into, mode, maxBytes }, options);
  if (outcome.kind === "cancelled") return outcome;
  if (outcome.kind === "refused") return failed(outcome.code, outcome.message, !outcome.passing);
  const verdict = await checkProgram(into, { target: host, files });
  if (verdict.kind === "fits") {
    return { kind: "fetched", path: into, size: outcome.size, sha256: outcome.sha256.toHex(), verifier };
  }
  await files.remove(into);
  return failed(verdict.code, verdict.message, true);
}

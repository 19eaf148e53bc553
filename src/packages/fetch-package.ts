import { join } from "node:path";

import type { PackageConfig } from "../config/package-types.ts";
import type { Network } from "../runtime/network-ports.ts";
import type { Clock, Files, Host, Random } from "../runtime/ports.ts";
import type { Processes } from "../runtime/process-ports.ts";
import type { Log } from "../telemetry/log.ts";
import { checkProgram } from "./check-program.ts";
import type { DownloadOptions, DownloadProgress } from "./download-types.ts";
import { download } from "./download.ts";
import type { OfferedFile } from "./packages-offer.ts";
import { verifierPrint } from "./trust/verifier-print.ts";
import { verify } from "./trust/verify.ts";
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

export interface FetchOptions {
  config: PackageConfig;
  route: DownloadOptions["route"];
  files: Files;
  network: Network;
  processes: Pick<Processes, "compute">;
  host: Pick<Host, "os" | "arch">;
  clock: Clock;
  random: Pick<Random, "unit">;
  log: Log;
  signal: AbortSignal;
  /** Told where it is; `progress`: of the download. Must not throw. */
  reached(phase: "downloading" | "verifying" | "unpacking", progress?: DownloadProgress): void;
}

export type FetchResult =
  /** `sha256`: of the program; `verifier`: what the operator trusted (`verifierPrint`). In lower-case hex. */
  | { kind: "fetched"; path: string; size: number; sha256: string; verifier: string }
  | {
      kind: "failed";
      phase: "downloading" | "verifying" | "unpacking";
      code: string;
      message: string;
      /** The content is to blame, wherever it comes from. */
      isCondemned: boolean;
    }
  | { kind: "cancelled" };

/**
 * Brings the program of a package into its directory: fetched, its hash and its signature verified, taken out of its archive,
 * and seen to be a program for this machine, in this order, so that nothing is looked into that nobody vouches for. Of
 * what fails nothing stays but a download to be resumed.
 */
export async function fetchPackage(request: FetchRequest, options: FetchOptions): Promise<FetchResult> {
  const { files } = options;
  const archive = join(request.directory, "package");
  const path = join(request.directory, request.program);
  const fetched = await fetchFile(request, archive, options);
  if (fetched !== undefined) return fetched;
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
  const trusted = await trustFile(request, archive, options);
  return "verifier" in trusted ? await unpackFile(request, archive, path, trusted.verifier, options) : trusted;
}

/** `undefined`: it lies there. */
async function fetchFile(
  { file }: FetchRequest,
  into: string,
  options: FetchOptions,
): Promise<FetchResult | undefined> {
  const { config, reached } = options;
  reached("downloading");
  const { url, headers } = file;
  const outcome = await download(
    { url, headers, contentHash: Uint8Array.fromHex(file.contentHash), into },
    { ...options, ...config.download, onProgress: (progress) => reached("downloading", progress) },
  );
  if (outcome.kind === "cancelled") return outcome;
  if (outcome.kind !== "failed") return undefined;
  const { code, message } = outcome;
  return { kind: "failed", phase: "downloading", code, message, isCondemned: false };
}

/** `verifier`: somebody whom the operator trusts so has signed it. What he trusts may change, so nothing is condemned. */
async function trustFile(
  { file }: FetchRequest,
  path: string,
  options: FetchOptions,
): Promise<{ verifier: string } | FetchResult> {
  const { config, reached, log, files, signal } = options;
  reached("verifying");
  const failed = (code: string, message: string): FetchResult => {
    return { kind: "failed", phase: "verifying", code, message, isCondemned: false };
  };
  const { verifier } = config;
  if (verifier === undefined) return failed("VERIFIER_UNUSABLE", "there is no agent::package::verifier");
  const sha256 = Uint8Array.fromHex(file.contentHash);
  const print = await verifierPrint(verifier, files);
  if ("fault" in print) return failed("VERIFIER_UNUSABLE", print.fault);
  const trust = await verify({ path, sha256, signature: file.signature }, verifier, options).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return cancelled;
  });
  if (trust.kind === "cancelled") return trust;
  if (trust.kind === "refused") return failed(trust.code, trust.message);
  log.info("The package is trusted", {
    by: trust.by,
    ...(trust.signedAt && { signedAt: trust.signedAt.toISOString() }),
  });
  return signal.aborted ? cancelled : { verifier: print.print };
}

const cancelled = { kind: "cancelled" } as const;

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

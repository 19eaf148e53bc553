import type { PackageDownloadConfig, VerifierConfig } from "../config/package-types.ts";
import type { Network } from "../runtime/network-ports.ts";
import type { Clock, Files, Host, Random } from "../runtime/ports.ts";
import type { Processes } from "../runtime/process-ports.ts";
import type { Log } from "../telemetry/log.ts";
import type { DownloadOptions, DownloadProgress } from "./download-types.ts";
import { download } from "./download.ts";
import { Pace } from "./pace.ts";
import type { OfferedFile } from "./packages-offer.ts";
import { verifierPrint } from "./trust/verifier-print.ts";
import { verify } from "./trust/verify.ts";

/** How far a file of a package is. */
export type FetchedPhase = "downloading" | "verifying" | "unpacking";

export interface TrustedOptions {
  config: { download: PackageDownloadConfig; verifier?: VerifierConfig };
  route: DownloadOptions["route"];
  /** Several that share one. Default: of its own, as the configuration has it. */
  pace?: Pace | undefined;
  files: Files;
  network: Network;
  processes: Pick<Processes, "compute">;
  host: Pick<Host, "os" | "arch">;
  clock: Clock;
  random: Pick<Random, "unit">;
  log: Log;
  signal: AbortSignal;
  /** Told where it is; `progress`: of the download. Must not throw. */
  reached(phase: FetchedPhase, progress?: DownloadProgress): void;
}

/** `verifier`: what the operator trusted (`verifierPrint`), lower-case hex. */
export type FetchTrusted = { kind: "trusted"; verifier: string } | FetchFault;

/** Why a file is not here. */
export type FetchFault =
  | {
      kind: "failed";
      phase: FetchedPhase;
      code: string;
      message: string;
      /** The content is to blame, wherever it comes from. */
      isCondemned: boolean;
    }
  | { kind: "cancelled" };

/**
 * Fetches a file of a package and sees that somebody whom the operator trusts has signed it, in this order, so that nothing is
 * looked into that nobody vouches for. Where it is trusted it lies at `into`; where it failed it may lie there, and must not stay.
 */
export async function fetchTrusted(file: OfferedFile, into: string, options: TrustedOptions): Promise<FetchTrusted> {
  return (await fetchFile(file, into, options)) ?? (await trustFile(file, into, options));
}

async function fetchFile(
  { url, headers, contentHash }: OfferedFile,
  into: string,
  options: TrustedOptions,
): Promise<FetchFault | undefined> {
  const { config, reached } = options;
  const { maxBytesPerSecond: rate } = config.download;
  const pace = options.pace ?? (rate === undefined ? undefined : new Pace(options.clock, rate));
  reached("downloading");
  const outcome = await download(
    { url, headers, contentHash: Uint8Array.fromHex(contentHash), into },
    { ...options, ...config.download, pace, onProgress: (progress) => reached("downloading", progress) },
  );
  if (outcome.kind === "cancelled") return outcome;
  if (outcome.kind !== "failed") return undefined;
  const { code, message } = outcome;
  return { kind: "failed", phase: "downloading", code, message, isCondemned: false };
}

/** Whom the operator trusts may change, so nothing is condemned. */
async function trustFile(file: OfferedFile, path: string, options: TrustedOptions): Promise<FetchTrusted> {
  const { config, reached, log, files, signal } = options;
  reached("verifying");
  const failed = (code: string, message: string): FetchFault => {
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
  return signal.aborted ? cancelled : { kind: "trusted", verifier: print.print };
}

const cancelled = { kind: "cancelled" } as const;

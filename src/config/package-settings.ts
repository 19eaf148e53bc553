import type * as z from "zod/mini";

import type { packageDownloadSection } from "./schema/package-download.ts";

/** How files of packages are fetched. */
export interface PackageDownloadConfig {
  maxBytes: number;
  /** For one file. */
  maxDurationMs: number;
  /** Unset: as fast as it goes. */
  maxBytesPerSecond?: number;
}

/** The checked section `agent.package.download` as the rest of the program reads it. */
export function packageDownloadSettings(
  file: z.output<ReturnType<typeof packageDownloadSection>>,
): PackageDownloadConfig {
  const { max_size_mib: mib, timeout, max_rate_kib: rate } = file;
  return {
    maxBytes: mib * 1024 * 1024,
    maxDurationMs: timeout,
    ...(rate > 0 && { maxBytesPerSecond: rate * 1024 }),
  };
}

/** Path of the Collector in an archive; by default the file name of the configured one, on whatever system that was written. */
export function agentBinary(configured: string | undefined, executable: string): string {
  if (configured !== undefined && configured !== "") return configured;
  return executable.split(/[\\/]/).at(-1) ?? "";
}

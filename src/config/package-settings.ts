import type * as z from "zod/mini";

import type { PackageConfig, PackageDownloadConfig } from "./package-types.ts";
import { verifierSettings } from "./package-verifier-settings.ts";
import type { packageDownloadSection } from "./schema/package-download.ts";
import type { packageSection } from "./schema/package.ts";

/** The checked section `agent.package` as the rest of the program reads it. */
export function packageSettings(file: z.output<ReturnType<typeof packageSection>>, executable: string): PackageConfig {
  const verifier = verifierSettings(file.verifier);
  return {
    ...(verifier && { verifier }),
    agentBinary: agentBinary(file.agent_binary, executable),
    allowDowngrade: file.allow_downgrade,
    ...(file.minimum_version && { minimumVersion: file.minimum_version }),
    keep: file.keep,
    download: packageDownloadSettings(file.download),
  };
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

import type { PackageConfig } from "./package-types.ts";
import { verifierSettings } from "./package-verifier-settings.ts";
import type { SupervisorFile } from "./schema/supervisor.ts";

const kib = 1024;

/** The checked section `agent.package` as the rest of the program reads it. */
export function packageSettings(file: SupervisorFile["agent"]["package"]): PackageConfig {
  const { download } = file;
  const verifier = verifierSettings(file.verifier);
  return {
    ...(verifier && { verifier }),
    agentBinary: file.agent_binary ?? "",
    allowDowngrade: file.allow_downgrade,
    ...(file.minimum_version && { minimumVersion: file.minimum_version }),
    keep: file.keep,
    download: {
      maxBytes: download.max_size_mib * kib * kib,
      timeoutMs: download.timeout,
      ...(download.max_rate_kib > 0 && { maxBytesPerSecond: download.max_rate_kib * kib }),
    },
  };
}

import type * as z from "zod/mini";

import type { AllowedPackage, PackageConfig, PackageDownloadConfig } from "./package-types.ts";
import { verifierSettings } from "./package-verifier-settings.ts";
import type { packageAllowed } from "./schema/package-allowed.ts";
import type { packageDownloadSection } from "./schema/package-download.ts";
import type { packageSection } from "./schema/package.ts";
import type { SupervisorFile } from "./schema/supervisor.ts";

/** The checked section `agent.package` as the rest of the program reads it. */
export function packageSettings(file: z.output<ReturnType<typeof packageSection>>, executable: string): PackageConfig {
  const verifier = verifierSettings(file.verifier);
  return {
    ...(verifier && { verifier }),
    agentBinary: agentBinary(file.agent_binary, executable),
    allowDowngrade: file.allow_downgrade,
    ...(file.minimum_version && { minimumVersion: file.minimum_version }),
    keep: file.keep,
    allowed: allowedPackages(file.allowed),
    download: packageDownloadSettings(file.download),
  };
}

/** What is taken but worth a word, with the path of the key. */
export function packageWarnings({ capabilities, agent }: SupervisorFile): [path: string[], message: string][] {
  const { reports_package_statuses: reports } = capabilities;
  const accepts = capabilities.accepts_packages || capabilities.accepts_supervisor_package;
  const reporting = ["capabilities", "reports_package_statuses"];
  const verifying = ["agent", "package", "verifier", "type"];
  const warnings: [boolean, string[], string][] = [
    [accepts && reports === false, reporting, "false: the server will not be told what became of a package"],
    [
      !capabilities.accepts_packages && agent.package.allowed.length > 0,
      ["agent", "package", "allowed"],
      "has no effect without capabilities::accepts_packages",
    ],
    [
      !accepts && reports === true,
      reporting,
      "true has no effect without accepts_packages or accepts_supervisor_package",
    ],
    [
      accepts && agent.package.verifier.type === "none",
      verifying,
      "none: whoever has the server may run any program here",
    ],
  ];
  return warnings.flatMap(([isSo, path, message]) => (isSo ? [[path, message]] : []));
}

/** The checked section `agent.package.download` as the rest of the program reads it. */
export function packageDownloadSettings(
  file: z.output<ReturnType<typeof packageDownloadSection>>,
): PackageDownloadConfig {
  const { max_size_mib: mib, timeout, max_rate_kib: rate } = file;
  return {
    maxBytes: mib * mebibyte,
    maxDurationMs: timeout,
    ...(rate > 0 && { maxBytesPerSecond: rate * 1024 }),
  };
}

const mebibyte = 1024 * 1024;

function allowedPackages(file: z.output<ReturnType<typeof packageAllowed>>): AllowedPackage[] {
  return file.map(({ name, max_size_mib: mib, unpack }) => {
    return { name, unpack, ...(mib !== undefined && { maxBytes: mib * mebibyte }) };
  });
}

/** Path of the Collector in an archive; by default the file name of the configured one, on whatever system that was written. */
export function agentBinary(configured: string | undefined, executable: string): string {
  if (configured !== undefined && configured !== "") return configured;
  return executable.split(/[\\/]/).at(-1) ?? "";
}

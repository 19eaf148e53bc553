import { checkExecutable as lookAtExecutable } from "../collector/executable.ts";
import { checkReach, prepareRunAs } from "../collector/run-as.ts";
import { composeOffline } from "../supervisor/compose/offline.ts";
import { inspectProgram } from "../supervisor/packages/inspect-program.ts";
import type { Log } from "../telemetry/log.ts";
import { silentLog } from "../telemetry/silent-log.ts";
import type { Patient } from "./context.ts";
import type { Finding, FindingCode } from "./finding.ts";
import { nearestDirectory } from "./nearest-directory.ts";
import { fine, found, skipped } from "./report.ts";

/** By the codes of `inspectProgram`. */
const programCodes: Readonly<Record<string, FindingCode>> = {
  WRONG_ARCHITECTURE: "WRONG_ARCHITECTURE",
  CANNOT_EXECUTE: "CANNOT_EXECUTE",
  NO_OPAMP_EXTENSION: "NO_OPAMP_EXTENSION",
};

/**
 * The Collector's binary: there, for this machine, executable by who is to run it, with the opamp extension. It is asked for its version
 * and its components; it opens no port for that.
 */
export async function checkExecutable(patient: Patient): Promise<Finding[]> {
  const { config, runtime } = patient;
  const { executable, env } = await composeOffline({ config, ...runtime, log: silentLog, remote: "in-force" });
  const without = skipped("extension", "the executable cannot be asked");
  const look = await lookAtExecutable({ executable, ...runtime });
  if (!look.usable) return [found("EXECUTABLE", look.message), without];
  const runAs = await prepareRunAs(config.agent, runtime);
  if (!runAs.possible) return [found("RUN_AS", runAs.reason), without];
  const findings = await checkAccount(runAs.account, executable, patient);
  if (findings.some(({ severity }) => severity === "error")) return [...findings, without];
  const { signal } = new AbortController();
  let unlisted: string | undefined;
  const log: Log = { ...silentLog, warn: (_, fields) => void (unlisted = String(fields?.["reason"])) };
  const program = await inspectProgram({ executable, env, runtime: runAs.runtime, log, signal });
  if (program.fits) {
    const who = runAs.account === undefined ? "" : `, run as ${runAs.account.user}`;
    return [
      ...findings,
      fine("executable", `${executable}${program.version === "" ? "" : `, version ${program.version}`}${who}`),
      unlisted === undefined
        ? fine("extension", "opamp is built in")
        : found("EXTENSION_UNKNOWN", `the executable does not list its components: ${unlisted}`),
    ];
  }
  const { code, text } = program.failure;
  const finding = found(programCodes[code] ?? "COLLECTOR_SILENT", text);
  if (finding.area === "extension") return [...findings, fine("executable", executable), finding];
  return [...findings, finding, without];
}

async function checkAccount(
  account: Parameters<typeof checkReach>[0]["account"] | undefined,
  executable: string,
  { config, runtime, inspection }: Patient,
): Promise<Finding[]> {
  if (account === undefined) return [];
  const directory = await nearestDirectory(config.storage.directory, runtime.host.directory, inspection);
  const reach = await checkReach({ account, executable, directory, runtime });
  if (!reach.possible) return [found("RUN_AS", reach.reason)];
  return reach.warning === undefined ? [] : [found("RUN_AS_DIRECTORY", reach.warning)];
}

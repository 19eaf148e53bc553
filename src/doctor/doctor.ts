import { loadConfig } from "../config/load.ts";
import { problemText } from "../config/problem.ts";
import { reachSupervisor } from "../control/control-client.ts";
import { errorMessage } from "../runtime/error-message.ts";
import type { Inspection } from "../runtime/inspection-ports.ts";
import type { Runtime } from "../runtime/ports.ts";
import { checkCertificates } from "./check-certificates.ts";
import { checkExecutable } from "./check-executable.ts";
import { checkPorts } from "./check-ports.ts";
import { checkServer } from "./check-server.ts";
import { checkStorage } from "./check-storage.ts";
import { checkTies } from "./check-ties.ts";
import { checkUnit } from "./check-unit.ts";
import type { Patient } from "./context.ts";
import { type Area, areas, type Finding } from "./finding.ts";
import { readConnections } from "./read-connections.ts";
import { fine, found, skipped } from "./report.ts";

export interface DoctorOptions {
  /** The configuration. */
  file: string;
  /** Name or path of the systemd unit. Default: it is looked for. */
  unit?: string | undefined;
  runtime: Runtime;
  inspection: Inspection;
}

/**
 * Looks at everything that a supervisor needs, before one runs and beside one that does: nothing is changed, locked or started, no agent
 * is disturbed. Findings are in the order of `areas`.
 */
export async function examine({ file, unit, runtime, inspection }: DoctorOptions): Promise<Finding[]> {
  const { files, host } = runtime;
  const loaded = await loadConfig({ path: file, files, env: host.env, os: host.os });
  if (!loaded.ok) {
    const problems = loaded.problems.map((each) => found(each.code, problemText(each)));
    const rest = await checkUnit({ unit, runtime, patient: undefined });
    const others = areas.filter((area) => !["configuration", "ties", "unit"].includes(area));
    return inOrder([
      ...problems,
      ...checkTies({ runtime }),
      ...others.map((area) => skipped(area, "the configuration is wrong")),
      ...rest,
    ]);
  }
  const { config, problem, warnings } = loaded;
  const configuration = warnings.map((warning) => found("CONFIG_WARNING", warning));
  if (configuration.length === 0) configuration.push(fine("configuration", `${file} can be read`));
  const asked = await askSupervisor(config.storage.directory, runtime);
  const patient: Patient = { config, problem, runtime, inspection, file, ...asked };
  const checks: [Area, () => Promise<Finding[]>][] = [
    ["executable", () => checkExecutable(patient)],
    ["storage", () => checkStorage(patient)],
    ["ports", () => checkPorts(patient)],
    ["connection", () => checkServer(patient)],
    ["tls", async () => checkCertificates({ ...patient, connections: await readConnections(patient) })],
    ["unit", () => checkUnit({ unit, runtime, patient })],
  ];
  const findings = await Promise.all(
    checks.map(([area, check]) => check().catch((error: unknown) => broken(area, error))),
  );
  return inOrder([...configuration, ...checkTies(patient), ...findings.flat()]);
}

/** What nobody expected ends one check and not the others. */
function broken(area: Area, error: unknown): Finding[] {
  return [skipped(area, `the check itself failed: ${errorMessage(error)}`)];
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => areas.indexOf(a.area) - areas.indexOf(b.area));
}

/** How long a supervisor that runs may take to answer, milliseconds. */
const answerWithinMs = 5_000;

async function askSupervisor(
  directory: string,
  { local, clock }: Runtime,
): Promise<Pick<Patient, "running" | "isClosed">> {
  const reached = await reachSupervisor(local, directory);
  if (!reached.reached) return { running: undefined, isClosed: reached.why === "denied" };
  const { control } = reached;
  const late = clock.schedule(answerWithinMs, () => control.close());
  control.request("status");
  const reply = await control.next();
  late();
  control.close();
  const running = reply?.ok === true && "status" in reply ? reply.status : undefined;
  return { running, isClosed: running === undefined };
}

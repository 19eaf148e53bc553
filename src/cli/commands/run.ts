import type { EnteredService } from "../../runtime/service-port.ts";
import { enterService } from "../../runtime/shared/enter-service.ts";
import { openOwnProgram } from "../../runtime/shared/own-program.ts";
import { createRuntime } from "../../runtime/shared/runtime.ts";
import { type Call, type Command, exitCodes } from "../command.ts";
import { featureGatesFault } from "../feature-gates.ts";
import { configFlag, configNeeded, logEncodingFlag, readLogEncoding } from "../flags.ts";
import type { RunEnd, RunSupervisorOptions } from "../run-supervisor.ts";
import { trialCodes } from "../trial-codes.ts";
import { version } from "../version.ts";

export const run: Command = {
  description: "Runs an OpenTelemetry Collector and manages it over OpAMP.",
  flags: {
    ...configFlag,
    ...logEncodingFlag,
    "feature-gates": {
      type: "string",
      description: "Those of the Go supervisor; none is needed",
      valueHint: "GATES",
      dashed: true,
    },
    version: { type: "boolean", alias: "v", description: "Print the version and exit" },
  },
  afterFlags: `
EXAMPLES

  opampsupervisor --config /etc/opampsupervisor/config.yaml
  opampsupervisor --config supervisor.yaml --log-encoding console
`,
  async run(call) {
    if (call.set.has("version")) return call.print(`opampsupervisor ${version}`);
    const service = await enterService();
    return service === undefined ? await runCall(call) : await runAsService(call, service);
  },
};

/** Nobody reads what a service prints: what keeps it from starting goes into the system's event log. */
export async function runAsService(call: Call, service: EnteredService, runIt = runCall): Promise<number> {
  const refuse = (...problems: string[]) => {
    for (const problem of problems) service.report("error", problem);
    return call.refuse(...problems);
  };
  const code = await runIt({ ...call, refuse }, service);
  if (code === exitCodes.ok) service.report("info", "The supervisor has stopped in order");
  else service.report("error", `The supervisor has ended with exit code ${code}`);
  service.ended(code);
  return code;
}

async function runCall({ values, outputs, refuse }: Call, service?: EnteredService): Promise<number> {
  const reading = readLogEncoding(values.get("log-encoding"));
  if ("fault" in reading) return refuse(reading.fault);
  const { encoding } = reading;
  const gates = values.get("feature-gates");
  const fault = gates === undefined ? undefined : featureGatesFault(gates);
  if (fault !== undefined) return refuse(`--feature-gates: ${fault}`);
  const configFile = values.get("config");
  if (configFile === undefined) return refuse(configNeeded);
  const end = await runPrepared({ configFile, encoding, outputs, service });
  if (end.ended === "refused") return refuse(...end.problems);
  if (end.ended === "tried") return end.proved ? trialCodes.proved : trialCodes.disproved;
  return end.ended === "stopped" ? exitCodes.ok : exitCodes.failure;
}

/**
 * The first start of the Collector is prepared before the application is loaded, which takes longer than anything else
 * in the start of this process: the one goes on beside the other.
 */
async function runPrepared(
  options: Omit<RunSupervisorOptions, "runtime" | "own" | "giveUpPreparation" | "listen" | "service"> & {
    service: EnteredService | undefined;
  },
): Promise<RunEnd> {
  const own = openOwnProgram();
  const { service } = options;
  const runtime = createRuntime({ sparing: true, serviceManager: service?.manager });
  const giveUpPreparation = runtime.processes.prepare();
  try {
    const [{ runSupervisor }, { onStopSignals }] = await Promise.all([
      import("../run-supervisor.ts"),
      import("../../runtime/os/stop-signals.ts"),
    ]);
    const listen = () => {
      const stops = onStopSignals();
      service?.onStop(stops.requestStop);
      return stops;
    };
    return await runSupervisor({ ...options, own, runtime, giveUpPreparation, listen });
  } finally {
    giveUpPreparation();
  }
}

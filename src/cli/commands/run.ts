import { openOwnProgram } from "../../runtime/shared/own-program.ts";
import { createRuntime } from "../../runtime/shared/runtime.ts";
import { type Command, exitCodes } from "../command.ts";
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
  async run({ set, values, outputs, print, refuse }) {
    if (set.has("version")) return print(`opampsupervisor ${version}`);
    const reading = readLogEncoding(values.get("log-encoding"));
    if ("fault" in reading) return refuse(reading.fault);
    const { encoding } = reading;
    const gates = values.get("feature-gates");
    const fault = gates === undefined ? undefined : featureGatesFault(gates);
    if (fault !== undefined) return refuse(`--feature-gates: ${fault}`);
    const configFile = values.get("config");
    if (configFile === undefined) return refuse(configNeeded);
    const end = await runPrepared({ configFile, encoding, outputs });
    if (end.ended === "refused") return refuse(...end.problems);
    if (end.ended === "tried") return end.proved ? trialCodes.proved : trialCodes.disproved;
    return end.ended === "stopped" ? exitCodes.ok : exitCodes.failure;
  },
};

/**
 * The first start of the Collector is prepared before the application is loaded, which takes longer than anything else
 * in the start of this process: the one goes on beside the other.
 */
async function runPrepared(
  options: Omit<RunSupervisorOptions, "runtime" | "own" | "giveUpPreparation" | "listen">,
): Promise<RunEnd> {
  const own = openOwnProgram();
  const runtime = createRuntime({ sparing: true });
  const giveUpPreparation = runtime.processes.prepare();
  try {
    const [{ runSupervisor }, { onStopSignals }] = await Promise.all([
      import("../run-supervisor.ts"),
      import("../../runtime/os/stop-signals.ts"),
    ]);
    return await runSupervisor({ ...options, own, runtime, giveUpPreparation, listen: onStopSignals });
  } finally {
    giveUpPreparation();
  }
}

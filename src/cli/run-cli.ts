import { defineCommand, renderUsage } from "citty";

import { createBunLogOutputs } from "../runtime/bun/log-output.ts";
import { createBunRuntime } from "../runtime/bun/runtime.ts";
import { onStopSignals } from "../runtime/os/stop-signals.ts";
import { readArguments } from "./arguments.ts";
import { runSupervisor } from "./run-supervisor.ts";
import { version } from "./version.ts";

/** Exit codes: an ordered end, a failure at run time, a mistake in arguments or configuration. */
export const exitCodes = { ok: 0, failure: 1, usage: 2 } as const;

const flags = {
  config: { type: "string", description: "The supervisor's configuration (YAML)", valueHint: "FILE" },
  "log-encoding": {
    type: "string",
    description: "How log lines are written, over telemetry.logs.encoding",
    valueHint: "json|console",
  },
  version: { type: "boolean", description: "Print the version and exit" },
  help: { type: "boolean", description: "Print this text and exit" },
} as const;

const command = defineCommand({
  meta: {
    name: "opampsupervisor",
    version,
    description: "Runs beside an OpenTelemetry Collector and manages it over OpAMP.",
  },
  args: flags,
});

/** Runs the program for these arguments. Returns the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  const outputs = createBunLogOutputs();
  const print = (text: string) => outputs.open("stdout").write(text);
  const complain = (text: string) => outputs.open("stderr").write(`opampsupervisor: ${text}`);
  const read = readArguments(args, flags);
  if (!read.understood) {
    complain(`${read.problem}; --help lists the flags`);
    return exitCodes.usage;
  }
  const { values } = read;
  if (values.help === true) {
    print((await renderUsage(command)).trimEnd());
    return exitCodes.ok;
  }
  if (values.version === true) {
    print(`opampsupervisor ${version}`);
    return exitCodes.ok;
  }
  const encoding = values["log-encoding"];
  if (encoding !== undefined && encoding !== "json" && encoding !== "console") {
    complain(`--log-encoding must be json or console, is ${encoding}`);
    return exitCodes.usage;
  }
  if (values.config === undefined) {
    complain("--config FILE is needed; --help lists the flags");
    return exitCodes.usage;
  }
  const end = await runSupervisor({
    configFile: values.config,
    encoding,
    runtime: createBunRuntime(),
    outputs,
    stops: onStopSignals(),
  });
  if (end.ended === "refused") end.problems.forEach(complain);
  return { stopped: exitCodes.ok, failed: exitCodes.failure, refused: exitCodes.usage }[end.ended];
}

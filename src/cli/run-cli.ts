import { createBunLogOutputs } from "../runtime/bun/log-output.ts";
import { createBunRuntime } from "../runtime/bun/runtime.ts";
import { errorCode } from "../runtime/error-code.ts";
import type { LogOutputs } from "../runtime/log-output.ts";
import { onStopSignals } from "../runtime/os/stop-signals.ts";
import { readArguments } from "./arguments.ts";
import { flags } from "./flags.ts";
import { runSupervisor } from "./run-supervisor.ts";
import { version } from "./version.ts";

/** Exit codes: an ordered end, a failure at run time, a mistake in arguments or configuration. */
export const exitCodes = { ok: 0, failure: 1, usage: 2 } as const;

/** Runs the program for these arguments. Returns the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  const outputs = createBunLogOutputs();
  const refuse = (problem: string) => {
    complain(outputs, problem);
    return exitCodes.usage;
  };
  const read = readArguments(args, flags);
  if (!read.understood) return refuse(`${read.problem} (--help lists the flags)`);
  if (read.set.has("help")) {
    const { helpText } = await import("./help.ts");
    return print(outputs, await helpText());
  }
  if (read.set.has("version")) return print(outputs, `opampsupervisor ${version}`);
  const encoding = read.values.get("log-encoding");
  if (encoding !== undefined && encoding !== "json" && encoding !== "console") {
    return refuse(`--log-encoding must be json or console, is ${encoding}`);
  }
  const configFile = read.values.get("config");
  if (configFile === undefined) return refuse("--config FILE is needed (--help lists the flags)");
  const end = await runSupervisor({
    configFile,
    encoding,
    runtime: createBunRuntime(),
    outputs,
    listen: onStopSignals,
  });
  if (end.ended === "refused") end.problems.forEach((problem) => complain(outputs, problem));
  return { stopped: exitCodes.ok, failed: exitCodes.failure, refused: exitCodes.usage }[end.ended];
}

/** A reader that has seen enough, such as `head`, is no failure. */
function print(outputs: LogOutputs, text: string): number {
  try {
    outputs.open("stdout").write(text);
    return exitCodes.ok;
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    if (code === "EPIPE") return exitCodes.ok;
    complain(outputs, `cannot write to standard output: ${code}`);
    return exitCodes.failure;
  }
}

/** Where standard error is gone, the exit code alone has to tell. */
function complain(outputs: LogOutputs, text: string): void {
  try {
    outputs.open("stderr").write(`opampsupervisor: ${text}`);
  } catch {
    return;
  }
}

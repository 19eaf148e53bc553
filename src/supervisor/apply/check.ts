import { validateArguments } from "../../collector/command-line.ts";
import { checkExecutable } from "../../collector/executable.ts";
import { readGoDump } from "../../collector/go-dump.ts";
import { killerOfCheck } from "../../collector/killer-of.ts";
import { errorStatement } from "../../collector/log-tail.ts";
import { describeExit } from "../../runtime/describe-exit.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { Network } from "../../runtime/network-ports.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { RunOutcome } from "../../runtime/process-ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import { scrub } from "../../telemetry/scrub.ts";
import type { CheckOutcome } from "../mind/events.ts";
import type { Composition } from "../mind/state.ts";
import { codeOfEnding, codeOfError, type Failure } from "./failure.ts";
import { namedPlaces } from "./named-places.ts";
import { missingNeed } from "./preflight.ts";

export interface CheckOptions {
  composition: Composition;
  /** What the process that is there was given: what it holds already is not in the way. */
  running: Composition;
  /** Ask the Collector's own check too. */
  validate: boolean;
  /** Of the supervisor's configuration and of the binary: as for the start. */
  args: readonly string[];
  allowNoPipelines: boolean;
  executable: string;
  env: Readonly<Record<string, string>>;
  runtime: Pick<Runtime, "files" | "host" | "processes"> & { network: Pick<Network, "probeListen"> };
  storage: Pick<Storage, "paths" | "writeForCollector">;
  log: Log;
  /** Texts that must not leave the machine in what the Collector says. */
  secrets: readonly string[];
  signal: AbortSignal;
}

/** Longest time that the Collector's own check may take, milliseconds. */
const validateTimeoutMs = 30_000;

/**
 * Whether a composition can take the place of what runs, found out while that is left alone: the executable is there,
 * there is room for the file, the Collector's own check takes the exact text with the arguments and the environment of
 * the start, and what it needs of the machine is there.
 */
export async function checkComposition(options: CheckOptions): Promise<CheckOutcome> {
  const { composition, running, executable, runtime, storage } = options;
  const usable = await checkExecutable({ executable, files: runtime.files, host: runtime.host });
  if (!usable.usable) return refused({ code: "EXECUTABLE", phase: "validating", text: usable.message });
  const trial = storage.paths.trialConfig;
  try {
    await storage.writeForCollector(trial, composition.text);
    const failure = options.validate ? await validate(trial, options) : undefined;
    return refused(failure ?? (await missingNeed({ needs: composition.needs, held: running.needs, ...runtime })));
  } catch (error) {
    return refused({ code: codeOfError(error), phase: "validating", text: errorMessage(error) });
  } finally {
    await runtime.files.remove(trial);
  }
}

function refused(failure: Failure | undefined): CheckOutcome {
  return failure === undefined ? { passed: true } : { passed: false, failure };
}

async function validate(file: string, options: CheckOptions): Promise<Failure | undefined> {
  const { executable, env, runtime, log, signal } = options;
  const args = validateArguments(file, options);
  const before = runtime.host.oomKills();
  const outcome = await runtime.processes.run({ executable, args, env, timeoutMs: validateTimeoutMs, signal });
  if (signal.aborted) return { code: "INTERNAL", phase: "validating", text: "the check was given up" };
  if (!outcome.started) return { code: "EXECUTABLE", phase: "validating", text: `${executable}: ${outcome.code}` };
  if (outcome.timedOut) {
    const text = `the Collector's own check did not end within ${validateTimeoutMs / 1000} s`;
    return { code: "TIMEOUT", phase: "validating", text };
  }
  const statement = statementOf(outcome);
  if (statement === undefined) return undefined;
  if (/unknown command/.test(statement)) {
    log.warn("This Collector has no check of its own", { executable });
    return undefined;
  }
  const killed = killerOfCheck(outcome.exit, { before, after: runtime.host.oomKills() });
  if (killed !== undefined && errorStatement(outcome.stderr) === "") {
    const text = `the Collector's own check did not come to its end: ${describeExit(outcome.exit)}`;
    return { code: codeOfEnding({ killed, statement: "" }), phase: "validating", text };
  }
  return { code: "CONFIG_INVALID", phase: "validating", text: describe(statement, options) };
}

/** What the check complains of; `undefined` where it does not. A start script may lose the exit code. */
function statementOf(outcome: Extract<RunOutcome, { started: true }>): string | undefined {
  const statement = errorStatement(outcome.stderr);
  const ended = outcome.exit.kind === "exited" && outcome.exit.code === 0;
  if (statement !== "") return statement;
  if (ended) return undefined;
  const crash = readGoDump(outcome.stderr)?.headline;
  const last = crash ?? outcome.stderr.trim().split("\n").slice(-5).join("\n");
  return [describeExit(outcome.exit), last].filter((part) => part !== "").join(": ");
}

function describe(statement: string, { composition, secrets }: CheckOptions): string {
  const said = scrub(statement, [...composition.secrets.values, ...secrets]);
  const places = namedPlaces(statement, composition.origins);
  const setBy = places.length === 0 ? "" : `\nSet by: ${places.join(", ")}`;
  return `the Collector's own check refuses it: ${said}${setBy}`;
}

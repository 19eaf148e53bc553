import { explainExecutionFailure } from "../../collector/execution-failure.ts";
import { killerOf } from "../../collector/killer-of.ts";
import { askExtensions, describeNoAnswer } from "../../collector/probe.ts";
import { describeExit } from "../../runtime/describe-exit.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import type { PackageFailure } from "./packages-state.ts";

export interface InspectOptions {
  executable: string;
  /** The whole environment of Collector processes. */
  env: Readonly<Record<string, string>>;
  runtime: Pick<Runtime, "processes" | "files" | "host">;
  log: Log;
  signal: AbortSignal;
}

export type Inspection = { fits: true; version: string } | { fits: false; failure: PackageFailure };

/** A cold disk and a loaded machine are no fault of the program, milliseconds. */
const timeoutMs = 30_000;

/**
 * Asks a program that nobody has run yet who it is: its version, by its own word, and whether it is a Collector with the opamp
 * extension. It opens no port, and the Collector that runs is left alone.
 */
export async function inspectProgram(options: InspectOptions): Promise<Inspection> {
  const { executable, env, runtime, log, signal } = options;
  const { processes, host } = runtime;
  const before = host.oomKills();
  const outcome = await processes.run({ executable, args: ["--version"], env, timeoutMs, signal });
  if (!outcome.started) {
    const { code, message, blameless } = await explainExecutionFailure({ ...runtime, executable, code: outcome.code });
    return refused(code, message, !blameless);
  }
  if (outcome.timedOut) return refused("TIMEOUT", `\`--version\` did not end within ${timeoutMs / 1000} s`, false);
  if (outcome.exit.kind !== "exited" || outcome.exit.code !== 0) {
    const words = outcome.stderr.trim().split("\n").slice(-3).join("\n");
    const how = describeExit(outcome.exit);
    const killer = killerOf(outcome.exit, { before, after: host.oomKills() });
    const code = killer === "outside" ? "COLLECTOR_KILLED" : "COLLECTOR_EXITED";
    return refused(code, `\`--version\` ended with ${how}${words === "" ? "" : `: ${words}`}`, killer !== "outside");
  }
  const extensions = await askExtensions({ processes, executable, env, signal });
  if (extensions.answered && !extensions.value.has("opamp")) {
    const others = [...extensions.value].join(", ") || "none";
    return refused("NO_OPAMP_EXTENSION", `it is built without the opamp extension (its extensions: ${others})`);
  }
  if (!extensions.answered) {
    log.warn("The program of a package does not list its components", { reason: describeNoAnswer(extensions) });
  }
  return { fits: true, version: versionIn(outcome.stdout) };
}

/** Without the name of the program before it: `otelcol version 0.149.0`. */
function versionIn(printed: string): string {
  const [line = ""] = printed.trim().split("\n");
  return /\bversion:?\s+(\S+)/i.exec(line)?.[1] ?? line.split(/\s+/).at(-1) ?? "";
}

function refused(code: string, text: string, isCondemned = true): Inspection {
  return { fits: false, failure: { code, phase: "preflight", text, isCondemned } };
}

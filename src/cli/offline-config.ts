import { loadConfig } from "../config/load.ts";
import { formatProblem } from "../config/problem.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { Runtime } from "../runtime/ports.ts";
import { createRuntime } from "../runtime/shared/runtime.ts";
import type { Log } from "../telemetry/log.ts";
import type { Call } from "./command.ts";
import { configNeeded } from "./flags.ts";

/** What a command that only looks works with. */
export interface OfflineConfig {
  config: SupervisorConfig;
  runtime: Runtime;
  /** What is left out, as lines on standard error. */
  log: Log;
}

/** Reads the file of `--config`; a number is the exit code where that was told to be wrong. */
export async function readOfflineConfig({ values, outputs, refuse }: Call): Promise<OfflineConfig | number> {
  const path = values.get("config");
  if (path === undefined) return refuse(configNeeded);
  const runtime = createRuntime();
  const { files, host } = runtime;
  const loaded = await loadConfig({ path, files, env: host.env, os: host.os });
  if (!loaded.ok) return refuse(...loaded.problems.map(formatProblem));
  const log = lineLog((line) => outputs.open("stderr").write(`opampsupervisor: ${line}`));
  return { config: loaded.config, runtime, log };
}

/** A log of which warnings and errors alone are told, each as one line. */
export function lineLog(tellLine: (line: string) => void): Log {
  const tell: Log["warn"] = (message, fields = {}) => {
    const facts = Object.entries(fields).map(([name, value]) => `${name}: ${String(value)}`);
    tellLine([message, ...facts].join("; "));
  };
  const log: Log = { debug: () => {}, info: () => {}, warn: tell, error: tell, named: () => log };
  return log;
}

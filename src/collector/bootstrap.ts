import type { AgentDescription, AvailableComponents } from "../opamp/wire/messages.ts";
import type { Child, Clock, Files, Processes } from "../runtime/ports.ts";
import { executionFailure } from "./executable.ts";
import type { Generation } from "./generation.ts";
import type { Link } from "./link.ts";
import { errorStatement, readLogTail } from "./log-tail.ts";
import { describeExit } from "./probe.ts";
import { stopChild } from "./stop-child.ts";

export interface BootstrapOptions {
  clock: Clock;
  files: Files;
  processes: Processes;
  link: Link;
  generation: Generation;
  executable: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** The Collector's output goes here; its last lines stand in messages. */
  logPath: string;
  /** Longest wait for the Collector to describe itself, milliseconds. */
  timeoutMs: number;
  /** Bytes of log in messages. */
  tailBytes: number;
  signal: AbortSignal;
}

/** What a Collector says of itself before it has any configuration. */
export interface Introduction {
  description: AgentDescription;
  /** `undefined` where the Collector does not report them. */
  components: AvailableComponents | undefined;
}

export type BootstrapOutcome =
  { introduced: true; introduction: Introduction } | { introduced: false; code: string; message: string };

/**
 * Runs the Collector with a configuration that opens no port until it has described itself, then stops it.
 * Each way to fail has a message of its own.
 */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapOutcome> {
  const { clock, files, processes, link, generation, executable, args, env, logPath } = options;
  const from = (await files.stat(logPath))?.size ?? 0;
  const heard = Promise.withResolvers<Introduction>();
  let connected = false;
  link.admit(generation, {
    reported: ({ agentDescription, availableComponents }) => {
      connected = true;
      const listed = !availableComponents || Object.keys(availableComponents.components ?? {}).length > 0;
      if (agentDescription && listed) {
        heard.resolve({ description: agentDescription, components: availableComponents ?? undefined });
      }
    },
    lost: () => {},
  });
  try {
    const start = await processes.start({ executable, args, env, outputFile: logPath });
    if (!start.started) return refusal("CANNOT_EXECUTE", executionFailure(executable, start.code));
    const outcome = await firstOf(start.child, heard.promise, options, () => connected);
    await stopChild({ child: start.child, clock });
    if (outcome.introduced || outcome.code === "STOPPED") return outcome;
    const tail = await readLogTail({
      files,
      path: logPath,
      bytes: options.tailBytes,
      from,
      secrets: [generation.token],
    });
    const statement = outcome.code === "EXITED" ? errorStatement(tail) : "";
    const cause = statement === "" ? "" : `: ${statement}`;
    return { ...outcome, message: `${outcome.message}${cause}${tail === "" ? "" : `\nCollector log tail:\n${tail}`}` };
  } finally {
    link.dismiss(generation.number);
  }
}

async function firstOf(
  child: Child,
  introduction: Promise<Introduction>,
  { clock, timeoutMs, signal }: BootstrapOptions,
  isConnected: () => boolean,
): Promise<BootstrapOutcome> {
  const waited = Promise.withResolvers<BootstrapOutcome>();
  const cancel = clock.schedule(timeoutMs, () => waited.resolve(silence(isConnected(), timeoutMs)));
  const onAbort = () => waited.resolve(refusal("STOPPED", "stopped while the Collector was introducing itself"));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([
      introduction.then((heard): BootstrapOutcome => ({ introduced: true, introduction: heard })),
      child.exited.then((exit) => refusal("EXITED", `the Collector ended at its first start, ${describeExit(exit)}`)),
      waited.promise,
    ]);
  } finally {
    cancel();
    signal.removeEventListener("abort", onAbort);
  }
}

function silence(connected: boolean, timeoutMs: number): BootstrapOutcome {
  const seconds = `${timeoutMs / 1000} s (agent.bootstrap_timeout)`;
  return connected
    ? refusal("NEVER_DESCRIBED", `the Collector connected but never described itself within ${seconds}`)
    : refusal(
        "NEVER_CONNECTED",
        `the Collector runs, but its opamp extension never connected to the supervisor within ${seconds}`,
      );
}

function refusal(code: string, message: string): Extract<BootstrapOutcome, { introduced: false }> {
  return { introduced: false, code, message };
}

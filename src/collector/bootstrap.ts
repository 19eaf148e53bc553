import type { AgentState } from "../opamp/server/agent-state.ts";
import type { AgentDescription, AvailableComponents } from "../opamp/wire/messages.ts";
import { describeExit } from "../runtime/describe-exit.ts";
import type { Clock, Files, Host } from "../runtime/ports.ts";
import type { Child, Exit, Processes } from "../runtime/process-ports.ts";
import { configFlag } from "./command-line.ts";
import { explainExecutionFailure } from "./execution-failure.ts";
import type { Generation } from "./generation.ts";
import { killerOf, type MemoryKills } from "./killer-of.ts";
import type { Link } from "./link.ts";
import { errorStatement } from "./log-tail.ts";
import type { CollectorOutput } from "./output.ts";
import { stopCollector } from "./stop-child.ts";

export interface BootstrapOptions {
  clock: Clock;
  files: Files;
  host: Pick<Host, "os" | "arch" | "giveBackMemory" | "oomKills">;
  processes: Processes;
  link: Link;
  generation: Generation;
  executable: string;
  /** With the configuration that `args` names, which is its alone. */
  configFile: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** The Collector's output goes here; its last lines stand in messages. */
  output: CollectorOutput;
  /** Longest wait for the Collector to describe itself, milliseconds. */
  timeoutMs: number;
  /** Bytes of log in messages. */
  tailBytes: number;
  signal: AbortSignal;
  /** Told what the Collector says of itself as soon as all of it is there, while the Collector is still to be stopped. */
  introduced(introduction: Introduction): void;
}

/** A Collector that does nothing has nothing to finish, milliseconds. */
const stopGraceMs = 2_000;

/** What a Collector says of itself before it has any configuration. */
export interface Introduction {
  description: AgentDescription;
  /** `undefined` where the Collector does not report them. */
  components: AvailableComponents | undefined;
}

export type BootstrapOutcome = { introduced: true; introduction: Introduction } | BootstrapFailure;

interface BootstrapFailure {
  introduced: false;
  code: string;
  message: string;
  /** Whether it may be that the Collector cannot have caused it. */
  blameless: boolean;
}

/**
 * Runs the Collector with a configuration that opens no port until it has described itself, then stops it.
 * Each way to fail has a message of its own.
 */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapOutcome> {
  const { clock, host, processes, link, generation, executable, configFile, args, env, output } = options;
  const from = await output.written();
  const listener = new IntroductionListener();
  link.admit(generation, { reported: (state) => listener.heard(state), lost: () => {} });
  try {
    const start = await output.start({ executable, args, env });
    if (!start.started) {
      return { introduced: false, ...(await explainExecutionFailure({ ...options, code: start.code })) };
    }
    // The start with a configuration comes next; to prepare it takes time that is there now and not afterwards.
    const giveUpPreparation = processes.prepare();
    // So it is with what reading the supervisor's own configuration took: what comes now finds room in its place.
    const keepMemory = clock.schedule(0, () => host.giveBackMemory());
    const outcome = await firstOf(start.child, listener, options);
    keepMemory();
    if (outcome.introduced) options.introduced(outcome.introduction);
    else giveUpPreparation();
    const signs = { argument: { flag: configFlag, file: configFile } };
    await stopCollector({ child: start.child, clock, processes, signs, graceMs: stopGraceMs });
    return outcome.introduced || outcome.code === "STOPPED" ? outcome : await withLog(outcome, from, options);
  } finally {
    link.dismiss(generation.number);
  }
}

/** Puts together what the Collector says. Its components may come after its description, or never. */
class IntroductionListener {
  readonly #complete = Promise.withResolvers<Introduction>();
  connected = false;
  /** What is known when the time is over: the description alone may have come. */
  partial: Introduction | undefined;

  get complete(): Promise<Introduction> {
    return this.#complete.promise;
  }

  heard({ agentDescription, availableComponents }: AgentState): void {
    this.connected = true;
    if (!agentDescription) return;
    const listed = Object.keys(availableComponents?.components ?? {}).length > 0;
    const introduction = {
      description: agentDescription,
      components: listed ? (availableComponents ?? undefined) : undefined,
    };
    this.partial = introduction;
    if (listed || !availableComponents) this.#complete.resolve(introduction);
  }
}

async function firstOf(
  child: Child,
  listener: IntroductionListener,
  { clock, host, timeoutMs, signal }: BootstrapOptions,
): Promise<BootstrapOutcome> {
  const before = host.oomKills();
  const ended = (exit: Exit) => atExit(exit, { before, after: host.oomKills() });
  const waited = Promise.withResolvers<BootstrapOutcome>();
  const cancel = clock.schedule(timeoutMs, () => waited.resolve(atTimeout(listener, timeoutMs)));
  const onAbort = () => waited.resolve(failure("STOPPED", "stopped while the Collector was introducing itself"));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([listener.complete.then(introduced), child.exited.then(ended), waited.promise]);
  } finally {
    cancel();
    signal.removeEventListener("abort", onAbort);
  }
}

/** `KILLED`: somebody else has ended it, which says nothing of it. The kernel's want of memory may be its own doing. */
function atExit(exit: Exit, kills: MemoryKills): BootstrapOutcome {
  const killer = killerOf(exit, kills);
  const isKilled = killer === "outside";
  const why = killer === "memory" ? ", out of memory" : "";
  const isOrderly = exit.kind === "exited" && exit.code === 0;
  const advice = isOrderly ? " (a start script has to wait for the Collector, or to become it by exec)" : "";
  const message = `the Collector ended at its first start, ${describeExit(exit)}${why}${advice}`;
  return failure(isKilled ? "KILLED" : "EXITED", message);
}

function atTimeout({ partial, connected }: IntroductionListener, timeoutMs: number): BootstrapOutcome {
  if (partial !== undefined) return introduced(partial);
  const seconds = `${timeoutMs / 1000} s (agent.bootstrap_timeout)`;
  return connected
    ? failure("NEVER_DESCRIBED", `the Collector connected but never described itself within ${seconds}`)
    : failure(
        "NEVER_CONNECTED",
        `the Collector runs, but its opamp extension never connected to the supervisor within ${seconds}`,
      );
}

async function withLog(outcome: BootstrapFailure, from: number, options: BootstrapOptions): Promise<BootstrapFailure> {
  const { output, tailBytes, generation } = options;
  const read = (bytes: number) => output.tail({ bytes, from, secrets: [generation.token] });
  const hasEnded = outcome.code === "EXITED" || outcome.code === "KILLED";
  const statement = hasEnded ? errorStatement(await read(statementBytes)) : "";
  const tail = await read(tailBytes);
  const cause = statement === "" ? "" : `: ${statement}`;
  return { ...outcome, message: `${outcome.message}${cause}${tail === "" ? "" : `\nCollector log tail:\n${tail}`}` };
}

/** Where the Collector's last `Error:` statement is looked for, bytes. */
const statementBytes = 16 * 1024;

function introduced(introduction: Introduction): BootstrapOutcome {
  return { introduced: true, introduction };
}

/** Why a Collector has not introduced itself. */
export type BootstrapCode = "STOPPED" | "EXITED" | "KILLED" | "NEVER_CONNECTED" | "NEVER_DESCRIBED";

/** A silence may be that of a machine which is busy. */
function failure(code: BootstrapCode, message: string): BootstrapFailure {
  return { introduced: false, code, message, blameless: code !== "EXITED" };
}

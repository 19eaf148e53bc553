import { join } from "node:path";

import { configFlag } from "../collector/command-line.ts";
import { socketName } from "../control/protocol.ts";
import { describeExit } from "../runtime/describe-exit.ts";
import type { LogOutputs } from "../runtime/log-output.ts";
import type { Stops } from "../runtime/os/stop-signals.ts";
import type { OwnProgram } from "../runtime/own-program-port.ts";
import type { Cancel, Runtime } from "../runtime/ports.ts";
import type { Child, Exit } from "../runtime/process-ports.ts";
import { roleVariable } from "../runtime/shared/own-program.ts";
import type { Successor } from "../supervisor/packages/self-effects.ts";
import type { Log } from "../telemetry/log.ts";
import { trialCodes } from "./trial-codes.ts";
import { TrialOutput } from "./trial-output.ts";

export interface WatchTrialOptions {
  own: Pick<OwnProgram, "environment" | "args">;
  to: Successor;
  runtime: Pick<Runtime, "clock" | "files" | "processes" | "serviceManager">;
  outputs: LogOutputs;
  /** The storage directory, absolute. */
  directory: string;
  stops: Pick<Stops, "stop" | "kill">;
  log: Log;
}

/** `judged`: it has said itself what became of it. `reason`: why it is none, for the server. */
export type TrialEnd = { is: "proved" } | { is: "judged" } | { is: "failed"; reason: string } | { is: "stopped" };

/**
 * Until it has the storage directory, which its control channel shows, and what it may take beyond its own time and for an end in
 * order, milliseconds. The Collector is down until then, so one that hangs at its start is not given more.
 */
const signMs = 15_000;
const startMs = 10_000;
const stopMs = 25_000;

/** Between two looks for that sign, milliseconds. */
const pollMs = 200;

/**
 * Tries another version of this program as the supervisor, and waits for its end: one that has proved itself ends in order. Whatever
 * it does, this process is there, with its pid, and nothing of the other one is left when this returns.
 */
export async function watchTrial(options: WatchTrialOptions): Promise<TrialEnd> {
  const { own, to, runtime, outputs, directory, stops, log } = options;
  const { processes, clock, files } = runtime;
  const {
    NOTIFY_SOCKET: _,
    WATCHDOG_USEC: __,
    WATCHDOG_PID: ___,
    ...env
  } = own.environment({
    is: "trial",
    by: to.by,
    since: to.since,
  });
  const assignment = `${roleVariable}=${env[roleVariable] ?? ""}`;
  const unwatch = processes.watchOver({ assignment, argument: { flag: configFlag, directory } });
  const alive = speakForIt(runtime, to);
  const output = new TrialOutput(outputs);
  try {
    log.info("Starting the supervisor on trial", { executable: to.path, version: to.version });
    const started = await processes.start({ executable: to.path, args: own.args, env, output });
    if (!started.started) return { is: "failed", reason: `${started.code}: starting: it cannot be executed` };
    const { child } = started;
    const sign = () =>
      files.stat(join(directory, socketName)).then(
        (found) => found !== undefined,
        () => false,
      );
    const isAlive = await waitForSign(child, clock, stops.stop, sign);
    const ended = isAlive ? await waitFor(child, clock, stops.stop, to.proofMs + startMs) : undefined;
    const exit = ended ?? (await end(child, clock, { kill: stops.kill, atOnce: !isAlive && !stops.stop.aborted }));
    await processes.endLeftovers({ assignment });
    await output.ended(clock);
    if (stops.stop.aborted) return { is: "stopped" };
    if (!isAlive)
      return { is: "failed", reason: withTail(`TIMEOUT: starting: it did nothing for ${signMs / 1_000} s`, output) };
    if (ended === undefined) return { is: "failed", reason: withTail("TIMEOUT: proving: it does not end", output) };
    return judge(exit, output);
  } finally {
    alive();
    unwatch();
  }
}

function judge(exit: Exit, output: TrialOutput): TrialEnd {
  if (exit.kind === "exited" && exit.code === trialCodes.proved) return { is: "proved" };
  if (exit.kind === "exited" && exit.code === trialCodes.disproved) return { is: "judged" };
  return { is: "failed", reason: withTail(`SUPERVISOR_EXITED: proving: it ended with ${describeExit(exit)}`, output) };
}

function withTail(reason: string, { tail }: TrialOutput): string {
  return tail === "" ? reason : `${reason}; its last words:\n${tail}`;
}

/** Whether it has the storage directory, or has ended: `false` where it does nothing, or this one is to end. */
async function waitForSign(
  child: Child,
  clock: Runtime["clock"],
  stop: AbortSignal,
  sign: () => Promise<boolean>,
): Promise<boolean> {
  const until = clock.monotonic() + signMs;
  while (clock.monotonic() < until && !stop.aborted) {
    if ((await waitFor(child, clock, stop, pollMs)) !== undefined || (await sign())) return true;
  }
  return false;
}

/** `undefined` where it has not ended in its time, or this one is to end. */
async function waitFor(
  child: Child,
  clock: Runtime["clock"],
  stop: AbortSignal,
  ms: number,
): Promise<Exit | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const cancel = clock.schedule(ms, () => resolve(undefined));
  const onStop = () => resolve(undefined);
  stop.addEventListener("abort", onStop, { once: true });
  if (stop.aborted) onStop();
  const exit = await Promise.race([child.exited, promise]);
  cancel();
  stop.removeEventListener("abort", onStop);
  return exit;
}

/** In order, and by force where that takes too long, or nothing is there that would have to end in order. */
async function end(
  child: Child,
  clock: Runtime["clock"],
  { kill, atOnce }: { kill: AbortSignal; atOnce: boolean },
): Promise<Exit> {
  child.signalGroup(atOnce ? "SIGKILL" : "SIGTERM");
  const force = () => void child.signalGroup("SIGKILL");
  const cancel = clock.schedule(stopMs, force);
  kill.addEventListener("abort", force, { once: true });
  if (kill.aborted) force();
  const exit = await child.exited;
  cancel();
  kill.removeEventListener("abort", force);
  return exit;
}

/** The service manager knows this process alone: it hears what goes on, and that it goes on. The result ends that. */
function speakForIt(
  { serviceManager: manager, clock }: Pick<Runtime, "clock" | "serviceManager">,
  { version, proofMs }: Successor,
): Cancel {
  if (manager === undefined) return () => {};
  const most = (proofMs + startMs + stopMs) * 1_000;
  void manager.notify(["RELOADING=1", `STATUS=trying version ${version}`, `EXTEND_TIMEOUT_USEC=${most}`]);
  const { watchdogMs } = manager;
  let cancel: Cancel = () => {};
  const beat = () => {
    if (watchdogMs === undefined) return;
    void manager.notify(["WATCHDOG=1"]);
    cancel = clock.schedule(watchdogMs / 2, beat);
  };
  beat();
  return () => cancel();
}

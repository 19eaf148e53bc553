import { withDeath } from "../../storage/deaths.ts";
import { type Failure, type FailureCode, failureText, noted } from "../apply/failure.ts";
import { beginOutage, endOutage, noteRestart } from "../apply/outage.ts";
import type { Composition, Process, Run, State } from "../mind/state.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { sameAddons } from "../packages/addon-set.ts";
import { sameProgram } from "../packages/program.ts";
import { versionOf } from "./describe-agent.ts";
import { parksAfter, restartDelay, stableAfterMs } from "./restart-delay.ts";

/** A process that was told to reload and has not begun to by then does not listen to the signal, milliseconds. */
const reloadBeginsWithinMs = 2_000;

/**
 * The machine that moves the one Collector process towards the target. It is called at the end of every step, decides
 * from the state alone, and starts nothing while another process may still be there.
 */
export function moveProcess(turn: Turn): void {
  const { state } = turn;
  const { process, target, stopRequested } = state;
  if (process.is === "starting" || process.is === "stopping") return;
  const wanted = stopRequested || target.is === "nothing" ? undefined : target.composition;
  if (target.is === "nothing" && target.onPurpose) endOutage(turn);
  if (process.is === "reloading") {
    if (wanted === undefined || (process.overdue && isGivenUp(state, process.run, wanted))) stop(turn, process);
  } else if (process.is === "up") {
    if (wanted === undefined || restartIsDue(state)) stop(turn, process);
    else if (differs(process.run.composition, wanted)) exchange(turn, process, wanted);
  } else if (wanted === undefined) {
    settleDown(turn);
  } else if (process.is !== "waiting" && state.apply.is !== "composing") {
    start(turn, wanted);
  }
}

/** A change that is being looked at or tried comes first, so that nothing is started unchecked in place of what has ended. */
function restartIsDue({ restart, apply }: State): boolean {
  return restart?.is === "wanted" && apply.is === "idle";
}

/** The last word of a supervisor that was asked to stop, once, when the Collector is down. */
export function finish(turn: Turn): void {
  const { state } = turn;
  if (!state.stopRequested || state.finished || state.process.is !== "down") return;
  state.finished = true;
  turn.effects.push({ do: "Finish" });
}

/** Whether two compositions need different processes. */
export function differs(a: Composition, b: Composition): boolean {
  return a.fingerprint !== b.fingerprint || !sameProgram(a.candidate.program, b.candidate.program);
}

/** The process ended without having been asked to: it is started again, at once or after a growing wait. */
export function countDeath(turn: Turn, run: Run, failure: Failure): void {
  const { state } = turn;
  state.deaths += 1;
  state.restart = undefined;
  const delayMs = restartDelay(state.deaths, turn.unit);
  const parked = state.deaths >= parksAfter;
  state.process = delayMs === 0 ? { is: "down" } : { is: "waiting", nextTryAt: turn.now + delayMs, parked };
  const reason = failureText(failure);
  state.trouble = noted(reason, delayMs === 0 ? "restarting it at once" : `${state.deaths} ends in a row`);
  log(turn, "error", "Collector ended unexpectedly", { reason, deaths: state.deaths, restartInMs: delayMs });
  if (delayMs === 0) return;
  setTimer(turn, "restart", delayMs);
  if (mayPass.has(failure.code)) {
    turn.effects.push({ do: "WatchObstacle", code: failure.code, composition: run.composition });
  }
}

/** An end of the process that nobody asked for, for the tally. */
export function recordDeath(turn: Turn, run: Run, how: string, outOfMemory: boolean): void {
  const { state } = turn;
  state.tally = withDeath(state.tally, {
    at: turn.now,
    how,
    outOfMemory,
    remoteConfig: run.composition.candidate.remote?.id ?? "",
    version: versionOf(state.learned?.description) ?? "",
  });
  const deaths = state.tally;
  turn.effects.push({ do: "SaveDeaths", deaths }, { do: "TellDeaths", deaths, inARow: state.deaths + 1 });
}

/** Another configuration is tried, or somebody asks for it: it is started at once, whatever the one before did. */
export function forgetDeaths(turn: Turn): void {
  turn.state.deaths = 0;
  endWait(turn);
}

/** Nothing is there any more; what was heard of the process and awaited from it ends with it. */
export function takeDown(turn: Turn): void {
  awaitNothing(turn);
  turn.state.process = { is: "down" };
  turn.state.view = undefined;
}

/** The wait is over. */
export function endWait(turn: Turn): void {
  if (turn.state.process.is !== "waiting") return;
  cancelTimer(turn, "restart");
  turn.state.process = { is: "down" };
}

/** The process runs a configuration that works; after a stable time its earlier deaths are forgotten. */
export function markProven(turn: Turn): void {
  const { state } = turn;
  const { process } = state;
  if (process.is !== "reloading" && (process.is !== "up" || process.proven)) return;
  const { run, pid, startedAt } = process;
  state.process = { is: "up", run, pid, startedAt, proven: true };
  state.trouble = undefined;
  forgetRestart(turn);
  const outage = endOutage(turn);
  for (const timer of ["settle", "reload"] as const) cancelTimer(turn, timer);
  setTimer(turn, "stable", stableAfterMs);
  const outageMs = outage?.lastedMs;
  log(turn, "info", "Collector is healthy", {
    generation: run.generation,
    pid,
    ...(outageMs !== undefined && { outageMs }),
  });
}

/** A restart has its outcome; one that is still to come is none of it. */
export function forgetRestart({ state }: Turn): void {
  if (state.restart?.is === "under way") state.restart = undefined;
}

/** Causes of an end that may be gone before the next try. */
const mayPass: ReadonlySet<FailureCode> = new Set([
  "PORT_IN_USE",
  "ADDRESS_UNAVAILABLE",
  "FILE_MISSING",
  "EXECUTABLE",
  "DISK_FULL",
  "STORAGE_READ_ONLY",
]);

/** Nobody waits any more for a reload to prove itself: something else is wanted, or its time is over. */
function isGivenUp({ apply }: State, { composition }: Run, wanted: Composition): boolean {
  return differs(composition, wanted) || apply.is === "idle";
}

/**
 * Another configuration for the process that is there: by a reload where that is enough, since its receivers are away
 * for half the time then. What a reload cannot change, the executable and the environment, needs a new process, and so does a
 * restart that is wanted.
 */
function exchange(turn: Turn, process: Extract<Process, { is: "up" }>, composition: Composition): void {
  const { settings, restart } = turn.state;
  const { composition: running } = process.run;
  const isSameProgram = sameProgram(running.candidate.program, composition.candidate.program);
  const isSameBinary = isSameProgram && running.binary === composition.binary;
  const isSameEnvironment = sameAddons(running.addons, composition.addons);
  const mayReload = settings.reload && restart === undefined;
  if (mayReload && process.proven && isSameBinary && isSameEnvironment) reload(turn, process, composition);
  else stop(turn, process);
}

function reload(turn: Turn, process: Extract<Process, { is: "up" }>, composition: Composition): void {
  const { state } = turn;
  const { pid, startedAt, run: old } = process;
  const generation = takeGeneration(state);
  const run = { life: old.life, generation, composition };
  state.process = {
    is: "reloading",
    run,
    before: { run: old, view: state.view },
    pid,
    startedAt,
    begun: false,
    overdue: false,
  };
  state.view = undefined;
  awaitNothing(turn);
  setTimer(turn, "reload", reloadBeginsWithinMs);
  beginOutage(turn, "reload");
  log(turn, "info", "Collector reloading", { generation, pid });
  turn.effects.push({ do: "ReloadCollector", life: run.life, generation, composition });
}

function start(turn: Turn, composition: Composition): void {
  const { state } = turn;
  cancelTimer(turn, "restart");
  const generation = takeGeneration(state);
  state.starts += 1;
  if (state.restart?.is === "wanted") state.restart = undefined;
  noteRestart(turn);
  state.process = { is: "starting", run: { life: generation, generation, composition } };
  turn.effects.push({ do: "StartCollector", generation, composition });
}

/** The process is told to end. */
export function stop(turn: Turn, { run }: Extract<Process, { is: "up" | "reloading" }>): void {
  const { state } = turn;
  awaitNothing(turn);
  if (!state.stopRequested && state.target.is === "run") beginOutage(turn, "restart");
  if (state.restart !== undefined) state.restart = { ...state.restart, is: "under way" };
  state.process = { is: "stopping", run };
  turn.effects.push({ do: "StopCollector", life: run.life });
}

/** What was awaited from the process is not any more. */
function awaitNothing(turn: Turn): void {
  for (const timer of ["stable", "settle", "reload", "liveness", "farewell"] as const) cancelTimer(turn, timer);
}

function settleDown(turn: Turn): void {
  cancelTimer(turn, "restart");
  turn.state.restart = undefined;
  turn.state.process = { is: "down" };
}

function takeGeneration(state: State): number {
  const generation = state.nextGeneration;
  state.nextGeneration += 1;
  return generation;
}

import { restartDelay, stableAfterMs } from "./restart-delay.ts";
import type { Composition, Process } from "./state.ts";
import { cancelTimer, log, setTimer, type Turn } from "./turn.ts";

/**
 * The machine that moves the one Collector process towards the target. It is called at the end of every step, decides
 * from the state alone, and starts nothing while another process may still be there.
 */
export function moveProcess(turn: Turn): void {
  const { process, target, stopRequested } = turn.state;
  if (process.is === "starting" || process.is === "stopping") return;
  if (process.is === "up") {
    if (stopRequested || target.is === "nothing" || differs(process.run.composition, target.composition))
      stop(turn, process);
    return;
  }
  if (stopRequested || target.is === "nothing") return settleDown(turn);
  if (process.is === "waiting" || turn.state.apply.is === "composing") return;
  start(turn, target.composition);
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
  return a.fingerprint !== b.fingerprint;
}

/** The process ended without having been asked to: it is started again, at once or after a growing wait. */
export function countDeath(turn: Turn, reason: string): void {
  const { state } = turn;
  state.deaths += 1;
  const delayMs = restartDelay(state.deaths, turn.unit);
  state.process = delayMs === 0 ? { is: "down" } : { is: "waiting", nextTryAt: turn.now + delayMs };
  if (delayMs > 0) setTimer(turn, "restart", delayMs);
  const next = delayMs === 0 ? "restarting it at once" : `next try in ${(delayMs / 1000).toFixed(1)} s`;
  state.trouble = `${reason}; ${next}`;
  log(turn, "error", "Collector ended unexpectedly", { reason, deaths: state.deaths, restartInMs: delayMs });
}

/** Another configuration is tried: it is started at once, whatever the one before did. */
export function forgetDeaths(turn: Turn): void {
  turn.state.deaths = 0;
  endWait(turn);
}

/** Nothing is there any more; what was heard of the process and awaited from it ends with it. */
export function takeDown(turn: Turn): void {
  cancelTimer(turn, "stable");
  cancelTimer(turn, "settle");
  turn.state.process = { is: "down" };
  turn.state.view = undefined;
}

/** The wait is over. */
export function endWait(turn: Turn): void {
  if (turn.state.process.is === "waiting") turn.state.process = { is: "down" };
}

/** The process runs a configuration that works; after a stable time its earlier deaths are forgotten. */
export function markProven(turn: Turn): void {
  const { state } = turn;
  if (state.process.is !== "up" || state.process.proven) return;
  state.process = { ...state.process, proven: true };
  state.trouble = undefined;
  cancelTimer(turn, "settle");
  setTimer(turn, "stable", stableAfterMs);
  log(turn, "info", "Collector is healthy", { generation: state.process.run.generation, pid: state.process.pid });
}

function start(turn: Turn, composition: Composition): void {
  const { state } = turn;
  cancelTimer(turn, "restart");
  const run = { generation: state.nextGeneration, composition };
  state.nextGeneration += 1;
  state.process = { is: "starting", run };
  turn.effects.push({ do: "StartCollector", generation: run.generation, composition });
}

function stop(turn: Turn, { run }: Extract<Process, { is: "up" }>): void {
  cancelTimer(turn, "stable");
  cancelTimer(turn, "settle");
  turn.state.process = { is: "stopping", run };
  turn.effects.push({ do: "StopCollector", generation: run.generation });
}

function settleDown(turn: Turn): void {
  cancelTimer(turn, "restart");
  turn.state.process = { is: "down" };
}

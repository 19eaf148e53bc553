import { failureReason, verdictOf } from "../collector/verdict.ts";
import {
  awaitProof,
  awaitStatus,
  beginApply,
  takeComposition,
  takeEmptied,
  takeFailure,
  takeProof,
  takeTimeout,
} from "./apply.ts";
import { describeEnding } from "./describe-failure.ts";
import type { Effect } from "./effects.ts";
import type { Event, TimerName } from "./events.ts";
import { countDeath, endWait, finish, moveProcess, takeDown } from "./keepalive.ts";
import { offerRemoteConfig, offerTelemetry, useInstanceUid } from "./offers.ts";
import { reportObservations } from "./report.ts";
import type { Run, State } from "./state.ts";
import { beginTurn, cancelTimer, log, type Moment, type Turn } from "./turn.ts";

export interface Step {
  state: State;
  effects: Effect[];
}

/**
 * The whole mind: what happens next, given what is known and what has just happened. Pure: the same arguments give the
 * same result, `state` is not changed, effects are data.
 */
export function step(state: State, event: Event, moment: Moment): Step {
  const turn = beginTurn(state, moment);
  take(turn, event);
  moveProcess(turn);
  takeEmptied(turn);
  reportObservations(turn);
  finish(turn);
  return { state: turn.state, effects: turn.effects };
}

function take(turn: Turn, event: Event): void {
  if (turn.state.stopRequested && !lastNews.has(event.is)) return;
  switch (event.is) {
    case "Started":
      return beginApply(turn);
    case "RemoteConfigOffered":
      return offerRemoteConfig(turn, event.remote);
    case "TelemetryOffered":
      return offerTelemetry(turn, event.telemetry);
    case "InstanceUidAssigned":
      return useInstanceUid(turn, event.uid);
    case "Composed":
      takeComposition(turn, event.ticket, event.outcome);
      return judge(turn);
    case "CollectorStarted":
      return collectorStarted(turn, event.generation, event.pid);
    case "CollectorNotStarted":
      return collectorEnded(turn, event.generation, event.reason);
    case "CollectorExited":
      return collectorExited(turn, event);
    case "CollectorStopped":
      return collectorStopped(turn, event.generation);
    case "CollectorReported":
      return collectorReported(turn, event);
    case "TimerFired":
      return timerFired(turn, event.timer, event.serial);
    case "StopRequested":
      return requestStop(turn);
  }
}

/** Events that still count after a stop was asked for: what becomes of the process. */
const lastNews: ReadonlySet<Event["is"]> = new Set([
  "CollectorStarted",
  "CollectorNotStarted",
  "CollectorExited",
  "CollectorStopped",
] as const);

/** A configuration whose trial is cut short gets no verdict: the next start of the supervisor tries it again. */
function requestStop(turn: Turn): void {
  for (const timer of ["proof", "settle", "restart", "stable"] as const) cancelTimer(turn, timer);
  turn.state.stopRequested = true;
  turn.state.apply = { is: "idle" };
  log(turn, "info", "Supervisor stopping");
}

/** The run of the process that is there, if it is of this generation; late news of earlier ones is dropped. */
function currentRun({ state }: Turn, generation: number): Run | undefined {
  const { process } = state;
  return "run" in process && process.run.generation === generation ? process.run : undefined;
}

function collectorStarted(turn: Turn, generation: number, pid: number): void {
  const run = currentRun(turn, generation);
  if (run === undefined || turn.state.process.is !== "starting") return;
  turn.state.process = { is: "up", run, pid, startedAt: turn.now, proven: false };
  log(turn, "info", "Collector started", { generation, pid });
  awaitProof(turn);
  judge(turn);
}

function collectorExited(turn: Turn, event: Extract<Event, { is: "CollectorExited" }>): void {
  const origins = currentRun(turn, event.generation)?.composition.origins ?? new Map();
  collectorEnded(turn, event.generation, describeEnding("the Collector exited unexpectedly", event, origins));
}

function collectorEnded(turn: Turn, generation: number, reason: string): void {
  const { state } = turn;
  const run = currentRun(turn, generation);
  if (run === undefined) return;
  const planned = state.process.is === "stopping";
  takeDown(turn);
  if (planned || state.stopRequested) return;
  const failed = takeFailure(turn, run.composition, reason);
  if (failed && state.apply.is !== "idle") return;
  if (state.target.is === "run" && state.target.composition === run.composition) countDeath(turn, reason);
}

function collectorStopped(turn: Turn, generation: number): void {
  if (currentRun(turn, generation) === undefined) return;
  takeDown(turn);
  log(turn, "debug", "Collector stopped", { generation });
}

function collectorReported(turn: Turn, { generation, report }: Extract<Event, { is: "CollectorReported" }>): void {
  const run = currentRun(turn, generation);
  if (run === undefined || turn.state.process.is === "stopping") return;
  turn.state.view = report;
  judge(turn);
}

/** What the newest health says of the configuration that runs. */
function judge(turn: Turn): void {
  const { view, process } = turn.state;
  if (!view?.health || process.is !== "up") return;
  const verdict = verdictOf(view.health);
  if (verdict.is === "proven") takeProof(turn);
  else if (verdict.is === "healthy-without-status") awaitStatus(turn);
  else if (verdict.is === "failed")
    takeFailure(turn, process.run.composition, `the Collector reports ${failureReason(view.health)}`);
}

function timerFired(turn: Turn, timer: TimerName, serial: number): void {
  const { [timer]: current, ...others } = turn.state.timers;
  if (current !== serial) return;
  turn.state.timers = others;
  if (timer === "proof") takeTimeout(turn);
  else if (timer === "restart") endWait(turn);
  else if (timer === "stable") turn.state.deaths = 0;
  else if (turn.state.view?.health && verdictOf(turn.state.view.health).is === "healthy-without-status")
    takeProof(turn);
}

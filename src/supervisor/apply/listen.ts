import { isFarewell, verdictOf } from "../../collector/health-verdict.ts";
import type { AgentState } from "../../opamp/server/agent-state.ts";
import { forgetRestart } from "../collector/keepalive.ts";
import { isLive, type Process, type State } from "../mind/state.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { onProbation, withdraw } from "./probation.ts";
import { awaitStatus, isOnTrial, takeFailure, takeProof } from "./proof.ts";

/** A Collector that has said farewell and is still there by then is told as one that shuts down, milliseconds. */
const endsWithinMs = 1_000;

/** The Collector says something. */
export function hearReport(turn: Turn, generation: number, report: AgentState): void {
  const { state } = turn;
  if (!isHeard(state, generation)) return;
  if (state.process.is === "reloading") state.process = { ...state.process, begun: true };
  state.view = report;
  judge(turn);
  heedHealth(turn);
  heedFarewell(turn);
}

/** The Collector's connection is gone: a reload has begun, or it may be stuck. */
export function hearLoss(turn: Turn, generation: number): void {
  const { state } = turn;
  const { process, settings } = state;
  if (process.is === "reloading" && process.before.run.generation === generation) {
    state.process = { ...process, begun: true };
  }
  if (process.is !== "up" || process.run.generation !== generation || settings.livenessMs === 0) return;
  if (state.timers.liveness === undefined) setTimer(turn, "liveness", settings.livenessMs);
}

/** What the newest health says of the configuration that runs. */
export function judge(turn: Turn): void {
  const { state } = turn;
  const { view, process } = state;
  if (!view?.health || (process.is !== "up" && process.is !== "reloading")) return;
  const verdict = verdictOf(view.health);
  if (verdict.is === "proven") takeProof(turn);
  else if (verdict.is === "healthy-without-status") awaitStatus(turn);
  else if (verdict.is === "failed") {
    const { composition } = process.run;
    const phase = process.is === "reloading" ? "reloading" : "starting";
    const text = `the Collector reports ${verdict.reason}`;
    if (process.is === "reloading") endReload(turn, process);
    // A restart has its outcome, for worse: what is told from now on is what the Collector says.
    forgetRestart(turn);
    if (takeFailure(turn, composition, { code: "UNHEALTHY", phase, text })) return;
    if (onProbation(state) && composition === state.good) {
      withdraw(turn, composition, { code: "UNHEALTHY", phase: "probation", text });
    }
  }
}

/**
 * A Collector that was started, says nothing at all and is on no trial, which would end, is stuck from its beginning. It may
 * take as long for its first word as one on trial.
 */
export function heedSilence(turn: Turn): void {
  const { process, view, apply, settings, timers } = turn.state;
  if (process.is !== "up" || process.proven || view !== undefined || settings.livenessMs === 0) return;
  if (apply.is !== "idle" || timers.liveness !== undefined) return;
  setTimer(turn, "liveness", patience(turn.state));
}

/** The Collector was silent, or unhealthy, for too long: it is started anew. */
export function takeLiveness(turn: Turn): void {
  const { state } = turn;
  if (state.process.is !== "up") return;
  if (isOnTrial(state)) return setTimer(turn, "liveness", state.settings.livenessMs);
  const seconds = patience(state) / 1000;
  const reason = `the Collector was ${isIll(state) ? "unhealthy" : "silent"} for ${seconds} s and is restarted`;
  state.restart = { is: "wanted", reason };
  log(turn, "error", "Collector is not alive", { reason, pid: state.process.pid });
}

/** How long it may say nothing, milliseconds. */
function patience({ view, settings: { livenessMs, configApplyTimeoutMs } }: State): number {
  return view === undefined ? Math.max(livenessMs, configApplyTimeoutMs) : livenessMs;
}

/** The Collector has carried the reload out, for better or for worse. */
function endReload(turn: Turn, { run, pid, startedAt }: Extract<Process, { is: "reloading" }>): void {
  cancelTimer(turn, "reload");
  turn.state.process = { is: "up", run, pid, startedAt, proven: false };
}

/**
 * A Collector that speaks is not silent. Where it may not be ill either, its illness counts from its first report of it:
 * heartbeats repeat that.
 */
function heedHealth(turn: Turn): void {
  const { state } = turn;
  if (!isIll(state)) cancelTimer(turn, "liveness");
  else if (state.timers.liveness === undefined) setTimer(turn, "liveness", state.settings.livenessMs);
}

function isIll({ process, settings, view }: State): boolean {
  if (!settings.livenessUnhealthy || settings.livenessMs === 0 || process.is !== "up" || !process.proven) return false;
  return view?.health !== undefined && view.health !== null && view.health.healthy !== true;
}

/** A farewell that nobody here asked for: why it ends is known when it has ended, and that is what the server is told. */
function heedFarewell(turn: Turn): void {
  const { process, view, timers } = turn.state;
  if (process.is !== "up" || !process.proven || !view?.health || !isFarewell(view.health)) {
    return cancelTimer(turn, "farewell");
  }
  if (timers.farewell === undefined) setTimer(turn, "farewell", endsWithinMs);
}

function isHeard({ process }: State, generation: number): boolean {
  return isLive(process) && process.run.generation === generation;
}

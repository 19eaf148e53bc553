import { onlyExportersComplain, verdictOf } from "../../collector/health-verdict.ts";
import { markProven } from "../collector/keepalive.ts";
import type { Composition, State } from "../mind/state.ts";
import { cancelTimer, log, setTimer, type Turn } from "../mind/turn.ts";
import { isProgramNew } from "../packages/program-verdict.ts";
import { sameProgram } from "../packages/program.ts";
import { sameCandidate } from "./candidate.ts";
import { type Failure, failureText, noted } from "./failure.ts";
import { beginProbation } from "./probation.ts";
import { accept, fail } from "./verdict.ts";
import { versionProof } from "./version-proof.ts";

/** A healthy report without a status counts as proof when no status has followed in this time, milliseconds. */
const settleMs = 1_000;

/** A candidate that something outside has ended is started once more before that counts against it. */
const mostTries = 1;

/** Whether the process is being exchanged, or is new and its proof is awaited: that has an end of its own. */
export function isOnTrial({ apply }: State): boolean {
  return apply.is === "switching" || apply.is === "proving" || apply.is === "reverting";
}

/** Where the process has what is being tried, its proof is awaited from now on. */
export function awaitProof(turn: Turn): void {
  const { apply, process, settings, timers } = turn.state;
  if (apply.is !== "switching" && apply.is !== "reverting") return;
  if (process.is !== "up" && process.is !== "reloading") return;
  if (process.run.composition !== apply.composition) return;
  if (apply.is === "switching") turn.state.apply = { ...apply, is: "proving" };
  if (timers.proof === undefined) setTimer(turn, "proof", settings.configApplyTimeoutMs);
}

/** The running process has shown that its configuration works. */
export function takeProof(turn: Turn): void {
  const { state } = turn;
  if (state.process.is !== "up" && state.process.is !== "reloading") return;
  const { composition } = state.process.run;
  const version = versionProof(state, composition);
  if (version.is === "awaited") return;
  if (version.is === "wrong") return void takeFailure(turn, composition, version.failure);
  markProven(turn);
  if (state.apply.is === "proving" && state.apply.composition === composition) return accept(turn, composition);
  if (state.apply.is === "reverting" && state.apply.composition === composition) {
    cancelTimer(turn, "proof");
    state.apply = { is: "idle" };
    log(turn, "info", "The last good configuration runs again", { remoteConfig: composition.candidate.remote?.id });
  }
  if (state.apply.is !== "idle") return;
  if (sameCandidate(composition.candidate, state.accepted)) {
    state.good = composition;
    state.partBefore = undefined;
  }
  // A program that has proved itself late, after a start that nobody waited for any more.
  const runsAccepted = sameProgram(composition.candidate.program, state.accepted.program);
  if (runsAccepted && isProgramNew(state) && state.timers.probation === undefined) beginProbation(turn);
}

/** Healthy without a status: proof only if nothing more is said. */
export function awaitStatus(turn: Turn): void {
  const { process, timers } = turn.state;
  const isOpen = process.is === "reloading" || (process.is === "up" && !process.proven);
  if (isOpen && timers.settle === undefined) setTimer(turn, "settle", settleMs);
}

/** The process of a candidate ended or said that it cannot work. `true` when that was the candidate's trial. */
export function takeFailure(turn: Turn, composition: Composition, failure: Failure): boolean {
  const { apply } = turn.state;
  if (apply.is !== "switching" && apply.is !== "proving") return false;
  if (apply.composition !== composition) return false;
  if (failure.code === "COLLECTOR_KILLED" && apply.tries < mostTries) {
    cancelTimer(turn, "proof");
    turn.state.apply = { is: "switching", composition, tries: apply.tries + 1 };
    turn.state.trouble = noted(failureText(failure), "trying it once more");
    log(turn, "warn", "Trying the configuration once more, as something else has ended the Collector", {
      remoteConfig: composition.candidate.remote?.id,
      reason: failure.text,
    });
    return true;
  }
  fail(turn, composition, failure);
  return true;
}

/** The longest wait is over. What is up but not healthy by then has failed. */
export function takeTimeout(turn: Turn): void {
  const { state } = turn;
  if (state.process.is === "reloading") state.process = { ...state.process, overdue: true };
  if (state.apply.is === "reverting") {
    const reason = silence(turn);
    state.apply = { is: "idle" };
    state.trouble = failureText(reason);
    return log(turn, "error", "The last good configuration does not become healthy", { reason: reason.text });
  }
  if (state.apply.is === "proving") fail(turn, state.apply.composition, silence(turn));
}

/** Healthy without a status, and none has followed. */
export function takeSettled(turn: Turn): void {
  const { view } = turn.state;
  if (view?.health && verdictOf(view.health).is === "healthy-without-status") takeProof(turn);
}

function silence({ state }: Turn): Failure {
  const { settings, view, process } = state;
  const health = view?.health;
  const detail = [health?.status, health?.lastError].filter((part) => part !== undefined && part !== "").join(": ");
  const phase = process.is === "reloading" ? "reloading" : "starting";
  const within = `within ${settings.configApplyTimeoutMs / 1000} s`;
  if (view?.health?.healthy === true && !view.agentDescription) {
    return { code: "TIMEOUT", phase, text: `the Collector did not say its service.version ${within}` };
  }
  const seen = view === undefined ? "it never connected" : detail === "" ? "it reported no health" : detail;
  const text = `the Collector was not healthy ${within}: ${seen}`;
  if (detail === "") return { code: "TIMEOUT", phase, text };
  const isBackend = health !== undefined && onlyExportersComplain(health);
  return { code: isBackend ? "BACKEND_UNAVAILABLE" : "UNHEALTHY", phase, text };
}

import type { Ending } from "../../collector/ending.ts";
import { countDeath, recordDeath, stop, takeDown } from "../collector/keepalive.ts";
import type { Process, Run, State } from "../mind/state.ts";
import { cancelTimer, log, type Turn } from "../mind/turn.ts";
import { comesBack } from "./candidate.ts";
import { describeEnding } from "./describe-failure.ts";
import { codeOfEnding, condemns, type Failure, failureText, noted, type Phase } from "./failure.ts";
import { judge } from "./listen.ts";
import { onProbation, withdraw } from "./probation.ts";
import { awaitProof, isOnTrial, takeFailure } from "./proof.ts";

/** The process is there. */
export function takeStart(turn: Turn, life: number, pid: number): void {
  const { state } = turn;
  const run = runOf(state, life);
  if (run === undefined || state.process.is !== "starting") return;
  state.process = { is: "up", run, pid, startedAt: turn.now, proven: false };
  log(turn, "info", "Collector started", { generation: run.generation, pid });
  awaitProof(turn);
  judge(turn);
}

/** The process ended by itself, or there is none: a failed trial, or an end to be mended. */
export function takeEnd(turn: Turn, life: number, end: Ending | Failure): void {
  const { state } = turn;
  const run = runOf(state, life);
  if (run === undefined) return;
  const { is } = state.process;
  const failure = "code" in end ? end : failureOf(end, run, phaseOf(state.process));
  takeDown(turn);
  if (is === "stopping" || state.stopRequested) return;
  recordDeath(turn, run, "code" in end ? failure.text : end.how, failure.code === "OUT_OF_MEMORY");
  const wasTrial = takeFailure(turn, run.composition, failure);
  if (wasTrial && (state.apply.is !== "idle" || turn.desiredChanged)) return;
  if (!wasTrial && isWithdrawn(state, run, failure)) {
    return withdraw(turn, run.composition, { ...failure, phase: "probation" });
  }
  if (state.target.is === "run" && state.target.composition === run.composition) return countDeath(turn, run, failure);
  state.trouble = noted(failureText(failure), "another configuration takes its place");
}

/** The process is gone, as it was told to. */
export function takeStopped(turn: Turn, life: number): void {
  if (runOf(turn.state, life) === undefined) return;
  takeDown(turn);
  log(turn, "debug", "Collector stopped", { life });
}

/**
 * The process has what it had before: for good, or because it has to be exchanged. What is on the way back has no way
 * but that, since what runs has failed: the start of it is tried until there is room for its file.
 */
export function takeNotReloaded(turn: Turn, generation: number, failure: Failure | undefined): void {
  const { state } = turn;
  const { process } = state;
  if (process.is !== "reloading" || process.run.generation !== generation) return;
  const { before, pid, startedAt, run } = process;
  if (failure === undefined) return restartInstead(turn, { ...process, run: before.run });
  cancelTimer(turn, "reload");
  if (state.apply.is === "reverting" || comesBack(state, run.composition, before.run.composition)) {
    return restartInstead(turn, { ...process, run: before.run });
  }
  state.process = { is: "up", run: before.run, pid, startedAt, proven: true };
  state.view = before.view;
  // It has not taken the place of what runs, so that stays even without rollback, and is not told to reload again.
  state.target = { is: "run", composition: before.run.composition };
  takeFailure(turn, run.composition, failure);
}

/** A reload has not begun in time: a process that does not listen to the signal is exchanged instead. */
export function takeReloadDelay(turn: Turn): void {
  const { process } = turn.state;
  if (process.is !== "reloading") return;
  if (!process.begun) return restartInstead(turn, process);
  turn.state.process = { ...process, overdue: true };
}

/** The trial goes on with a new process. */
function restartInstead(turn: Turn, process: Extract<Process, { is: "reloading" }>): void {
  const { state } = turn;
  log(turn, "warn", "The Collector does not reload; restarting it", { pid: process.pid });
  if (isOnTrial(state)) cancelTimer(turn, "proof");
  if (state.apply.is === "proving") state.apply = { ...state.apply, is: "switching" };
  stop(turn, process);
}

/** The run of the process that is there, if it is of this life; late news of earlier ones is dropped. */
function runOf({ process }: State, life: number): Run | undefined {
  return "run" in process && process.run.life === life ? process.run : undefined;
}

function phaseOf(process: Process): Phase {
  if (process.is === "reloading") return "reloading";
  return process.is === "up" && process.proven ? "running" : "starting";
}

function failureOf(ending: Ending, run: Run, phase: Phase): Failure {
  const event = "the Collector exited unexpectedly";
  return { code: codeOfEnding(ending), phase, text: describeEnding(event, ending, run.composition.origins) };
}

/** Only an end that the configuration can have caused ends its probation. */
function isWithdrawn(state: State, { composition }: Run, failure: Failure): boolean {
  return onProbation(state) && composition === state.good && condemns(failure);
}

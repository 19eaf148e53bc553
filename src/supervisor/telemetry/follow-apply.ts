import type { Observation } from "../../telemetry/observation.ts";
import type { Apply } from "../mind/state.ts";
import type { Taken } from "../mind/taken.ts";
import { failureCode } from "./failure-code.ts";
import type { Followed, OpenApply, Tracking } from "./tracking.ts";

/** The phases of bringing something into force: how long each took, and what came of it. */
export function followApply(tracking: Tracking, taken: Taken): Followed<Observation> {
  const { before, after } = taken;
  if (samePhase(before.apply, after.apply)) return { tracking, observations: [] };
  const ended = tracking.apply ? end(tracking, tracking.apply, taken) : { tracking, observations: [] };
  if (after.apply.is === "idle") return ended;
  const begun = begin(ended.tracking, taken);
  return { tracking: begun.tracking, observations: [...ended.observations, ...begun.observations] };
}

/** A composition that is begun anew is another one. */
function samePhase(before: Apply, after: Apply): boolean {
  if (before.is !== after.is) return false;
  return before.is !== "composing" || after.is !== "composing" || before.ticket === after.ticket;
}

type Outcome = "passed" | "applied" | "failed" | "overtaken" | "interrupted";

const order: Readonly<Record<Apply["is"], number>> = {
  idle: 0,
  composing: 1,
  validating: 2,
  switching: 3,
  proving: 4,
  emptying: 4,
  reverting: 5,
};

function outcomeOf({ before, after, effects }: Taken): Outcome {
  if (after.stopRequested) return "interrupted";
  if (failureCode(effects) !== undefined) return "failed";
  if (after.apply.is === "idle") return "applied";
  if (order[after.apply.is] > order[before.apply.is]) return "passed";
  // A second try of what something outside has ended.
  return before.apply.is === "proving" && after.apply.is === "switching" ? "failed" : "overtaken";
}

function end(tracking: Tracking, apply: OpenApply, taken: Taken): Followed<Observation> {
  const { moment, effects, after } = taken;
  const outcome = outcomeOf(taken);
  const code = outcome === "failed" ? (failureCode(effects) ?? "COLLECTOR_KILLED") : undefined;
  const attributes = { phase: apply.phase, outcome, ...(code !== undefined && { "error.type": code }) };
  const failed = apply.failed ?? code;
  const error = code === undefined ? {} : { error: code };
  const observations: Observation[] = [
    { measure: "supervisor.apply.duration", value: (moment.elapsed - apply.begun) / 1000, attributes },
    { end: apply.phaseSpan, at: moment.now, attributes, ...error },
  ];
  const goesOn = after.apply.is === "reverting" || outcome === "passed" || isSecondTry(taken);
  if (goesOn) return { tracking: { ...tracking, apply: { ...apply, failed } }, observations };
  const whole = failed === undefined ? outcome : "failed";
  observations.push({
    end: apply.span,
    at: moment.now,
    attributes: { outcome: whole, ...(failed !== undefined && { "error.type": failed }) },
    ...(failed !== undefined && { error: failed }),
  });
  const isApplied = whole === "applied";
  const offer = outcome === "overtaken" ? tracking.offer : undefined;
  return {
    tracking: { ...tracking, apply: undefined, offer, applied: isApplied ? apply.span : tracking.applied },
    observations,
  };
}

function isSecondTry({ before, after }: Taken): boolean {
  return before.apply.is === "proving" && after.apply.is === "switching";
}

function begin(tracking: Tracking, { after, moment }: Taken): Followed<Observation> {
  const phase = after.apply.is;
  const { offer, apply } = tracking;
  const phaseSpan = `phase:${tracking.serial}`;
  const span = apply?.span ?? `apply:${tracking.serial}`;
  const hash = after.desired.remote?.id ?? "";
  const observations: Observation[] = apply
    ? []
    : [
        {
          begin: "apply",
          span,
          at: moment.now,
          ...(offer !== undefined && { links: [offer] }),
          attributes: { "remote_config.hash": hash },
        },
      ];
  observations.push({ begin: "apply.phase", span: phaseSpan, at: moment.now, parent: span, attributes: { phase } });
  const open: OpenApply = { span, phaseSpan, phase, begun: moment.elapsed, failed: apply?.failed };
  return { tracking: { ...tracking, serial: tracking.serial + 1, apply: open }, observations };
}

/** How long what was applied is watched, and what comes of that. */
export function followProbation(tracking: Tracking, taken: Taken): Followed<Observation> {
  const { before, after, moment, event, effects } = taken;
  const isStop = event.is === "StopRequested";
  if (before.probationEndsAt === after.probationEndsAt && !isStop) return { tracking, observations: [] };
  const observations: Observation[] = [];
  if (tracking.probation !== undefined) {
    const isOver = event.is === "TimerFired" && event.timer === "probation";
    const code = failureCode(effects);
    const ended = code === undefined ? "overtaken" : "withdrawn";
    const outcome = isStop ? "interrupted" : isOver ? "promoted" : ended;
    const error = outcome === "withdrawn" && code !== undefined ? { error: code } : {};
    observations.push({ end: tracking.probation, at: moment.now, attributes: { outcome }, ...error });
  }
  if (after.probationEndsAt === undefined || isStop)
    return { tracking: { ...tracking, probation: undefined }, observations };
  const probation = `probation:${tracking.serial}`;
  const { applied } = tracking;
  observations.push({
    begin: "probation",
    span: probation,
    at: moment.now,
    ...(applied !== undefined && { links: [applied] }),
  });
  return { tracking: { ...tracking, serial: tracking.serial + 1, probation }, observations };
}

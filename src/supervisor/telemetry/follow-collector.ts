import { isDeepStrictEqual } from "node:util";

import type { AgentState } from "../../opamp/server/agent-state.ts";
import type { Observation } from "../../telemetry/observation.ts";
import { codeOfEnding } from "../apply/failure.ts";
import type { Taken } from "../mind/taken.ts";
import { sameProgram } from "../packages/program.ts";
import type { Followed, Tracking } from "./tracking.ts";

/** Starts, ends and outages of the Collector. */
export function followCollector(tracking: Tracking, taken: Taken): Followed<Observation> {
  const { before, after } = taken;
  const observations: Observation[] = [];
  let { restart } = tracking;
  const outage = after.outages.at(-1);
  if (outage !== undefined && outage.lastedMs !== undefined && outage !== before.outages.at(-1)) {
    const value = outage.lastedMs / 1000;
    observations.push({ measure: "supervisor.collector.outage", value, attributes: { by: outage.by } });
  }
  if (after.tally !== before.tally) {
    observations.push({ count: "supervisor.collector.exits", attributes: { cause: exitCause(taken) } });
    restart = "exit";
  }
  if (after.restart !== undefined && before.restart === undefined) {
    restart = taken.event.is === "RestartRequested" ? "command" : "unhealthy";
  }
  if (after.starts > before.starts) {
    const cause = changeCause(taken) ?? restart ?? "configuration";
    if (before.starts > 0) observations.push({ count: "supervisor.collector.restarts", attributes: { cause } });
    restart = undefined;
  }
  return { tracking: { ...tracking, restart }, observations };
}

function exitCause({ event }: Taken): string {
  if (event.is === "CollectorExited") return codeOfEnding(event.ending);
  return event.is === "CollectorNotStarted" ? event.failure.code : "COLLECTOR_EXITED";
}

/** What is being changed, where that is why the Collector is started. */
function changeCause({ after }: Taken): "configuration" | "package" | "rollback" | undefined {
  const { apply, accepted } = after;
  if (apply.is === "reverting") return "rollback";
  if (apply.is !== "switching" && apply.is !== "proving") return undefined;
  return sameProgram(apply.composition.candidate.program, accepted.program) ? "configuration" : "package";
}

/** What a message of the Collector has brought. */
export function followReport(tracking: Tracking, { event, before, moment, until }: Taken): Followed<Observation> {
  if (event.is !== "CollectorReported") return { tracking, observations: [] };
  const span = `report:${tracking.serial}`;
  const events = newsIn(before.view, event.report).map((news): Observation => {
    return { event: news.event, span, at: moment.now, ...(news.attributes && { attributes: news.attributes }) };
  });
  return {
    tracking: { ...tracking, serial: tracking.serial + 1 },
    observations: [{ begin: "handleAgentOpAMPMessage", span, at: moment.now }, ...events, { end: span, at: until }],
  };
}

interface News {
  event: string;
  attributes?: { health: boolean };
}

function newsIn(before: AgentState | undefined, now: AgentState): News[] {
  const isNew = (part: "effectiveConfig" | "customCapabilities" | "health") =>
    now[part] !== undefined && now[part] !== null && !isDeepStrictEqual(now[part], before?.[part]);
  return [
    ...(isNew("effectiveConfig") ? [{ event: "Received effectiveConfig" }] : []),
    ...(isNew("customCapabilities") ? [{ event: "Received customCapabilities" }] : []),
    ...(isNew("health") ? [{ event: "Received health", attributes: { health: now.health?.healthy === true } }] : []),
  ];
}

import type { Process, State } from "../mind/state.ts";
import { type Observed, reasonOf, type Remark } from "./observed.ts";
import { timeText } from "./time-text.ts";

/** What becomes of the Collector's process. */
export function observeCollector({ before, after, effects }: Observed): Remark[] {
  const remarks: Remark[] = [];
  const isEnded = after.tally !== before.tally && after.tally.length > 0;
  if (isEnded) remarks.push(ended(after));
  if (after.restart !== undefined && before.restart === undefined) {
    remarks.push({ event: "collector-restarting", reason: after.restart.reason });
  }
  for (const effect of effects) {
    if (effect.do !== "StartCollector" && effect.do !== "ReloadCollector") continue;
    const { remote } = effect.composition.candidate;
    const event = effect.do === "StartCollector" ? "collector-starting" : "collector-reloading";
    remarks.push({ event, ...(remote && { hash: remote.id }) });
  }
  if (before.process.is === "starting" && after.process.is === "up") {
    remarks.push({ event: "collector-started", pid: after.process.pid });
  }
  if (isProven(after.process) && !isProven(before.process)) {
    const { outages } = after;
    const outage = outages !== before.outages ? outages.at(-1)?.lastedMs : undefined;
    const pid = "pid" in after.process ? { pid: after.process.pid } : {};
    remarks.push({ event: "collector-healthy", ...pid, ...(outage !== undefined && { outageMs: outage }) });
  }
  return remarks;
}

function ended({ tally, trouble, deaths, process }: State): Remark {
  const how = tally.at(-1)?.how ?? "";
  const reason = trouble === undefined ? { reason: how } : reasonOf(trouble);
  const until = process.is === "waiting" ? { until: timeText(process.nextTryAt) } : {};
  return { event: "collector-ended", ...reason, ...(deaths > 0 && { deaths }), ...until };
}

function isProven(process: Process): boolean {
  return process.is === "up" && process.proven;
}

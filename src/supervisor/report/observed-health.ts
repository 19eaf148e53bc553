import { isFarewell } from "../../collector/health-verdict.ts";
import type { ComponentHealth } from "../../opamp/wire/messages.ts";
import type { Death } from "../../storage/deaths.ts";
import { noted } from "../apply/failure.ts";
import { flowText } from "../apply/flow.ts";
import { isLong } from "../apply/outage.ts";
import type { Process, State } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";
import { endingText } from "./certificate-status.ts";
import { timeText } from "./time-text.ts";

/** Health in the supervisor's own words, for when the Collector cannot speak for itself. */
interface OwnWords {
  healthy: boolean;
  status: string;
  lastError: string;
}

/** The health of the whole agent as it is now; the object of the last report where nothing has changed. `told-health.ts` adds figures. */
export function observedHealth({ state, now }: Turn): ComponentHealth {
  const said = state.reported.health;
  const words = ownWords(state);
  if (words === "the Collector's") return ofCollector(state, now) ?? said ?? starting;
  if (words === "as before") return said ?? starting;
  const unchanged =
    said?.healthy === words.healthy && said.status === words.status && said.lastError === words.lastError;
  if (unchanged) return said;
  return { ...words, startTimeUnixNano: 0, statusTimeUnixNano: now * 1e6 };
}

/**
 * What it says of itself; one that has nothing to do, or lets no data through, is healthy and of no use, and that is said. So is a
 * certificate whose end is near, behind the words.
 */
function ofCollector(state: State, now: number): ComponentHealth | undefined {
  const { view, process, flow } = state;
  const health = view?.health ?? undefined;
  if (process.is !== "up" || health?.healthy !== true) return health;
  const findings = flow?.generation === process.run.generation ? flow.findings : [];
  const ending = endingText(state, now);
  const idle = process.run.composition.pipelines === 0 ? "running no pipelines" : undefined;
  const useless = idle ?? (findings.length === 0 ? undefined : `no data flows: ${flowText(findings)}`);
  if (useless === undefined && ending === "") return health;
  return { ...health, status: [useless ?? health.status ?? "", ending].filter((text) => text !== "").join("; ") };
}

const starting: ComponentHealth = { healthy: false, status: "StatusStarting", lastError: "the Collector is starting" };

const shuttingDown: OwnWords = {
  healthy: false,
  status: "StatusStopping",
  lastError: "the Collector is shutting down, which the supervisor did not ask for",
};

/** The start time stays 0 wherever these words are used, since the Collector is not running or not yet known to. */
function ownWords(state: State): OwnWords | "the Collector's" | "as before" {
  const { process, apply, target, trouble, stopRequested, restart, timers } = state;
  if (stopRequested) return { healthy: false, status: "Stopped", lastError: "the supervisor was stopped" };
  if (restart?.is === "under way") return { healthy: false, status: "StatusStarting", lastError: restart.reason };
  if (process.is === "down" && target.is === "nothing" && (target.onPurpose || apply.is !== "composing")) {
    if (target.onPurpose) return { healthy: true, status: `Stopped: ${target.reason}`, lastError: "" };
    return { healthy: false, status: "Stopped", lastError: target.reason };
  }
  if (timers.farewell !== undefined) return "as before";
  if (process.is === "up" && (process.proven || apply.is === "idle") && state.view?.health) {
    return process.proven && isFarewell(state.view.health) ? shuttingDown : "the Collector's";
  }
  if (trouble !== undefined) return inTrouble(state, trouble);
  return isLong(state) ? away(state) : "as before";
}

/** A change that takes long is told with how far it is. */
function away({ apply }: State): OwnWords {
  const change =
    apply.is === "idle"
      ? "a change, which takes long"
      : `a change of its configuration, which takes long (${apply.is})`;
  return { healthy: false, status: "StatusStarting", lastError: `the Collector is away for ${change}` };
}

/** While the next try is waited for, both texts say when that is. */
function inTrouble(state: State, trouble: string): OwnWords {
  const { process, deaths } = state;
  if (process.is !== "waiting") {
    return { healthy: false, status: deaths > 1 ? "StatusStarting" : "Failed", lastError: trouble };
  }
  const next = `${process.parked ? "parked, " : ""}next try ${timeText(process.nextTryAt)}`;
  return { healthy: false, status: waitText(state, process), lastError: noted(trouble, next) };
}

/** How many ends in a row there were, how the last one was, and what comes next. */
function waitText({ deaths, tally }: State, process: Extract<Process, { is: "waiting" }>): string {
  const last = tally.at(-1);
  const ends = last === undefined ? "" : `, the last one ${endText(last)}`;
  const next = timeText(process.nextTryAt);
  return `${process.parked ? "Parked" : "Waiting"}: ${deaths} ends in a row${ends}; next try ${next}`;
}

function endText({ at, how, outOfMemory, remoteConfig, version }: Death): string {
  const facts = [
    how,
    outOfMemory ? "out of memory" : "",
    remoteConfig === "" ? "" : `configuration ${remoteConfig}`,
    version === "" ? "" : `version ${version}`,
  ];
  return `${timeText(at)} (${facts.filter((fact) => fact !== "").join(", ")})`;
}

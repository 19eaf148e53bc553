import type { Effect } from "../../src/supervisor/mind/effects.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import type { Composition } from "../../src/supervisor/mind/state.ts";
import { nameOf } from "../support/stored.ts";
import { programName } from "./simulated-packages.ts";

/** An event as a line of the story; `undefined` where the story has it already. */
export function describeEvent(event: Event): string | undefined {
  switch (event.is) {
    case "ServerReached":
      return "the server is reached";
    case "ServerAnswered":
      return `the server answers on connection ${event.use}`;
    case "ServerProbed":
      return `the look at the offered way: ${event.outcome.reached ? "it leads there" : event.outcome.reason}`;
    case "ServerMissed":
      return "the server is not reached";
    case "RemoteConfigOffered":
      return `offered: ${nameOf(event.remote.hash)}`;
    case "ConnectionSettingsOffered":
      return `offered: connection settings ${JSON.stringify(event.offered)}`;
    case "InstanceUidAssigned":
      return `assigned: the identity ${event.uid.toHex()}`;
    case "Composed":
      return event.outcome.composed ? `composed: ${nameIn(event.outcome.composition)}` : "cannot be composed";
    case "Checked":
      return event.outcome.passed ? "passes the check" : `does not pass the check: ${event.outcome.failure.code}`;
    case "CollectorStarted":
    case "CollectorStopped":
    case "CollectorExited":
    case "CollectorNotStarted":
      return `${event.is}: life ${event.life}`;
    case "CollectorNotReloaded":
    case "CollectorLost":
      return `${event.is}: generation ${event.generation}`;
    case "CollectorReported": {
      const { health } = event.report;
      const words = [health?.healthy === true ? "healthy" : "not healthy", health?.status].filter(Boolean).join(", ");
      return `generation ${event.generation} says: ${health ? words : "nothing of its health"}`;
    }
    case "HoldRequested":
    case "ReleaseRequested":
    case "ConfigRollbackRequested":
      return event.is;
    case "PackagesOffered":
      return `offered: packages ${nameOf(event.offer.hash)}`;
    case "PackageFetched":
      return event.outcome.fetched ? "the package is here" : `no package: ${event.outcome.failure.code}`;
    case "ObstacleGone":
      return "the obstacle is gone";
    case "TimerFired":
      return `time is up: ${event.timer}`;
    default:
      return undefined;
  }
}

/** The same of an effect. */
export function describeEffect(effect: Effect): string | undefined {
  switch (effect.do) {
    case "Check":
      return `checks ${nameIn(effect.composition)}`;
    case "StartCollector":
      return `starts generation ${effect.generation}: ${nameIn(effect.composition)}`;
    case "ReloadCollector":
      return `reloads to generation ${effect.generation}: ${nameIn(effect.composition)}`;
    case "StopCollector":
      return `stops life ${effect.life}`;
    case "FetchPackage":
      return `fetches ${Buffer.from(effect.wanted.hash, "hex").toString()}`;
    case "SavePackages": {
      const { installed = "", before, trial } = effect.packages;
      return `packages: installed ${Buffer.from(installed, "hex").toString()}, ${JSON.stringify({ before, trial })}`;
    }
    case "SaveHeldRemoteConfig":
      return effect.remote === undefined ? "keeps nothing for later" : `keeps ${nameOf(effect.remote.hash)} for later`;
    case "SaveEarlierRemoteConfig":
      return `may go back to ${nameOf(effect.earlier?.remote?.hash ?? new Uint8Array())}`;
    case "SaveTrial":
      return effect.trial === undefined ? "ends the trial" : `begins trial ${effect.trial.begun}`;
    case "UseConnection":
      return `connects by ${effect.settings?.destinationEndpoint ?? "the operator's settings"}, number ${effect.use}`;
    case "Log":
      return effect.level === "debug" ? undefined : `“${effect.message}” ${said(effect.fields)}`;
    case "SetTimer":
      return `waits at most ${effect.delayMs / 1000} s: ${effect.timer}`;
    case "Finish":
      return "has finished";
    default:
      return undefined;
  }
}

function said(fields: object | undefined): string {
  return fields === undefined ? "" : JSON.stringify(fields);
}

function nameIn({ candidate, text }: Composition): string {
  const name = candidate.remote ? nameOf(candidate.remote.hash) : "own layers";
  return `${name} by [${programName(candidate.program)}] ${text}`;
}

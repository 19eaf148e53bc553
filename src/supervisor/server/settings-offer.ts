import { isDeepStrictEqual } from "node:util";

import type { CollectorConnections } from "../../compose/layers.ts";
import { ConnectionSettingsStatuses } from "../../opamp/wire/messages.ts";
import { leaveLastResort } from "../apply/fallback.ts";
import type { State } from "../mind/state.ts";
import { log, type Turn } from "../mind/turn.ts";
import { holdSettings, isHeld } from "../operator/held.ts";
import { candidateOf } from "./connection-state.ts";
import { offerConnection } from "./connection.ts";
import { mergeOthers } from "./other-connections.ts";
import { mergeTelemetry } from "./own-telemetry.ts";
import type { OfferedSettings } from "./read-offered-settings.ts";
import { keepStatus, type SettingsOffer } from "./settings-ledger.ts";
import { derivedStatus, type OfferPart, type PartState, settingsFailure } from "./settings-status.ts";

/**
 * Connection settings are offered. An offer that is known and did not fail is answered by the status that the server has
 * or will get; one that failed, in an earlier run too, is judged anew. The Collector's connections are merged with those that are wanted already, name by name.
 */
export function offerSettings(turn: Turn, offered: OfferedSettings): void {
  const { state } = turn;
  const last = state.settingsOffer;
  const isKnown = offered.id !== "" && offered.id === last?.id;
  if (isKnown && last.status.status !== ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED) {
    return log(turn, "debug", "These connection settings are known", { settings: offered.id });
  }
  if (isHeld(state)) return holdSettings(turn, offered);
  const connections = wantedConnections(state, offered);
  const parts = {
    ...connectionVerdict(turn, offered, isKnown || offered.id === ""),
    ...collectorVerdicts(turn, offered, connections),
  };
  log(turn, isKnown ? "debug" : "info", "Connection settings received", {
    settings: offered.id,
    parts: Object.keys(parts),
  });
  for (const reason of refusals(offered)) {
    log(turn, isKnown ? "debug" : "warn", "Refused offered connection settings", { reason });
  }
  const { hash, id } = offered;
  const offer = { hash, id, parts, failedBefore: "" };
  state.settingsOffer = { ...offer, connections, status: derivedStatus(offer) };
  keepStatus(turn, last);
  if (isDeepStrictEqual(connections, state.refusedConnections?.connections)) return;
  if (connections === state.desired.connections) return;
  state.desired = { ...state.desired, connections };
  leaveLastResort(state);
  turn.desiredChanged = true;
}

/** The same object as what is desired or in force where it is equal to that. */
function wantedConnections({ desired, accepted }: State, { telemetry, others }: OfferedSettings): CollectorConnections {
  const merged = {
    telemetry: mergeTelemetry(desired.connections.telemetry, telemetry),
    others: mergeOthers(desired.connections.others, others),
  };
  const equal = [desired.connections, accepted.connections].find((known) => isDeepStrictEqual(known, merged));
  return equal ?? merged;
}

/** One that is still on trial for an earlier offer is part of each later one, whose hash is over it too. */
function connectionVerdict(turn: Turn, { opamp }: OfferedSettings, isRepeated: boolean): SettingsOffer["parts"] {
  const isOnTrial = candidateOf(turn.state.connection) !== undefined;
  return opamp === undefined && !isOnTrial ? {} : { opamp: offerConnection(turn, opamp, isRepeated) };
}

function collectorVerdicts(
  { state }: Turn,
  offered: OfferedSettings,
  wanted: CollectorConnections,
): Partial<Record<OfferPart, PartState>> {
  const { accepted, refusedConnections, settingsOffer } = state;
  const isOpen = (name: OfferPart) => settingsOffer?.parts[name]?.is === "pending";
  const verdict = (part: "telemetry" | "others"): PartState => {
    const reasons = refusals({ ...offered, [part === "telemetry" ? "others" : "telemetry"]: [] });
    if (reasons.length > 0) return { is: "failed", reason: settingsFailure("SETTINGS_REFUSED", reasons.join("; ")) };
    if (isDeepStrictEqual(wanted[part], accepted.connections[part])) return { is: "applied" };
    if (!isDeepStrictEqual(wanted, refusedConnections?.connections)) return { is: "pending" };
    return { is: "failed", reason: refusedConnections?.reason ?? "" };
  };
  return {
    ...((offered.telemetry.length > 0 || isOpen("own telemetry")) && { "own telemetry": verdict("telemetry") }),
    ...((offered.others.length > 0 || isOpen("other connections")) && { "other connections": verdict("others") }),
  };
}

function refusals({ telemetry, others }: OfferedSettings): string[] {
  const ofSignals = telemetry.flatMap((answer) => ("refused" in answer ? [`${answer.signal}: ${answer.refused}`] : []));
  const ofNames = others.flatMap((answer) => ("refused" in answer ? [`${answer.name}: ${answer.refused}`] : []));
  return [...ofSignals, ...ofNames];
}

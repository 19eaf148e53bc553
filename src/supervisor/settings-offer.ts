import { isDeepStrictEqual } from "node:util";

import type { CollectorConnections } from "../compose/layers.ts";
import { ConnectionSettingsStatuses } from "../opamp/wire/messages.ts";
import { leaveLastResort } from "./fallback.ts";
import type { OfferedSettings } from "./offered-settings.ts";
import { mergeOthers } from "./other-connections.ts";
import { mergeTelemetry } from "./own-telemetry.ts";
import { derivedStatus, type OfferPart, type PartState, type SettingsStatus } from "./settings-status.ts";
import type { State } from "./state.ts";
import { log, type Turn } from "./turn.ts";

/** The offer of connection settings that came last, and what became of each of its parts. */
export interface SettingsOffer {
  hash: Uint8Array;
  /** The same as lower-case hex; empty where the server sent none. */
  id: string;
  /** Those that the offer has; none where it came in an earlier run. */
  parts: Readonly<Partial<Record<OfferPart, PartState>>>;
  /** What the offer makes of the Collector's connections. */
  connections: CollectorConnections;
  /** What is told of it. */
  status: SettingsStatus;
}

const collectorParts = ["own telemetry", "other connections"] as const;

/**
 * Connection settings are offered. An offer that is known and did not fail is answered by the status that the server has
 * or will get. The Collector's connections are merged with those that are wanted already, name by name.
 */
export function offerSettings(turn: Turn, offered: OfferedSettings): void {
  const { state } = turn;
  const last = state.settingsOffer;
  const isKnown = offered.id !== "" && offered.id === last?.id;
  if (isKnown && last.status.status !== ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED) {
    return log(turn, "debug", "These connection settings are known", { settings: offered.id });
  }
  const connections = wantedConnections(state, offered);
  const parts = collectorVerdicts(turn, offered, connections);
  log(turn, isKnown ? "debug" : "info", "Connection settings received", {
    settings: offered.id,
    parts: Object.keys(parts),
    refused: refusals(offered),
  });
  const { hash, id } = offered;
  state.settingsOffer = { hash, id, parts, connections, status: derivedStatus({ hash, id, parts }) };
  tellIfNew(turn, last?.status);
  if (isDeepStrictEqual(connections, state.refusedConnections?.connections)) return;
  if (connections === state.desired.connections) return;
  state.desired = { ...state.desired, connections };
  leaveLastResort(state);
  turn.desiredChanged = true;
}

/** These connections of the Collector are in force. */
export function applyConnections(turn: Turn, connections: CollectorConnections): void {
  if (turn.state.settingsOffer?.connections !== connections) return;
  settle(turn, (part) => (part.is === "pending" ? { is: "applied" } : part));
}

/** These connections of the Collector do not work. */
export function failConnections(turn: Turn, connections: CollectorConnections, reason: string): void {
  if (turn.state.settingsOffer?.connections !== connections) return;
  settle(turn, (part) => (part.is === "failed" ? part : { is: "failed", reason }));
}

/** The same, and they wait for others, or for another remote configuration. */
export function refuseConnections(turn: Turn, connections: CollectorConnections, reason: string): void {
  turn.state.refusedConnections = { connections, reason };
  failConnections(turn, connections, reason);
}

/** What of the Collector's connections has changed is kept on disk. */
export function keepConnections(turn: Turn, before: CollectorConnections, after: CollectorConnections): void {
  const { telemetry, others } = after;
  if (!isDeepStrictEqual(telemetry, before.telemetry)) turn.effects.push({ do: "SaveTelemetry", telemetry });
  if (!isDeepStrictEqual(others, before.others)) turn.effects.push({ do: "SaveOtherConnections", others });
}

function settle(turn: Turn, next: (part: PartState) => PartState): void {
  const { state } = turn;
  const offer = state.settingsOffer;
  if (offer === undefined) return;
  const parts = { ...offer.parts };
  for (const name of collectorParts) {
    const part = parts[name];
    if (part !== undefined) parts[name] = next(part);
  }
  if (Object.keys(parts).length === 0) return;
  state.settingsOffer = { ...offer, parts, status: derivedStatus({ ...offer, parts }) };
  tellIfNew(turn, offer.status);
}

/** A server that sends no hash cannot tell what a status is about. */
function tellIfNew(turn: Turn, before: SettingsStatus | undefined): void {
  const { settingsOffer } = turn.state;
  if (settingsOffer === undefined || settingsOffer.id === "") return;
  const { status } = settingsOffer;
  if (!isDeepStrictEqual(status, before)) turn.effects.push({ do: "SaveSettingsStatus", status });
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

function collectorVerdicts(
  { state }: Turn,
  offered: OfferedSettings,
  wanted: CollectorConnections,
): Partial<Record<OfferPart, PartState>> {
  const { accepted, refusedConnections } = state;
  const verdict = (part: "telemetry" | "others"): PartState => {
    const reasons = refusals({ ...offered, [part === "telemetry" ? "others" : "telemetry"]: [] });
    if (reasons.length > 0) return { is: "failed", reason: reasons.join("; ") };
    if (isDeepStrictEqual(wanted[part], accepted.connections[part])) return { is: "applied" };
    if (!isDeepStrictEqual(wanted, refusedConnections?.connections)) return { is: "pending" };
    return { is: "failed", reason: refusedConnections?.reason ?? "" };
  };
  return {
    ...(offered.telemetry.length > 0 && { "own telemetry": verdict("telemetry") }),
    ...(offered.others.length > 0 && { "other connections": verdict("others") }),
  };
}

function refusals({ telemetry, others }: OfferedSettings): string[] {
  const ofSignals = telemetry.flatMap((answer) => ("refused" in answer ? [`${answer.signal}: ${answer.refused}`] : []));
  const ofNames = others.flatMap((answer) => ("refused" in answer ? [`${answer.name}: ${answer.refused}`] : []));
  return [...ofSignals, ...ofNames];
}

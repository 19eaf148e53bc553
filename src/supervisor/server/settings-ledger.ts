import { isDeepStrictEqual } from "node:util";

import type { CollectorConnections } from "../../compose/layers.ts";
import type { State } from "../mind/state.ts";
import type { Turn } from "../mind/turn.ts";
import { derivedStatus, type OfferPart, type PartState, type SettingsStatus } from "./settings-status.ts";

/** The offer of connection settings that came last, and what became of each of its parts. */
export interface SettingsOffer {
  hash: Uint8Array;
  /** The same as lower-case hex; empty where the server sent none. */
  id: string;
  /** Those that the offer has; none where it came in an earlier run. */
  parts: Readonly<Partial<Record<OfferPart, PartState>>>;
  /** What the offer makes of the Collector's connections. */
  connections: CollectorConnections;
  /** What an earlier run has found out before it was cut short. */
  failedBefore: string;
  /** What is told of it. */
  status: SettingsStatus;
}

const collectorParts = ["own telemetry", "other connections"] as const;

/** Whether the Collector's part of the last offer has no verdict yet. */
export function isCollectorPending({ settingsOffer }: Pick<State, "settingsOffer">): boolean {
  return collectorParts.some((name) => settingsOffer?.parts[name]?.is === "pending");
}

/** These connections of the Collector are in force. */
export function applyConnections(turn: Turn, connections: CollectorConnections): void {
  if (turn.state.settingsOffer?.connections !== connections) return;
  settleCollector(turn, (part) => (part.is === "pending" ? { is: "applied" } : part));
}

/** These connections of the Collector do not work. */
export function failConnections(turn: Turn, connections: CollectorConnections, reason: string): void {
  if (turn.state.settingsOffer?.connections !== connections) return;
  settleCollector(turn, (part) => (part.is === "failed" ? part : { is: "failed", reason }));
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

/** The verdict on the settings of the connection to the server. */
export function concludeConnection(turn: Turn, verdict: PartState): void {
  settle(turn, { opamp: verdict });
}

function settleCollector(turn: Turn, next: (part: PartState) => PartState): void {
  const parts = turn.state.settingsOffer?.parts ?? {};
  const changed = collectorParts.flatMap((name) => (parts[name] ? [[name, next(parts[name])] as const] : []));
  if (changed.length > 0) settle(turn, Object.fromEntries(changed));
}

function settle(turn: Turn, changed: SettingsOffer["parts"]): void {
  const { state } = turn;
  const offer = state.settingsOffer;
  if (offer === undefined) return;
  const parts = { ...offer.parts, ...changed };
  state.settingsOffer = { ...offer, parts, status: derivedStatus({ ...offer, parts }) };
  keepStatus(turn, offer);
}

/**
 * The status of the last offer is kept on disk where it is another one than `before`. What a start would take up again is
 * the trial of the connection alone. So an offer whose Collector part has no verdict yet is not there: the server hears of
 * an earlier one then, and sends this one again.
 */
export function keepStatus(turn: Turn, before: SettingsOffer | undefined): void {
  const status = statusToKeep(turn.state.settingsOffer);
  if (status === undefined || isDeepStrictEqual(status, statusToKeep(before))) return;
  turn.effects.push({ do: "SaveSettingsStatus", status });
}

/** A server that sends no hash cannot tell what a status is about. */
function statusToKeep(settingsOffer: SettingsOffer | undefined): SettingsStatus | undefined {
  return settingsOffer?.id && !isCollectorPending({ settingsOffer }) ? settingsOffer.status : undefined;
}

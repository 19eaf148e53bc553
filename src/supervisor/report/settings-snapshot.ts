import { codePart } from "../../control/code-of.ts";
import type { SettingsStatus } from "../../control/snapshot.ts";
import { shownUrl } from "../../opamp/client/explain-loss.ts";
import { ConnectionSettingsStatuses } from "../../opamp/wire/messages.ts";
import type { State } from "../mind/state.ts";
import {
  candidateOf,
  type ConnectionGap,
  type ConnectionSettings,
  leadsElsewhere,
} from "../server/connection-state.ts";
import type { SettingsOffer } from "../server/settings-ledger.ts";
import { timeText } from "./time-text.ts";

/** What is shown of offered connection settings; `undefined` while there were none. */
export function settingsSnapshot(state: State): SettingsStatus | undefined {
  const { connection, connectionInForce, settingsOffer, connectionGap } = state;
  const outcome = settingsOffer && outcomeOf(settingsOffer);
  if (connection.is === "steady" && connectionInForce === undefined && outcome === undefined) return undefined;
  const offered = endpointOf(connectionInForce);
  const candidate = endpointOf(candidateOf(connection));
  return {
    inForce: leadsElsewhere(connectionInForce) ? "offered" : "operator",
    ...(offered !== undefined && { offeredEndpoint: offered }),
    ...(connection.is !== "steady" && { phase: connection.is }),
    ...(candidate !== undefined && { candidateEndpoint: candidate }),
    ...(outcome && { outcome }),
    ...(connectionGap && { lastGap: gapOf(connectionGap) }),
  };
}

function endpointOf(settings: ConnectionSettings | undefined): string | undefined {
  return settings?.destinationEndpoint ? shownUrl(settings.destinationEndpoint) : undefined;
}

function gapOf({ since, lastedMs }: ConnectionGap): NonNullable<SettingsStatus["lastGap"]> {
  return { at: timeText(since), ...(lastedMs !== undefined && { durationMs: lastedMs }) };
}

function outcomeOf({ id, status: { status, error } }: SettingsOffer): SettingsStatus["outcome"] {
  const told = statusNames[status];
  return told && { hash: id, status: told, ...codePart(error), ...(error !== "" && { message: error }) };
}

const statusNames: Readonly<Partial<Record<ConnectionSettingsStatuses, "APPLIED" | "APPLYING" | "FAILED">>> = {
  [ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED]: "APPLIED",
  [ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLYING]: "APPLYING",
  [ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED]: "FAILED",
};

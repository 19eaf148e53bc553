import type { CollectorConnections } from "../../compose/layers.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import { ConnectionSettingsStatuses } from "../../opamp/wire/messages.ts";
import type { StoredState } from "../../storage/stored-state.ts";
import { acceptance } from "./capabilities.ts";
import type { ConnectionSettings } from "./connection-state.ts";
import { mergeOthers, readOtherOffers } from "./other-connections.ts";
import { mergeTelemetry, readTelemetryOffer } from "./own-telemetry.ts";
import type { SettingsOffer } from "./settings-ledger.ts";
import { backToOwn, withdrawal } from "./settings-status.ts";

/** Where the Collector's own connections lead, as the server has offered it. `whole`: all of it is still taken, whatever the operator has changed since. */
export function storedConnections(
  stored: StoredState,
  config: SupervisorConfig,
): { connections: CollectorConnections; whole: boolean } {
  const { ownTelemetry = {}, otherConnections = {} } = stored;
  const { signals, places } = acceptance(config);
  const own = readTelemetryOffer(ownTelemetry, signals);
  const others = readOtherOffers(otherConnections, places);
  const connections = { telemetry: mergeTelemetry({}, own), others: mergeOthers(new Map(), others) };
  return { connections, whole: [...own, ...others].every((answer) => "asks" in answer) };
}

/**
 * The settings of the connection to the server. Those on trial are tried again, unless their verdict is known: then the
 * end came before they were removed. In the same way accepted ones may be there that were given up.
 */
export function storedConnection(
  { persistent, connection, connectionCandidate }: StoredState,
  config: SupervisorConfig,
): Record<"candidate" | "inForce", ConnectionSettings | undefined> & Record<"isStale" | "isGivenUp", boolean> {
  if (!config.capabilities.acceptsOpampConnectionSettings) {
    return { candidate: undefined, inForce: undefined, isStale: false, isGivenUp: false };
  }
  const { status: told, errorMessage = "" } = persistent.settingsStatus ?? {};
  const isGivenUp = connection !== undefined && errorMessage.startsWith(withdrawal) && errorMessage.includes(backToOwn);
  const isOpen = told === undefined || told === ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLYING;
  return {
    inForce: isGivenUp ? undefined : connection,
    isGivenUp,
    candidate: isOpen ? connectionCandidate : undefined,
    isStale: !isOpen && connectionCandidate !== undefined,
  };
}

/**
 * An offer whose outcome was not known yet is forgotten, unless its trial goes on, and so is one of which a part is not
 * taken any more: with another hash than its own, the server sends it again (§ ConnectionSettingsOffers.hash).
 */
export function storedOffer(
  { persistent }: StoredState,
  connections: CollectorConnections,
  isOnTrial: boolean,
): SettingsOffer | undefined {
  const { settingsStatus } = persistent;
  if (settingsStatus === undefined) return undefined;
  const { status, lastConnectionSettingsHash: hash, errorMessage: error } = settingsStatus;
  if (status === ConnectionSettingsStatuses.ConnectionSettingsStatuses_UNSET) return undefined;
  const isOpen = status === ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLYING;
  if (isOpen && !isOnTrial) return undefined;
  const id = hash.toHex();
  const parts: SettingsOffer["parts"] = isOpen ? { opamp: { is: "pending" } } : {};
  return { hash, id, parts, connections, failedBefore: isOpen ? error : "", status: { hash, id, status, error } };
}

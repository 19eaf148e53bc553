import { type ConnectionSettingsStatus, ConnectionSettingsStatuses } from "../opamp/wire/messages.ts";

/** What an offer of connection settings may hold. */
export type OfferPart = "opamp" | "own telemetry" | "other connections";

/** What became of one part of an offer. */
export type PartState = { is: "pending" } | { is: "applied" } | { is: "failed"; reason: string };

/** What the server is told of the last offer of connection settings. */
export interface SettingsStatus {
  hash: Uint8Array;
  id: string;
  status: ConnectionSettingsStatuses;
  /** Empty unless FAILED. */
  error: string;
}

/** Begins the text of a FAILED that took an APPLIED back. */
export const withdrawal = "withdrawn: ";

/**
 * The one status of an offer with all its parts, which have one hash in common: APPLIED only when all of them are,
 * FAILED with the names of those that have failed, and APPLYING before that.
 */
export function derivedStatus({
  hash,
  id,
  parts,
}: {
  hash: Uint8Array;
  id: string;
  parts: Readonly<Partial<Record<OfferPart, PartState>>>;
}): SettingsStatus {
  const states = Object.entries(parts);
  const failed = states.flatMap(([name, part]) => (part.is === "failed" ? [{ name, reason: part.reason }] : []));
  if (states.some(([, part]) => part.is === "pending")) {
    return { hash, id, status: ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLYING, error: "" };
  }
  if (failed.length === 0) {
    return { hash, id, status: ConnectionSettingsStatuses.ConnectionSettingsStatuses_APPLIED, error: "" };
  }
  const isWithdrawn = failed.some(({ reason }) => reason.startsWith(withdrawal));
  const texts = failed.map(({ name, reason }) => `${name}: ${reason.replace(withdrawal, "")}`);
  const error = `${isWithdrawn ? withdrawal : ""}${texts.join("; ")}`;
  return { hash, id, status: ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED, error };
}

/** The same as a message. */
export function settingsStatusMessage({ hash, status, error }: SettingsStatus): ConnectionSettingsStatus {
  return { lastConnectionSettingsHash: hash, status, errorMessage: error };
}

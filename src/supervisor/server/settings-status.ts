import { type ConnectionSettingsStatus, ConnectionSettingsStatuses } from "../../opamp/wire/messages.ts";

/** What an offer of connection settings may hold. */
export type OfferPart = "opamp" | "own telemetry" | "other connections";

/** What became of one part of an offer. */
export type PartState = { is: "pending" } | { is: "applied" } | { is: "failed"; reason: string };

/** What the server is told of the last offer of connection settings. */
export interface SettingsStatus {
  hash: Uint8Array;
  id: string;
  status: ConnectionSettingsStatuses;
  /** Of the parts that have failed so far; told with FAILED alone. */
  error: string;
}

/** Why a part of an offer is not in force, stable; beside them the codes of configurations, for the Collector's part. */
export type SettingsCode =
  /** It asks for what is not allowed here, or cannot be done. */
  | "SETTINGS_REFUSED"
  /** The offered connection does not lead to an answer of the server. */
  | "SETTINGS_UNREACHABLE";

/** `CODE: text`, as the server is told. */
export function settingsFailure(code: SettingsCode, text: string): string {
  return `${code}: ${text}`;
}

/** Begins the text of a FAILED that took an APPLIED back. */
export const withdrawal = "withdrawn: ";

/** Stands in the text of a FAILED by which accepted settings of the connection to the server are given up. */
export const backToOwn = "back to the connection of supervisor.yaml";

/**
 * The one status of an offer with all its parts, which have one hash in common: APPLIED only when all of them are,
 * FAILED with the names of those that have failed, and APPLYING before that.
 */
export function derivedStatus({
  hash,
  id,
  parts,
  failedBefore,
}: {
  hash: Uint8Array;
  id: string;
  parts: Readonly<Partial<Record<OfferPart, PartState>>>;
  /** The texts of parts that have failed in an earlier run. */
  failedBefore: string;
}): SettingsStatus {
  const states = Object.entries(parts);
  const failed = states.flatMap(([name, part]) => (part.is === "failed" ? [{ name, reason: part.reason }] : []));
  const isWithdrawn = failed.some(({ reason }) => reason.startsWith(withdrawal));
  const texts = failed.map(({ name, reason }) => `${name}: ${reason.replace(withdrawal, "")}`);
  const error = [failedBefore, ...texts].filter(Boolean).join("; ");
  const {
    ConnectionSettingsStatuses_APPLYING: applying,
    ConnectionSettingsStatuses_APPLIED: applied,
    ConnectionSettingsStatuses_FAILED: failure,
  } = ConnectionSettingsStatuses;
  if (states.some(([, part]) => part.is === "pending")) return { hash, id, status: applying, error };
  if (error === "") return { hash, id, status: applied, error };
  return { hash, id, status: failure, error: `${isWithdrawn ? withdrawal : ""}${error}` };
}

/** The same as a message. */
export function settingsStatusMessage({ hash, status, error }: SettingsStatus): ConnectionSettingsStatus {
  const hasFailed = status === ConnectionSettingsStatuses.ConnectionSettingsStatuses_FAILED;
  return { lastConnectionSettingsHash: hash, status, errorMessage: hasFailed ? error : "" };
}

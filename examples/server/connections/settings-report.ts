import type { AgentState } from "../../../src/opamp/server/server.ts";
import { ConnectionSettingsStatuses as Statuses } from "../../../src/opamp/wire/messages.ts";

/** An agent's word on an offer. */
export interface SettingsReport {
  /** Of the offer, hexadecimal. */
  hash: string;
  status: "UNSET" | "APPLIED" | "APPLYING" | "FAILED";
  error: string;
}

const names: ReadonlyMap<unknown, SettingsReport["status"]> = new Map([
  [Statuses.ConnectionSettingsStatuses_APPLIED, "APPLIED"],
  [Statuses.ConnectionSettingsStatuses_APPLYING, "APPLYING"],
  [Statuses.ConnectionSettingsStatuses_FAILED, "FAILED"],
]);

/** The agent's last word on connection settings. */
export function settingsReportedBy({ connectionSettingsStatus: report }: AgentState): SettingsReport | null {
  if (!report) return null;
  return {
    hash: (report.lastConnectionSettingsHash ?? new Uint8Array()).toHex(),
    status: names.get(report.status) ?? "UNSET",
    error: report.errorMessage ?? "",
  };
}

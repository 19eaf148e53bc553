import type { AgentState } from "../../../src/opamp/server/server.ts";
import { hasCapability } from "../../../src/opamp/wire/capabilities.ts";
import { AgentCapabilities, RemoteConfigStatuses } from "../../../src/opamp/wire/messages.ts";
import type { SavedConfiguration } from "../store/saved-configurations.ts";

export interface RemoteConfigView {
  /** Whether the agent takes remote configurations at all. */
  accepted: boolean;
  /** What this server wants the agent to have. */
  saved: { text: string; hash: string; savedAt: string } | null;
  /** What the agent said last, and about which configuration. */
  reported: { hash: string; status: "UNSET" | "APPLIED" | "APPLYING" | "FAILED"; error: string } | null;
  /** What became of the saved configuration; `waiting`: the agent has not spoken of it. `none`: there is none. */
  outcome: "none" | "waiting" | "applying" | "applied" | "failed";
  /** When the saved configuration went to the agent last, ISO 8601; `null`: it was not sent. */
  sentAt: string | null;
  /** From then to the agent's verdict, milliseconds; `null`: there is none, or nothing was sent. */
  tookMs: number | null;
}

export function remoteConfigOf(state: AgentState, saved: SavedConfiguration | undefined): RemoteConfigView {
  const reported = reportedBy(state);
  return {
    accepted: acceptsRemoteConfig(state),
    saved: saved ? { text: saved.text, hash: saved.offer.hash, savedAt: saved.savedAt } : null,
    reported,
    outcome: outcomeOf(reported, saved),
    sentAt: saved?.sentAt ?? null,
    tookMs: saved?.sentAt && saved.decidedAt ? Date.parse(saved.decidedAt) - Date.parse(saved.sentAt) : null,
  };
}

/** Without this bit an agent must not be sent any configuration (§ AgentCapabilities). */
export function acceptsRemoteConfig(state: AgentState): boolean {
  return hasCapability(state.capabilities, AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig);
}

/** The agent's last word on a remote configuration. */
export function reportedBy(state: AgentState): RemoteConfigView["reported"] {
  const status = state.remoteConfigStatus;
  if (!status) return null;
  return {
    hash: Buffer.from(status.lastRemoteConfigHash ?? new Uint8Array()).toString("hex"),
    status: nameOf(status.status),
    error: status.errorMessage ?? "",
  };
}

function nameOf(status: RemoteConfigStatuses | null | undefined): "UNSET" | "APPLIED" | "APPLYING" | "FAILED" {
  switch (status) {
    case RemoteConfigStatuses.RemoteConfigStatuses_APPLIED:
      return "APPLIED";
    case RemoteConfigStatuses.RemoteConfigStatuses_APPLYING:
      return "APPLYING";
    case RemoteConfigStatuses.RemoteConfigStatuses_FAILED:
      return "FAILED";
    default:
      return "UNSET";
  }
}

const outcomes = { UNSET: "waiting", APPLIED: "applied", APPLYING: "applying", FAILED: "failed" } as const;

function outcomeOf(
  reported: RemoteConfigView["reported"],
  saved: SavedConfiguration | undefined,
): RemoteConfigView["outcome"] {
  if (saved === undefined) return "none";
  return reported?.hash === saved.offer.hash ? outcomes[reported.status] : "waiting";
}

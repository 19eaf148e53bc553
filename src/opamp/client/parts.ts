import { canonical } from "../wire/canonical.ts";
import { type AgentToServer, codec } from "../wire/messages.ts";

/** The sub-messages that are left out of a message while they are unchanged (§ Agent Status Compression). */
export const partNames = [
  "agentDescription",
  "health",
  "effectiveConfig",
  "remoteConfigStatus",
  "packageStatuses",
  "availableComponents",
  "customCapabilities",
  "connectionSettingsStatus",
] as const;

export type PartName = (typeof partNames)[number];

/** What an agent tells of itself; a part that is not there has never been reported. */
export type ReportedState = Pick<AgentToServer, PartName>;

/** Answers to what the server ordered: they do not wait behind changes that happen by themselves. */
export const urgentParts: ReadonlySet<PartName> = new Set(["remoteConfigStatus", "connectionSettingsStatus"]);

/** The bytes of a part as a field of AgentToServer; equal for equal content. `undefined` where the state has no such part. */
export function encodePart(state: ReportedState, part: PartName): Uint8Array | undefined {
  const value = state[part];
  return value ? codec.AgentToServer.encode(canonical({ [part]: value })).finish() : undefined;
}

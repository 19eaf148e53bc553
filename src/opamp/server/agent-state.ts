import { sameBytes } from "../wire/bytes.ts";
import { receivedBits } from "../wire/capabilities.ts";
import { toBigInt } from "../wire/integers.ts";
import type { AgentToServer, AvailableComponents } from "../wire/messages.ts";

/** All that an agent has said, its newest word on each part. Not to be changed in place. */
export interface AgentState extends Pick<
  AgentToServer,
  | "agentDescription"
  | "health"
  | "effectiveConfig"
  | "remoteConfigStatus"
  | "packageStatuses"
  | "availableComponents"
  | "customCapabilities"
  | "connectionSettingsStatus"
> {
  instanceUid: Uint8Array;
  /** Number of the last message. */
  sequence: bigint;
  /** Bits of AgentCapabilities. */
  capabilities: number;
}

/** An agent that has said nothing yet. */
export const silentState: Readonly<AgentState> = { instanceUid: new Uint8Array(), sequence: 0n, capabilities: 0 };

/**
 * A sub-message that is absent is unchanged (§ Agent Status Compression); one that is there replaces the former wholly.
 * The parts are the message's own.
 */
export function mergeState(before: AgentState | undefined, message: AgentToServer): AgentState {
  const uid = message.instanceUid ?? silentState.instanceUid;
  const state: AgentState = {
    ...before,
    instanceUid: before && sameBytes(before.instanceUid, uid) ? before.instanceUid : uid,
    sequence: toBigInt(message.sequenceNum),
    capabilities: receivedBits(message.capabilities) || (before?.capabilities ?? 0),
  };
  if (message.agentDescription) state.agentDescription = message.agentDescription;
  if (message.health) state.health = message.health;
  if (message.effectiveConfig) state.effectiveConfig = message.effectiveConfig;
  if (message.remoteConfigStatus) state.remoteConfigStatus = message.remoteConfigStatus;
  if (message.packageStatuses) state.packageStatuses = message.packageStatuses;
  if (message.availableComponents) {
    state.availableComponents = mergeComponents(before?.availableComponents, message.availableComponents);
  }
  if (message.customCapabilities) state.customCapabilities = message.customCapabilities;
  if (message.connectionSettingsStatus) state.connectionSettingsStatus = message.connectionSettingsStatus;
  return state;
}

/** Whether the components are known by their hash alone. */
export function lacksComponents(components: AvailableComponents): boolean {
  return Object.keys(components.components ?? {}).length === 0;
}

/** A hash that stands alone and is the one of the known map confirms that map. */
function mergeComponents(before: AvailableComponents | undefined, now: AvailableComponents): AvailableComponents {
  if (!before || !lacksComponents(now)) return now;
  const unchanged = sameBytes(before.hash ?? new Uint8Array(), now.hash ?? new Uint8Array());
  return unchanged ? before : now;
}

import { canonical } from "../wire/canonical.ts";
import { hasCapability } from "../wire/capabilities.ts";
import { AgentCapabilities, type AgentToServer, codec, ServerCapabilities } from "../wire/messages.ts";

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

/** The bits without which a part must not be sent. */
const requirements: Partial<Record<PartName, { agent?: number; server?: number }>> = {
  health: { agent: AgentCapabilities.AgentCapabilities_ReportsHealth },
  effectiveConfig: {
    agent: AgentCapabilities.AgentCapabilities_ReportsEffectiveConfig,
    server: ServerCapabilities.ServerCapabilities_AcceptsEffectiveConfig,
  },
  remoteConfigStatus: { agent: AgentCapabilities.AgentCapabilities_ReportsRemoteConfig },
  packageStatuses: {
    agent: AgentCapabilities.AgentCapabilities_ReportsPackageStatuses,
    server: ServerCapabilities.ServerCapabilities_AcceptsPackagesStatus,
  },
  availableComponents: { agent: AgentCapabilities.AgentCapabilities_ReportsAvailableComponents },
  connectionSettingsStatus: { agent: AgentCapabilities.AgentCapabilities_ReportsConnectionSettingsStatus },
};

/**
 * Whether both sides have what a part needs. A server that states no capabilities (0) restricts nothing:
 * servers built on the reference library never state them.
 */
export function maySend(part: PartName, agentCapabilities: number, serverCapabilities: number): boolean {
  const { agent, server } = requirements[part] ?? {};
  if (agent !== undefined && !hasCapability(agentCapabilities, agent)) return false;
  return server === undefined || serverCapabilities === 0 || hasCapability(serverCapabilities, server);
}

/** The bytes of a part as a field of AgentToServer; equal for equal content. `undefined` where the state has no such part. */
export function encodePart(state: ReportedState, part: PartName): Uint8Array | undefined {
  const value = state[part];
  return value ? codec.AgentToServer.encode(canonical({ [part]: value })).finish() : undefined;
}

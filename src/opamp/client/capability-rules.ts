import { hasCapability } from "../wire/capabilities.ts";
import { AgentCapabilities, ServerCapabilities } from "../wire/messages.ts";
import type { PartName } from "./parts.ts";

/**
 * What each capability bit governs, in one place. Bits that nothing here names (OffersRemoteConfig, OffersPackages,
 * OffersConnectionSettings, AcceptsStatus) tell the agent only what to expect.
 */

/** A bit of each side without which something must not be sent; absent: that side has no bit for it. */
interface Requirement {
  agent?: number;
  server?: number;
}

const partRules: Partial<Record<PartName, Requirement>> = {
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

const settingsRequestRule: Requirement = {
  server: ServerCapabilities.ServerCapabilities_AcceptsConnectionSettingsRequest,
};

/** The bit that invites each kind of offer; without it the offer is not looked at. */
export const offerBits = {
  remoteConfig: AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig,
  packagesAvailable: AgentCapabilities.AgentCapabilities_AcceptsPackages,
  command: AgentCapabilities.AgentCapabilities_AcceptsRestartCommand,
  opamp: AgentCapabilities.AgentCapabilities_AcceptsOpAMPConnectionSettings,
  ownTraces: AgentCapabilities.AgentCapabilities_ReportsOwnTraces,
  ownMetrics: AgentCapabilities.AgentCapabilities_ReportsOwnMetrics,
  ownLogs: AgentCapabilities.AgentCapabilities_ReportsOwnLogs,
  otherConnections: AgentCapabilities.AgentCapabilities_AcceptsOtherConnectionSettings,
} as const;

/** Whether both sides have what a part needs. */
export function maySend(part: PartName, agentCapabilities: number, serverCapabilities: number): boolean {
  return satisfied(partRules[part] ?? {}, agentCapabilities, serverCapabilities);
}

/** Whether a connection_settings_request may be sent. */
export function mayRequestSettings(serverCapabilities: number): boolean {
  return satisfied(settingsRequestRule, 0, serverCapabilities);
}

/** Whether an agent sends heartbeats over WebSocket. */
export function beats(agentCapabilities: number): boolean {
  return hasCapability(agentCapabilities, AgentCapabilities.AgentCapabilities_ReportsHeartbeat);
}

/** Whether an agent takes the period of its heartbeats from the server. */
export function takesHeartbeatOffers(agentCapabilities: number): boolean {
  return beats(agentCapabilities) && hasCapability(agentCapabilities, offerBits.opamp);
}

/**
 * A server that states no capabilities (0) restricts nothing: servers built on the reference library never state them.
 */
function satisfied({ agent, server }: Requirement, agentCapabilities: number, serverCapabilities: number): boolean {
  if (agent !== undefined && !hasCapability(agentCapabilities, agent)) return false;
  return server === undefined || serverCapabilities === 0 || hasCapability(serverCapabilities, server);
}

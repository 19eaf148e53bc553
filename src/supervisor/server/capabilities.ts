import type { TelemetrySignal } from "../../compose/layers.ts";
import type { CapabilitiesConfig, SupervisorConfig } from "../../config/types.ts";
import { AgentCapabilities } from "../../opamp/wire/messages.ts";
import type { ConnectionPlaces } from "./other-connections.ts";

/** The capability bits that the operator's configuration asks for; each stands for something that works as a whole. */
export function capabilityBits(capabilities: CapabilitiesConfig): number {
  const asked: [boolean, number][] = [
    [true, AgentCapabilities.AgentCapabilities_ReportsStatus],
    [capabilities.acceptsRemoteConfig, AgentCapabilities.AgentCapabilities_AcceptsRemoteConfig],
    [capabilities.reportsRemoteConfig, AgentCapabilities.AgentCapabilities_ReportsRemoteConfig],
    [capabilities.reportsEffectiveConfig, AgentCapabilities.AgentCapabilities_ReportsEffectiveConfig],
    [capabilities.reportsOwnMetrics, AgentCapabilities.AgentCapabilities_ReportsOwnMetrics],
    [capabilities.reportsOwnLogs, AgentCapabilities.AgentCapabilities_ReportsOwnLogs],
    [capabilities.reportsOwnTraces, AgentCapabilities.AgentCapabilities_ReportsOwnTraces],
    [capabilities.reportsHealth, AgentCapabilities.AgentCapabilities_ReportsHealth],
    [capabilities.reportsHeartbeat, AgentCapabilities.AgentCapabilities_ReportsHeartbeat],
    [capabilities.reportsAvailableComponents, AgentCapabilities.AgentCapabilities_ReportsAvailableComponents],
    [capabilities.acceptsRestartCommand, AgentCapabilities.AgentCapabilities_AcceptsRestartCommand],
    [capabilities.acceptsOpampConnectionSettings, AgentCapabilities.AgentCapabilities_AcceptsOpAMPConnectionSettings],
    [capabilities.reportsConnectionSettingsStatus, AgentCapabilities.AgentCapabilities_ReportsConnectionSettingsStatus],
    [capabilities.acceptsOtherConnectionSettings, AgentCapabilities.AgentCapabilities_AcceptsOtherConnectionSettings],
    [takesPackages(capabilities), AgentCapabilities.AgentCapabilities_AcceptsPackages],
    [capabilities.reportsPackageStatuses, AgentCapabilities.AgentCapabilities_ReportsPackageStatuses],
  ];
  return asked.reduce((bits, [on, bit]) => (on ? bits | bit : bits), 0);
}

/** Whether packages of some kind are accepted. */
export function takesPackages({ acceptsPackages, acceptsSupervisorPackage }: CapabilitiesConfig): boolean {
  return acceptsPackages || acceptsSupervisorPackage;
}

/** Which connections of the Collector the server may direct. */
export interface Acceptance {
  signals: ReadonlySet<TelemetrySignal>;
  places: ConnectionPlaces;
}

export function acceptance({ agent, capabilities }: Pick<SupervisorConfig, "agent" | "capabilities">): Acceptance {
  const places = capabilities.acceptsOtherConnectionSettings ? agent.otherConnections : new Map<string, never>();
  return { signals: acceptedSignals(capabilities), places };
}

/** The signals of own telemetry that the server may direct. */
function acceptedSignals(capabilities: CapabilitiesConfig): ReadonlySet<TelemetrySignal> {
  const asked: [boolean, TelemetrySignal][] = [
    [capabilities.reportsOwnMetrics, "metrics"],
    [capabilities.reportsOwnLogs, "logs"],
    [capabilities.reportsOwnTraces, "traces"],
  ];
  return new Set(asked.flatMap(([on, signal]) => (on ? [signal] : [])));
}

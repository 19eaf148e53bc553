import { hasCapability, receivedBits } from "../wire/capabilities.ts";
import {
  AgentCapabilities as Can,
  type ConnectionSettingsOffers,
  type ServerToAgent,
  ServerToAgentFlags,
} from "../wire/messages.ts";

/** What of a message an agent has invited by its capabilities, and the names of the fields that it has not. */
export interface Fitted {
  message: ServerToAgent;
  leftOut: string[];
}

/** The bit without which each kind of offer must not be sent (§ AgentToServer.capabilities). */
const fieldBits = {
  remoteConfig: Can.AgentCapabilities_AcceptsRemoteConfig,
  packagesAvailable: Can.AgentCapabilities_AcceptsPackages,
  command: Can.AgentCapabilities_AcceptsRestartCommand,
} as const;

const settingsBits = {
  opamp: Can.AgentCapabilities_AcceptsOpAMPConnectionSettings,
  ownMetrics: Can.AgentCapabilities_ReportsOwnMetrics,
  ownTraces: Can.AgentCapabilities_ReportsOwnTraces,
  ownLogs: Can.AgentCapabilities_ReportsOwnLogs,
  otherConnections: Can.AgentCapabilities_AcceptsOtherConnectionSettings,
} as const;

/** Leaves out what an agent with these bits of AgentCapabilities must not be sent. Unset fields are left out too. */
export function fitToAgent(message: ServerToAgent, capabilities: number): Fitted {
  const leftOut: string[] = [];
  const fields = Object.entries(message).filter(([name, value]) => {
    if (value === null || value === undefined) return false;
    const isInvited = !isKey(fieldBits, name) || hasCapability(capabilities, fieldBits[name]);
    if (!isInvited) leftOut.push(name);
    return isInvited;
  });
  const { connectionSettings, flags, ...others }: ServerToAgent = Object.fromEntries(fields);
  const settings = connectionSettings && fitSettings(connectionSettings, capabilities, leftOut);
  const bits = fitFlags(receivedBits(flags), capabilities);
  return {
    message: { ...others, ...(settings && { connectionSettings: settings }), ...(bits !== 0 && { flags: bits }) },
    leftOut,
  };
}

function fitSettings(
  offers: ConnectionSettingsOffers,
  capabilities: number,
  leftOut: string[],
): ConnectionSettingsOffers | undefined {
  const { hash, ...classes } = offers;
  const invited = Object.entries(classes).filter(([name, value]) => {
    if (!isKey(settingsBits, name) || !value || Object.keys(value).length === 0) return false;
    const isInvited = hasCapability(capabilities, settingsBits[name]);
    if (!isInvited) leftOut.push(`connectionSettings.${name}`);
    return isInvited;
  });
  return invited.length === 0 ? undefined : { ...(hash && { hash }), ...Object.fromEntries(invited) };
}

function fitFlags(flags: number, capabilities: number): number {
  if (hasCapability(capabilities, Can.AgentCapabilities_ReportsAvailableComponents)) return flags;
  return flags & ~ServerToAgentFlags.ServerToAgentFlags_ReportAvailableComponents;
}

function isKey<Keys extends object>(object: Keys, name: PropertyKey): name is keyof Keys {
  return Object.hasOwn(object, name);
}

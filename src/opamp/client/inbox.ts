import { sameBytes } from "../wire/bytes.ts";
import { hasCapability } from "../wire/capabilities.ts";
import { AgentCapabilities, type ConnectionSettingsOffers, type ServerToAgent } from "../wire/messages.ts";
import { formatUid, isUid } from "../wire/uid.ts";

export interface Addressee {
  instanceUid: Uint8Array;
  /** The uid before the last change: messages on their way may still carry it. */
  previousUid: Uint8Array | undefined;
  /** Bits of AgentCapabilities. */
  capabilities: number;
}

export type Received =
  | { kind: "foreign"; uid: string }
  | {
      kind: "message";
      message: ServerToAgent;
      /** What was taken out of the message, as words for the log. */
      dropped: string[];
    };

const {
  AgentCapabilities_AcceptsRemoteConfig: acceptsRemoteConfig,
  AgentCapabilities_AcceptsPackages: acceptsPackages,
  AgentCapabilities_ReportsOwnTraces: reportsOwnTraces,
  AgentCapabilities_ReportsOwnMetrics: reportsOwnMetrics,
  AgentCapabilities_ReportsOwnLogs: reportsOwnLogs,
  AgentCapabilities_AcceptsOpAMPConnectionSettings: acceptsOpampSettings,
  AgentCapabilities_AcceptsOtherConnectionSettings: acceptsOtherSettings,
} = AgentCapabilities;

/**
 * What of a decoded message this agent goes by: messages for others are not ours (an empty uid is, as some servers
 * leave it out), a command stands alone (§ ServerToAgentCommand), offers that our capabilities do not invite and
 * identities that are none are taken out.
 */
export function receive(decoded: ServerToAgent, addressee: Addressee): Received {
  const uid = decoded.instanceUid ?? new Uint8Array();
  const ours = [addressee.instanceUid, addressee.previousUid].some((own) => own && sameBytes(own, uid));
  if (uid.length > 0 && !ours) return { kind: "foreign", uid: formatUid(uid) };
  if (decoded.command) return onlyCommand(decoded);

  const message: ServerToAgent = { ...decoded };
  const dropped: string[] = [];
  const drop = (field: "remoteConfig" | "packagesAvailable" | "agentIdentification", text: string) => {
    delete message[field];
    dropped.push(text);
  };
  const accepts = (bit: number) => hasCapability(addressee.capabilities, bit);
  if (message.remoteConfig && !accepts(acceptsRemoteConfig)) drop("remoteConfig", "remote configuration");
  if (message.packagesAvailable && !accepts(acceptsPackages)) drop("packagesAvailable", "packages");
  if (message.agentIdentification && !isUid(message.agentIdentification.newInstanceUid ?? new Uint8Array())) {
    drop("agentIdentification", "new instance uid that is not 16 bytes or all zero");
  }
  if (message.connectionSettings) {
    const { settings, refused } = acceptedSettings(message.connectionSettings, accepts);
    message.connectionSettings = settings;
    dropped.push(...refused);
  }
  return { kind: "message", message, dropped };
}

function onlyCommand(decoded: ServerToAgent): Received {
  const { instanceUid, capabilities, command, ...others } = decoded;
  const message: ServerToAgent = {
    ...(instanceUid && { instanceUid }),
    ...(capabilities && { capabilities }),
    ...(command && { command }),
  };
  return { kind: "message", message, dropped: Object.keys(others).map((field) => `${field} beside a command`) };
}

/** The offers for kinds of connection that this agent takes; the hash stays, it covers all. */
function acceptedSettings(offers: ConnectionSettingsOffers, accepts: (bit: number) => boolean) {
  const settings: ConnectionSettingsOffers = { ...offers };
  const refused: string[] = [];
  const refuse = (field: "opamp" | "ownMetrics" | "ownTraces" | "ownLogs" | "otherConnections", bit: number) => {
    const offered = settings[field];
    if (!offered || accepts(bit)) return;
    delete settings[field];
    refused.push(`connection settings: ${field}`);
  };
  refuse("opamp", acceptsOpampSettings);
  refuse("ownMetrics", reportsOwnMetrics);
  refuse("ownTraces", reportsOwnTraces);
  refuse("ownLogs", reportsOwnLogs);
  // A decoded map is always there; without entries it offers nothing.
  if (Object.keys(settings.otherConnections ?? {}).length > 0) refuse("otherConnections", acceptsOtherSettings);
  return { settings, refused };
}

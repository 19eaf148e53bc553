import { sameBytes } from "../wire/bytes.ts";
import { hasCapability } from "../wire/capabilities.ts";
import type { ConnectionSettingsOffers, ServerToAgent } from "../wire/messages.ts";
import { formatUid, isUid } from "../wire/uid.ts";
import { offerBits } from "./capability-rules.ts";

export interface Addressee {
  instanceUid: Uint8Array;
  /** The uid before the last change: messages on their way may still carry it. */
  previousUid: Uint8Array | undefined;
  /** Bits of AgentCapabilities. */
  capabilities: number;
  /** Names of the custom capabilities that this agent has declared. */
  customCapabilities: ReadonlySet<string>;
}

export type Received =
  | { kind: "foreign"; uid: string }
  | {
      kind: "message";
      message: ServerToAgent;
      /** What was taken out of the message, as words for the log. */
      dropped: string[];
      /** Parts of an offer of connection settings that were taken out; empty where there are none. */
      uninvited: ConnectionSettingsOffers;
      /** A custom message of a capability that this agent does not have, taken out: anybody may send such. */
      unknownCustom?: { capability: string; type: string };
    };

/**
 * What of a decoded message this agent goes by: messages for others are not ours (an empty uid is, as some servers
 * leave it out), a command stands alone (§ ServerToAgentCommand), whether we accept it or not; offers that our
 * capabilities do not invite, identities that are none and custom messages that nobody here understands are taken out.
 */
export function receive(decoded: ServerToAgent, addressee: Addressee): Received {
  const uid = decoded.instanceUid ?? new Uint8Array();
  const ours = [addressee.instanceUid, addressee.previousUid].some((own) => own && sameBytes(own, uid));
  if (uid.length > 0 && !ours) return { kind: "foreign", uid: formatUid(uid) };
  const accepts = (offer: keyof typeof offerBits) => hasCapability(addressee.capabilities, offerBits[offer]);
  if (decoded.command) return onlyCommand(decoded, accepts("command"));

  const message: ServerToAgent = { ...decoded };
  const dropped: string[] = [];
  const drop = (field: "remoteConfig" | "packagesAvailable" | "agentIdentification", text: string) => {
    delete message[field];
    dropped.push(text);
  };
  if (message.remoteConfig && !accepts("remoteConfig")) drop("remoteConfig", "remote configuration");
  if (message.packagesAvailable && !accepts("packagesAvailable")) drop("packagesAvailable", "packages");
  if (message.agentIdentification && !isUid(message.agentIdentification.newInstanceUid ?? new Uint8Array())) {
    drop("agentIdentification", "new instance uid that is not 16 bytes or all zero");
  }
  let uninvited: ConnectionSettingsOffers = {};
  if (message.connectionSettings) {
    const { settings, refused } = acceptedSettings(message.connectionSettings, accepts);
    message.connectionSettings = settings;
    uninvited = refused;
    dropped.push(...Object.keys(refused).map((field) => `connection settings: ${field}`));
  }
  const custom = message.customMessage;
  if (!custom || addressee.customCapabilities.has(custom.capability ?? ""))
    return { kind: "message", message, dropped, uninvited };
  delete message.customMessage;
  const unknownCustom = { capability: custom.capability ?? "", type: custom.type ?? "" };
  return { kind: "message", message, dropped, uninvited, unknownCustom };
}

function onlyCommand(decoded: ServerToAgent, accepted: boolean): Received {
  const { instanceUid, capabilities, command, ...others } = decoded;
  const message: ServerToAgent = {
    ...(instanceUid && { instanceUid }),
    ...(capabilities && { capabilities }),
    ...(command && accepted && { command }),
  };
  const beside = Object.keys(others).map((field) => `${field} beside a command`);
  return { kind: "message", message, dropped: accepted ? beside : ["command", ...beside], uninvited: {} };
}

/** The offers for kinds of connection that this agent takes; the hash stays, it covers all. */
function acceptedSettings(offers: ConnectionSettingsOffers, accepts: (offer: keyof typeof offerBits) => boolean) {
  const settings: ConnectionSettingsOffers = { ...offers };
  const refused: ConnectionSettingsOffers = {};
  for (const field of ["opamp", "ownMetrics", "ownTraces", "ownLogs", "otherConnections"] as const) {
    // A decoded map is always there; without entries it offers nothing.
    const offered = field === "otherConnections" ? Object.keys(settings[field] ?? {}).length > 0 : settings[field];
    if (!offered || accepts(field)) continue;
    Object.assign(refused, { [field]: settings[field] });
    delete settings[field];
  }
  return { settings, refused };
}

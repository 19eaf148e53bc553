import { decodeFrame, encodeFrame } from "../../src/opamp/wire/framing.ts";
import { type AgentToServer, codec, type ServerToAgent } from "../../src/opamp/wire/messages.ts";

/** A frame as an agent sends it. */
export function agentFrame(message: AgentToServer): Uint8Array {
  return encodeFrame(codec.AgentToServer.encode(message).finish());
}

/** A frame as a server sends it. */
export function serverFrame(message: ServerToAgent): Uint8Array {
  return encodeFrame(codec.ServerToAgent.encode(message).finish());
}

export function readAgentFrame(frame: Uint8Array): AgentToServer {
  return codec.AgentToServer.decode(payload(frame));
}

export function readServerFrame(frame: Uint8Array): ServerToAgent {
  return codec.ServerToAgent.decode(payload(frame));
}

/** Names of the sub-messages that are present, in the order of the schema. */
export function partsOf(message: AgentToServer): string[] {
  const base = new Set(["instanceUid", "sequenceNum", "capabilities"]);
  return Object.keys(message)
    .filter((name) => !base.has(name))
    .sort();
}

function payload(frame: Uint8Array): Uint8Array {
  const decoded = decodeFrame(frame);
  if (!decoded.ok) throw new Error(decoded.reason);
  return frame.subarray(decoded.start);
}

import { decodeMessage } from "../wire/decode.ts";
import { type AgentToServer, codec } from "../wire/messages.ts";
import { uidLength } from "../wire/uid.ts";

export type ReadMessage = { ok: true; message: AgentToServer } | { ok: false; reason: string };

/** The message that an agent has sent, or what is malformed about it, in words for the agent. */
export function readMessage(payload: Uint8Array): ReadMessage {
  const message = decodeMessage(codec.AgentToServer, payload);
  if (!message) return { ok: false, reason: "the message is no AgentToServer" };
  const length = message.instanceUid?.length ?? 0;
  if (length === uidLength) return { ok: true, message };
  return { ok: false, reason: `instance_uid must have ${uidLength} bytes: it has ${length}` };
}

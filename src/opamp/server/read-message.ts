import { decodeMessage } from "../wire/decode.ts";
import { type AgentToServer, codec } from "../wire/messages.ts";
import { uidLength } from "../wire/uid.ts";

export type ReadMessage = { ok: true; message: AgentToServer } | { ok: false; reason: string };

/** The message that an agent has sent, from `start` on, or what is malformed about it, in words for the agent. */
export function readMessage(bytes: Uint8Array, start = 0): ReadMessage {
  const message = decodeMessage(codec.AgentToServer, bytes, start);
  if (!message) return { ok: false, reason: "the message is no AgentToServer" };
  const length = message.instanceUid?.length ?? 0;
  if (length === uidLength) return { ok: true, message };
  return { ok: false, reason: `instance_uid must have ${uidLength} bytes: it has ${length}` };
}

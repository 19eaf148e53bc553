import { errorMessage } from "../../runtime/error-message.ts";
import { canonical } from "../wire/canonical.ts";
import { encodeMessage } from "../wire/encode.ts";
import { type AgentToServer, codec } from "../wire/messages.ts";

/** Bytes that are equal for equal content, or why the wire cannot hold it. */
export type Encoding = { ok: true; bytes: Uint8Array } | { ok: false; reason: string };

/**
 * Fields of AgentToServer, encoded: what is put after the bytes of others is one message with them. What the schema's types
 * do not rule out is refused here: nesting more than 100 deep, the message itself counted, which no decoder of
 * protobuf needs to take.
 */
export function encodeFields(fields: AgentToServer): Encoding {
  try {
    return { ok: true, bytes: encodeMessage(codec.AgentToServer, canonical(fields)) };
  } catch (error) {
    return { ok: false, reason: errorMessage(error) };
  }
}

import { codec, type ServerToAgent } from "../wire/messages.ts";

/** `undefined` for bytes that are no such message; the decoder knows many ways to say so. */
export function decodeMessage(payload: Uint8Array): ServerToAgent | undefined {
  try {
    return codec.ServerToAgent.decode(payload);
  } catch {
    return undefined;
  }
}

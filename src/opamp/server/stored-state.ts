import { decodeMessage } from "../wire/decode.ts";
import { codec } from "../wire/messages.ts";
import { type AgentState, mergeState } from "./agent-state.ts";

/** All that an agent has said as bytes to be kept, for `resume` after a restart of the server: an AgentToServer. */
export function encodeState({ sequence, ...state }: AgentState): Uint8Array {
  return codec.AgentToServer.encode({ ...state, sequenceNum: Number(sequence) }).finish();
}

/** What `encodeState` was given; `undefined` for bytes that are no AgentToServer. */
export function decodeState(bytes: Uint8Array): AgentState | undefined {
  const message = decodeMessage(codec.AgentToServer, bytes);
  return message && mergeState(undefined, message);
}

import type { Piece } from "./fit.ts";
import { type PartName, urgentParts } from "./parts.ts";

/** What a message may hold beside the fields of every message. */
export type PieceName = PartName | "customMessage" | "connectionSettingsRequest";

/**
 * What waits, the most pressing of it: nothing; changes of the agent's own, which may be coalesced; the news that the
 * agent is not healthy any more, which is not to be lost between two healthy moments; an answer that the server asked
 * for; or what must not wait (outcomes of the server's orders, custom messages, a request for settings).
 */
export type Pending = "nothing" | "changes" | "failure" | "answer" | "urgent";

/** One message to the server, in pieces that together are an encoded AgentToServer. */
export interface Outgoing {
  instanceUid: Uint8Array;
  /** The fields that every message has. */
  base: Uint8Array;
  pieces: readonly Piece<PieceName>[];
}

export interface TakeOptions {
  /** Most bytes of the encoded message. */
  limit: number;
  /** Mark it as the last one (§ AgentToServer.agent_disconnect). Default: no. */
  disconnect?: boolean;
  /** Nothing but the fields of every message; what is pending stays so. Default: all that is pending. */
  bare?: boolean;
}

export interface Taken {
  /** `undefined` where not even the fields of every message fit. No number is used up then. */
  outgoing: Outgoing | undefined;
  /** Names of what had to stay behind for its size. */
  leftOut: string[];
}

export function bytesOf({ base, pieces }: Outgoing): Uint8Array[] {
  return [base, ...pieces.map(({ bytes }) => bytes)];
}

export function sizeOf({ base, pieces }: Outgoing): number {
  return pieces.reduce((sum, { bytes }) => sum + bytes.length, base.length);
}

/** What it tells, for the log: names, no content. */
export function namesOf({ pieces }: Outgoing): string[] {
  return pieces.map(({ name }) => name);
}

/** Whether it must not wait behind changes that happen by themselves. */
export function isUrgent(name: PieceName): boolean {
  return name === "customMessage" || name === "connectionSettingsRequest" || urgentParts.has(name);
}

import type { ServerToAgent } from "../wire/messages.ts";

/** The way to an agent. */
export interface Channel {
  readonly transport: "websocket" | "http";
  readonly remoteAddress: string;
  /** Whether a message may go out that nobody has asked for. */
  readonly ready: boolean;
  write(payload: Uint8Array): void;
  /** This message goes out, by `write` or as an answer. */
  noted(message: ServerToAgent): void;
  close(code: number, reason: string): void;
  probe(): Promise<boolean> | undefined;
}

/** An encoded ServerToAgent. `isLast`: the agent has said goodbye. */
export interface Answer {
  payload: Uint8Array;
  isLast: boolean;
}

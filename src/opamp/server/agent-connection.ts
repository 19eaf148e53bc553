import type { ServerToAgent } from "../wire/messages.ts";
import type { AgentState } from "./agent-state.ts";

/**
 * What becomes of a message that was handed to an agent's connection. `sent`: it is on its way. `pending`: it goes with
 * the answer to the next poll, when the agent reads again, or after its first message. The others: it goes nowhere,
 * because the connection is over, because it exceeds the largest message, because the agent's capabilities do not invite
 * anything of it, because too many custom messages wait already, or because it gives an instance uid that is none.
 */
export type SendOutcome = "sent" | "pending" | "gone" | "too-large" | "not-accepted" | "queue-full" | "invalid";

/** One connected agent. */
export interface AgentConnection<Context> {
  /** What the owner gave when it admitted the agent. */
  readonly context: Context;
  readonly transport: "websocket" | "http";
  /** For the log; over HTTP that of the first poll. */
  readonly remoteAddress: string;
  /** All that the agent said; until its first message there is nothing in it, and its uid has no bytes. */
  readonly state: AgentState;
  /**
   * Sends what the agent's capabilities invite: offers, a command, custom messages, another instance uid. The uid is
   * filled in, capabilities and hashes where they are due. What cannot go out at once waits: of each kind the newest, of
   * custom messages all, up to 32. What must not stand together in one message becomes several: first an error, then a
   * command, then the rest.
   */
  send(message: ServerToAgent): SendOutcome;
  /** Asks `desired` anew and sends what is due; an agent over HTTP gets it with its next poll in any case. */
  offer(): void;
  /** Asks for everything anew. */
  requestFullState(): void;
  /** Ends the connection: over WebSocket with this code and reason; an agent over HTTP begins anew at its next poll. */
  close(code: number, reason: string): void;
}

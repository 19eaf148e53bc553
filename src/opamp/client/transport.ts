import type { Network } from "../../runtime/network-ports.ts";
import type { Clock } from "../../runtime/ports.ts";
import type { ServerToAgent } from "../wire/messages.ts";
import type { Ending } from "./ending.ts";
import type { Outgoing } from "./outgoing.ts";
import type { RouteAnswer, ServerRoute } from "./route.ts";

/** Limits of one connection. */
export interface TransportLimits {
  /** Largest message taken, bytes: over WebSocket the whole message, over HTTP the body, after decompression. */
  maxMessageBytes: number;
  /** WebSocket: milliseconds until the upgrade must be through. HTTP: milliseconds for each request with its answer. */
  requestTimeoutMs: number;
  /** WebSocket: milliseconds of silence until a ping, and from the ping until the peer is given up. */
  pingAfterMs: number;
}

export interface TransportOptions {
  clock: Clock;
  network: Network;
  route: ServerRoute;
  /**
   * Asks for the route anew, for transports whose connection outlasts its sockets, and for the address of a redirect.
   * Neither throws nor rejects.
   */
  renew(signal: AbortSignal, redirectedTo?: string): RouteAnswer | Promise<RouteAnswer>;
  limits: TransportLimits;
  events: TransportEvents;
}

export interface TransportEvents {
  /** Messages may go out now. The first one is due at once. */
  open(): void;
  /** The server is there: over WebSocket the upgrade is through, over HTTP the first request was answered. */
  established(): void;
  message(message: ServerToAgent): void;
  /** `ready` is true again. */
  ready(): void;
  /** This message did not reach the server, or it is not known whether it did. */
  unsent(message: Outgoing): void;
  /** The server does not take this message and must not get it again. */
  rejected(message: Outgoing, status: number): void;
  /** Called exactly once. */
  over(ending: Ending): void;
}

/** One connection to a server, from its begin to its end. */
export interface Transport {
  /** Bytes that it adds to each message. */
  readonly overheadBytes: number;
  /** Whether a message can go out now: over HTTP, none while a request waits for its answer (§ Plain HTTP Transport). */
  readonly ready: boolean;
  start(): void;
  /** Only while `ready`. */
  send(message: Outgoing): void;
  /**
   * The ordered end, after at most 5 s: the last message goes out as soon as there is a way for it, then the connection
   * is closed. `lastWord` is not called where no message can go out, and may have nothing to say. `verdict` says why; by
   * default the end was ordered.
   */
  end(lastWord: () => Outgoing | undefined, verdict?: Verdict): void;
}

/** Our own reason to end a connection. */
export type Verdict = Pick<Ending, "cause" | "loss" | "retryAfterMs">;

export const orderedEnd: Verdict = { cause: "ordered", loss: { code: "ORDERED", message: "the end was ordered" } };

/** Milliseconds that an ordered end may take. */
export const endTimeoutMs = 5_000;

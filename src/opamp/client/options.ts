import type { ConnectionLoss, Network } from "../../runtime/network-ports.ts";
import type { Clock, Random } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import type { ConnectionSettingsOffers, ServerToAgent } from "../wire/messages.ts";
import { defaultHeartbeatMs } from "./heartbeat.ts";
import type { Spacing } from "./pacer.ts";
import type { ReportedState } from "./parts.ts";
import type { RouteProvider } from "./route.ts";

/** Called in the turn of the loop in which it happens. What they throw is not caught. */
export interface ClientEvents {
  /** The server is there and is being told the full state. Over HTTP it has answered that report, over WebSocket not yet. */
  connected(): void;
  /**
   * The connection ended, or an attempt at one failed; the next attempt is `retryInMs` milliseconds away. Over HTTP a
   * connection ends with the first request that fails. Not called for the end that `stop` orders.
   */
  disconnected(loss: ConnectionLoss, retryInMs: number): void;
  /**
   * A message for this agent. A command comes without any other content; what `capabilities` do not invite (offers,
   * commands) and custom messages of capabilities that were not declared are taken out; a new instance uid in it is
   * valid and waits for `setInstanceUid`. Names in its maps are the server's (`""`, `../x`): never use
   * one as a path.
   *
   * `uninvited`: the parts of `connectionSettings` that were taken out for want of a capability, to be answered by a
   * FAILED, since the server has one hash for all of them. Nothing of it may be obeyed.
   */
  message(message: ServerToAgent, uninvited: ConnectionSettingsOffers): void;
  /**
   * A heartbeat or a poll falls due. What is reported in it, or sent as a custom message, goes out in its place. Default:
   * nobody hears of it.
   */
  heartbeat?(): void;
}

/** What an agent is made of: the ports it stands on, the way to its server, who and what it is, its limits. */
export interface ClientOptions {
  /** `createRuntime()` has clock, randomness and network. */
  clock: Clock;
  random: Random;
  network: Network;
  log: Log;
  /** Where to connect and with what; `fixedRoute` where that never changes. */
  route: RouteProvider;
  /** 16 bytes, UUID version 7 recommended, kept by the agent over its restarts. */
  instanceUid: Uint8Array;
  /** Bits of AgentCapabilities. ReportsStatus is always added, undefined bits are dropped. */
  capabilities: number;
  /**
   * Period in milliseconds: over WebSocket a heartbeat goes out after so much silence, if the agent has ReportsHeartbeat
   * and it is not 0; over HTTP the server is polled after so much silence, up to a tenth sooner at random. A server may
   * offer another one to agents that have AcceptsOpAMPConnectionSettings and ReportsHeartbeat. Default 30 s.
   */
  heartbeatMs?: number | undefined;
  /** What is known at the start. */
  reported: ReportedState;
  /**
   * Largest message in either direction, bytes before compression. A larger one of ours is not sent, the largest parts
   * of it stay behind; a larger one of the server ends the connection (WebSocket: close code 1009). Default 64 MiB
   * (§ WebSocket Message Size Limits).
   */
  maxMessageBytes?: number;
  /**
   * Milliseconds that WebSocket upgrades and HTTP requests (up to the end of the answer) may take. Default 30 s.
   * A WebSocket message needs no answer: servers on the reference library do not always give one.
   */
  requestTimeoutMs?: number;
  /**
   * WebSocket: a ping goes out after so many milliseconds of silence of the server, and after as many without any sign
   * of life the connection is given up; a dead server is thus found within twice the time. Default 20 s.
   */
  pingAfterMs?: number;
  /**
   * Milliseconds between messages that tell of changes: the first goes at once, those that follow are coalesced at
   * a spacing that doubles from `first` to `longest` while they go on. Outcomes of what the server ordered and custom
   * messages do not wait, and take along what does. The end of health and answers to flags of the server have a spacing
   * of their own: the first of them waits for nothing. Default 100 ms and 1 s.
   */
  changeSpacing?: Spacing;
  /** Most custom messages that wait for a connection; together they may have `maxMessageBytes`. Default 100. */
  maxCustomMessages?: number;
  events: ClientEvents;
}

/** What holds where an option is not given. */
export const clientDefaults = {
  heartbeatMs: defaultHeartbeatMs,
  maxMessageBytes: 64 * 1024 * 1024,
  requestTimeoutMs: 30_000,
  pingAfterMs: 20_000,
  changeSpacing: { first: 100, longest: 1_000 },
  maxCustomMessages: 100,
} as const;

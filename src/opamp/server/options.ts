import type { ListenTls, RequestDecision, RequestHead } from "../../runtime/listen-ports.ts";
import type { Network } from "../../runtime/network-ports.ts";
import type { Clock, Random } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import type { AgentToServer, ServerToAgent } from "../wire/messages.ts";
import type { AgentConnection } from "./agent-connection.ts";
import type { AgentState } from "./agent-state.ts";
import type { CertificateDecision } from "./certificate-request.ts";
import type { DesiredOffers } from "./desired-offers.ts";
import type { Rate } from "./rate-limit.ts";

/** What the owner says of a request by its head: before the upgrade, or before the body is read. */
export type Admission<Context> =
  | {
      accept: true;
      /** What the owner wants to know of this agent later: who it is by its credentials, notes of its own. */
      context: Context;
    }
  | {
      accept: false;
      /** 401 where credentials are missing or wrong (§ Authentication); 503 or 429 for those who may come again. */
      status: number;
      /** For people. */
      body: string;
      /** Such as `retry-after` (§ Throttling) and `www-authenticate`. Default: none. */
      headers?: Readonly<Record<string, string>>;
    };

/** Agents that poll over plain HTTP. */
export interface HttpOptions {
  /** Milliseconds between two polls of an agent that was not offered another interval. Default 30 s, the protocol's own. */
  pollingIntervalMs?: number;
  /** Polls in a row that an agent may miss before it counts as gone. Default 3. */
  missedPolls?: number;
  /** Most agents over HTTP; beyond, a new one gets 503. Default 20,000. */
  maxSessions?: number;
}

/**
 * What a server is made of: the ports it stands on, its limits, and what its owner decides. What the owner's callbacks
 * throw, or reject with, goes to the log and at most to the agent that they were called for; `admit` alone is called
 * before there is one, and refuses who comes with 500. `Context` is what the owner keeps of each agent.
 */
export interface ServerOptions<Context> {
  /** Listens; `createRuntime()` has one, as it has clock and randomness. */
  network: Network;
  clock: Clock;
  random: Random;
  log: Log;
  /** Address of the interface to listen on; `0.0.0.0` and `::` are all. */
  hostname: string;
  /** 0 = any free port. The protocol's own is 4320. */
  port: number;
  /** Default `/v1/opamp`. */
  path?: string;
  /** Default: no TLS. */
  tls?: ListenTls;
  /**
   * Bits of ServerCapabilities: what this server takes and offers. AcceptsStatus is always added, undefined bits are
   * dropped.
   */
  capabilities: number;
  /**
   * Ask for the map behind each hash of available components that is not known yet. Agents with equal hashes (of 16
   * bytes or more) are asked once and share the map.
   */
  wantComponents: boolean;
  /** What this server can do with custom messages, reverse domain names. Default: nothing. */
  customCapabilities?: readonly string[];
  /**
   * Largest message in either direction, bytes: over WebSocket with its header, over HTTP the body; received ones after
   * inflation, sent ones before compression. Default 64 MiB (§ WebSocket Message Size Limits). What strangers can make
   * this server hold is `maxConnections` times as much: where they may connect, choose a smaller one.
   */
  maxMessageBytes?: number;
  /** Accept permessage-deflate. Default: no. */
  compression?: boolean;
  /** `false`: WebSocket only. Default: agents over HTTP are served on the same path, with the defaults of `HttpOptions`. */
  http?: HttpOptions | false;
  /** Most WebSockets and running HTTP requests together; who comes beyond gets 503. Default 20,000. */
  maxConnections?: number;
  /**
   * Milliseconds within which a WebSocket is found whose peer is gone without a word, does not read what it is sent, or
   * never says who it is. Pings go out at two thirds of it. Default 60 s.
   */
  deadAfterMs?: number;
  /**
   * Messages that one agent may send. Beyond, it is told when to come back: over WebSocket by an error of type
   * Unavailable, and is disconnected; over HTTP by 429. Default: any number.
   */
  rate?: Rate;
  /**
   * Who speaks under the uid of an agent that is connected already is either a clone of it or the agent itself, come back
   * before the server noticed its loss. `reassign`: the older WebSocket is pinged; if it is alive, the newcomer is given
   * another uid (§ Duplicate instance_uid Detection), if not, the newcomer takes its place. Two clones that both poll over
   * HTTP cannot be told apart from one agent. `allow`: both stay, for owners who tell their agents apart by credentials.
   * Default `reassign`.
   */
  duplicates?: "reassign" | "allow";

  /**
   * Says who may connect, by the head of the request: for WebSocket once, for HTTP with every poll. Of the contexts of
   * an agent's polls the first one is kept.
   */
  admit(request: RequestHead): Admission<Context>;
  /** Whether a poll that was admitted with `context` may speak for this agent; if not it gets 403. Default: yes. */
  mayContinue?(agent: AgentConnection<Context>, context: Context): boolean;
  /** What another protocol asks for on this port, by the head of the request; `undefined`: it is none of it. Default: nothing is. */
  elsewhere?(request: RequestHead): RequestDecision<never> | undefined;
  /**
   * Asked before each upgrade and each message. While it tells a time, new agents get 503 with Retry-After, and
   * messages are not processed but answered with an error of type Unavailable (§ Throttling). Default: never overloaded.
   */
  overloaded?(): Overload | undefined;
  /**
   * What an earlier connection left of this agent. It is taken up if the first message has the same uid and the next
   * number of the sequence: a reconnecting agent may leave out all that is unchanged. Default: nothing, full state is
   * asked for.
   */
  resume?(context: Context, instanceUid: Uint8Array): AgentState | undefined;

  /** A WebSocket is open, or an agent has come over HTTP. Its first message is still to be heard. */
  connected?(agent: AgentConnection<Context>): void;
  /**
   * Called for each well-formed message, after it is merged into the state; a copy of the last one is answered without
   * it. What it returns becomes part of the answer. While a promise is awaited no other message of this agent is read.
   * If it throws, the agent gets an error of type Unknown, the log the reason, and other agents notice nothing.
   */
  message(
    agent: AgentConnection<Context>,
    message: AgentToServer,
  ): ServerToAgent | undefined | Promise<ServerToAgent | undefined>;
  /**
   * What the agent is to have. Asked after each message, once the agent has described itself, and at `offer()`: what
   * differs from the hash that the agent reports is sent, unless it was sent just now. Default: nothing.
   */
  desired?(agent: AgentConnection<Context>): DesiredOffers | undefined;
  /** Of what `desired` told, this goes out to the agent now. */
  offered?(agent: AgentConnection<Context>, offers: DesiredOffers): void;
  /**
   * Decides on the request for a certificate, after `message` was called (§ Agent-initiated CSR Flow). Default: every
   * request is refused with BadRequest. Needs AcceptsConnectionSettingsRequest among the capabilities, or agents do not ask.
   */
  certificateRequest?(
    agent: AgentConnection<Context>,
    csr: Uint8Array,
  ): CertificateDecision | Promise<CertificateDecision>;
  /** The agent has taken another uid, now in its state; it is the same agent as the one that was known as `from`. */
  moved?(agent: AgentConnection<Context>, from: Uint8Array): void;
  /** Called once for each connected agent: it said goodbye, its connection ended, or it missed its polls. */
  closed(agent: AgentConnection<Context>): void;
}

/** The server has too much to do. */
export interface Overload {
  /** Milliseconds after which agents may come back. */
  retryAfterMs: number;
}

/** What holds where an option is not given. */
export const serverDefaults = {
  path: "/v1/opamp",
  maxMessageBytes: 64 * 1024 * 1024,
  maxConnections: 20_000,
  deadAfterMs: 60_000,
  http: { pollingIntervalMs: 30_000, missedPolls: 3, maxSessions: 20_000 },
} as const;

import type { Clock, ConnectionLoss, Network, Random } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import { sameBytes } from "../wire/bytes.ts";
import { hasCapability, receivedBits } from "../wire/capabilities.ts";
import {
  AgentCapabilities,
  type ServerErrorResponse,
  ServerErrorResponseType,
  type ServerToAgent,
  ServerToAgentFlags,
} from "../wire/messages.ts";
import { formatUid } from "../wire/uid.ts";
import { Backoff, type Ending, isCredentialRefusal } from "./backoff.ts";
import { explainLoss, shownUrl } from "./explain-loss.ts";
import { receive } from "./inbox.ts";
import { Outbox } from "./outbox.ts";
import type { ReportedState } from "./parts.ts";
import { type Connection, Session } from "./session.ts";
import { Timer } from "./timer.ts";

export type { Connection, ReportedState };

/** 64 MiB, the limit that the specification recommends (§ WebSocket Message Size Limits). */
const defaultMaxMessageBytes = 64 * 1024 * 1024;

export interface ClientEvents {
  /** The upgrade is through and the full state is sent; the server has not answered yet. */
  connected(): void;
  /** The connection ended, or an attempt at one failed; the next attempt is `retryInMs` milliseconds away. */
  disconnected(loss: ConnectionLoss, retryInMs: number): void;
  /**
   * A message for this agent. A command comes without any other content; offers that `capabilities` do not invite are
   * taken out; a new instance uid in it is valid and waits for `setInstanceUid`.
   */
  message(message: ServerToAgent): void;
}

export interface ClientOptions {
  clock: Clock;
  random: Random;
  network: Network;
  log: Log;
  connection: Connection;
  /** 16 bytes. */
  instanceUid: Uint8Array;
  /** Bits of AgentCapabilities. */
  capabilities: number;
  /** Longest silence, milliseconds; kept only with the capability ReportsHeartbeat. `undefined`: no heartbeats. */
  heartbeatMs: number | undefined;
  /** What is known at the start. */
  reported: ReportedState;
  /** Largest frame in either direction, bytes. Default 64 MiB. */
  maxMessageBytes?: number;
  events: ClientEvents;
}

/**
 * The agent's side of OpAMP over WebSocket: one connection at a time, made anew for ever, and the state of the agent
 * kept in step with the server. No method throws, none waits for the server.
 */
export class Client {
  readonly #options: ClientOptions;
  readonly #outbox: Outbox;
  readonly #backoff: Backoff;
  readonly #retry: Timer;
  readonly #heartbeat: Timer;
  /** Ends the turn of the loop in which something was reported. */
  readonly #flush: Timer;
  #phase: "new" | "running" | "stopping" = "new";
  #session: Session | undefined;
  #previousUid: Uint8Array | undefined;
  readonly #stopped = Promise.withResolvers<void>();

  constructor(options: ClientOptions) {
    this.#options = options;
    const { clock, random, instanceUid, capabilities, maxMessageBytes = defaultMaxMessageBytes } = options;
    this.#outbox = new Outbox({ instanceUid, capabilities, maxMessageBytes });
    this.#outbox.report(options.reported);
    this.#backoff = new Backoff(random);
    this.#retry = new Timer(clock, () => this.#connect());
    this.#heartbeat = new Timer(clock, () => this.#send());
    this.#flush = new Timer(clock, () => {
      if (this.#outbox.pending) this.#send();
    });
  }

  start(): void {
    if (this.#phase !== "new") return;
    this.#phase = "running";
    this.#connect();
  }

  /** Takes the newest of the given parts. What differs from before goes to the server, one message per turn of the loop. */
  report(parts: ReportedState): void {
    this.#outbox.report(parts);
    this.#flushSoon();
  }

  /** Goes on under another identity: the count of messages continues, the full state is sent under the new uid. */
  setInstanceUid(uid: Uint8Array): void {
    const old = this.#outbox.instanceUid;
    if (sameBytes(old, uid)) return;
    this.#options.log.info("The instance uid changes", { from: formatUid(old), to: formatUid(uid) });
    this.#previousUid = old;
    this.#outbox.instanceUid = uid;
    this.#outbox.tellEverything();
    this.#flushSoon();
  }

  /** Says goodbye with what is still unsent, closes, and resolves when the connection is gone, after at most 5 s. */
  stop(): Promise<void> {
    if (this.#phase === "stopping") return this.#stopped.promise;
    this.#phase = "stopping";
    this.#retry.clear();
    if (this.#session?.isOpen) this.#send({ disconnect: true });
    this.#silence();
    if (this.#session) this.#session.close();
    else this.#stopped.resolve();
    return this.#stopped.promise;
  }

  #connect(): void {
    const { clock, network, connection, maxMessageBytes = defaultMaxMessageBytes } = this.#options;
    this.#session = new Session({
      clock,
      network,
      connection,
      maxMessageBytes,
      open: () => this.#opened(),
      message: (message) => this.#received(message),
      over: (loss, ending) => this.#lost(loss, ending),
    });
  }

  #opened(): void {
    this.#options.log.info("Connected to the OpAMP server", { url: shownUrl(this.#options.connection.url) });
    this.#outbox.startConnection();
    this.#send();
    this.#options.events.connected();
  }

  #lost(loss: ConnectionLoss, ending: Ending): void {
    this.#session = undefined;
    this.#silence();
    if (this.#phase === "stopping") return this.#stopped.resolve();
    const retryInMs = Math.round(this.#backoff.delayAfter(ending));
    const reason = explainLoss(loss);
    const fields = { url: shownUrl(this.#options.connection.url), reason, code: loss.code, retry_in_ms: retryInMs };
    if (isCredentialRefusal(ending.status)) this.#options.log.error("The OpAMP server refuses this agent", fields);
    else this.#options.log.warn("No connection to the OpAMP server", fields);
    this.#retry.set(retryInMs);
    this.#options.events.disconnected(loss, retryInMs);
  }

  #received(decoded: ServerToAgent): void {
    const { log, events } = this.#options;
    const { instanceUid, capabilities } = this.#outbox;
    const received = receive(decoded, { instanceUid, previousUid: this.#previousUid, capabilities });
    if (received.kind === "foreign") {
      return log.warn("Ignored a message for another agent", { instance_uid: received.uid });
    }
    const { message, dropped } = received;
    if (dropped.length > 0) log.warn("Ignored parts of a message of the OpAMP server", { ignored: dropped });
    if (message.errorResponse) this.#logError(message.errorResponse);
    const flags = receivedBits(message.flags);
    this.#outbox.restrictTo(receivedBits(message.capabilities));
    if (hasCapability(flags, ServerToAgentFlags.ServerToAgentFlags_ReportFullState)) this.#outbox.tellEverything();
    if (hasCapability(flags, ServerToAgentFlags.ServerToAgentFlags_ReportAvailableComponents)) {
      this.#outbox.tellComponents();
    }
    events.message(message);
    this.#flushSoon();
  }

  #logError(error: ServerErrorResponse): void {
    const type = ServerErrorResponseType[error.type ?? 0] ?? String(error.type);
    this.#options.log.warn("The OpAMP server reports an error", {
      type: type.replace("ServerErrorResponseType_", ""),
      error: error.errorMessage,
    });
  }

  /** One message with all that is pending; alone it is a heartbeat. */
  #send(options: { disconnect?: boolean } = {}): void {
    if (!this.#session?.isOpen) return;
    this.#flush.clear();
    const { frame, leftOut } = this.#outbox.take(options);
    if (leftOut.length > 0 || !frame) {
      const limit = this.#options.maxMessageBytes ?? defaultMaxMessageBytes;
      this.#options.log.error("Not sent, as it exceeds the largest message", { parts: leftOut, limit_bytes: limit });
    }
    if (frame) this.#session.send(frame);
    const { heartbeatMs } = this.#options;
    const beats = hasCapability(this.#outbox.capabilities, AgentCapabilities.AgentCapabilities_ReportsHeartbeat);
    if (heartbeatMs !== undefined && beats) this.#heartbeat.set(heartbeatMs);
  }

  #flushSoon(): void {
    if (this.#session?.isOpen && this.#outbox.pending && !this.#flush.running) this.#flush.set(0);
  }

  #silence(): void {
    this.#flush.clear();
    this.#heartbeat.clear();
  }
}

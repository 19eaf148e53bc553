import { sameBytes } from "../wire/bytes.ts";
import { hasCapability, receivedBits } from "../wire/capabilities.ts";
import {
  type ConnectionSettingsRequest,
  type CustomMessage,
  type ServerErrorResponse,
  type ServerToAgent,
  ServerToAgentFlags,
} from "../wire/messages.ts";
import { formatUid } from "../wire/uid.ts";
import { mayRequestSettings } from "./capability-rules.ts";
import { Connector } from "./connector.ts";
import { messageTooBig } from "./ending.ts";
import { acceptedHeartbeat } from "./heartbeat.ts";
import { receive } from "./inbox.ts";
import { clientDefaults, type ClientEvents, type ClientOptions } from "./options.ts";
import { Outbox } from "./outbox.ts";
import type { PartName, ReportedState } from "./parts.ts";
import { fixedRoute, type RouteAnswer, type RouteProvider, type ServerRoute } from "./route.ts";
import { Sender } from "./sender.ts";
import { isUnavailable, logError, unavailable } from "./server-error.ts";

export { fixedRoute };
export type { ClientEvents, ClientOptions, PartName, ReportedState, RouteAnswer, RouteProvider, ServerRoute };

/** `sent`: handed to the connection. `queued`: it goes out as soon as there is a way for it. */
export type Handed = "sent" | "queued";

/**
 * The agent's side of OpAMP, over WebSocket or plain HTTP as the URL says: one connection at a time, made anew for ever,
 * and the state of the agent kept in step with the server. Each connection begins with the full state; after it only
 * what changed is told. No method throws, none waits for the server.
 *
 * An agent reports what it is and does with `report`, takes what the server wants from `events.message`, and reports the
 * outcome (`remoteConfigStatus`, `packageStatuses`, `connectionSettingsStatus`). Sequence numbers, heartbeats, flags of
 * the server, throttling and reconnects are settled here. A new identity is the agent's to store and to put in force
 * with `setInstanceUid`.
 *
 * `docs/opamp-library.md` is the guide, with an agent that can be run; `ClientOptions` says what each option does.
 */
export class Client {
  readonly #options: ClientOptions;
  readonly #outbox: Outbox;
  readonly #connector: Connector;
  readonly #sender: Sender;
  #customCapabilities: ReadonlySet<string> = new Set();
  #previousUid: Uint8Array | undefined;

  constructor(options: ClientOptions) {
    const { heartbeatMs = clientDefaults.heartbeatMs } = options;
    const settings = { ...clientDefaults, ...options, heartbeatMs };
    this.#options = options;
    this.#outbox = new Outbox(settings);
    this.#connector = new Connector({
      ...options,
      limits: settings,
      events: {
        open: () => this.#opened(),
        established: () => this.#established(),
        message: (message) => this.#received(message),
        ready: () => this.#sender.ready(),
        unsent: (message) => this.#outbox.restore(message),
        rejected: (message, status) => this.#sender.rejected(message, status),
      },
      lost: ({ loss }, retryInMs) => {
        this.#sender.lost({ tooLarge: loss.closeCode === messageTooBig });
        options.events.disconnected(loss, retryInMs);
      },
    });
    this.#sender = new Sender({
      ...settings,
      spacing: settings.changeSpacing,
      outbox: this.#outbox,
      connector: this.#connector,
      beats: () => options.events.heartbeat?.(),
    });
    this.#take(options.reported);
  }

  /** Connects. A second call does nothing. */
  start(): void {
    this.#connector.start();
  }

  /** Says goodbye with what is still unsent, closes, and resolves when the connection is gone, after at most 5 s. */
  stop(): Promise<void> {
    this.#sender.silence();
    return this.#connector.stop(() => this.#sender.goodbye());
  }

  /**
   * Takes the newest of the given parts, each whole. What differs from before goes to the server, coalesced. Returns the
   * names of those that were not taken and stay as they were, since no message can hold them (nested more than 100
   * deep); the log says why. Usually there are none.
   */
  report(parts: ReportedState): PartName[] {
    const refused = this.#take(parts);
    this.#sender.flushSoon();
    return refused;
  }

  /**
   * Other capabilities from now on, bits of AgentCapabilities. The server hears of it; parts that wait for their bit go
   * out, offers without their bit are not taken any more.
   */
  setCapabilities(capabilities: number): void {
    this.#outbox.setCapabilities(capabilities);
    this.#sender.flushSoon();
  }

  /** Goes on under another identity: the count of messages continues, the full state is sent under the new uid. */
  setInstanceUid(uid: Uint8Array): void {
    const old = this.#outbox.instanceUid;
    if (sameBytes(old, uid)) return;
    this.#options.log.info("The instance uid changes", { from: formatUid(old), to: formatUid(uid) });
    this.#previousUid = old;
    this.#outbox.setInstanceUid(uid);
    this.#sender.flushSoon();
  }

  /**
   * Asks the server for an identity, with each message until `setInstanceUid` is called; the answer is an
   * `agentIdentification` in a message. Until then the present uid stays in use (§ AgentToServer.instance_uid).
   */
  requestInstanceUid(): void {
    this.#outbox.requestInstanceUid();
    this.#sender.flushSoon();
  }

  /**
   * Sends a message of a custom capability that `reported.customCapabilities` declares. Custom messages do not merge: each
   * travels in a message of its own, in order; those that wait survive a reconnect. One whose request failed over HTTP
   * is sent again and may thus arrive twice; one handed to a WebSocket that then breaks may be lost.
   * - `full`: too many wait, this one is refused and the others stay.
   * - `too-large`: it fits into no message.
   * - `undeclared`: its capability is not among those that were reported.
   * - `invalid`: it has a value that the types do not allow.
   */
  sendCustomMessage(message: CustomMessage): Handed | "full" | "too-large" | "undeclared" | "invalid" {
    if (!this.#customCapabilities.has(message.capability ?? "")) return "undeclared";
    const enqueued = this.#outbox.addCustom(message);
    if (enqueued !== "queued") return enqueued;
    this.#sender.flush();
    return this.#outbox.customWaiting === 0 ? "sent" : "queued";
  }

  /**
   * Asks for connection settings, such as a certificate for a CSR (§ Agent-initiated CSR Flow). It waits until the
   * server has spoken, and replaces a request that still waits.
   * - `unsupported`: the server has said that it takes no requests; nothing is kept.
   * - `invalid`: it has a value that the types do not allow.
   */
  requestConnectionSettings(request: ConnectionSettingsRequest): Handed | "unsupported" | "invalid" {
    if (!mayRequestSettings(this.#outbox.serverCapabilities)) return "unsupported";
    if (!this.#outbox.requestSettings(request)) return "invalid";
    this.#sender.flush();
    return this.#outbox.settingsRequestWaiting ? "queued" : "sent";
  }

  /**
   * Connects anew, with a fresh answer of the route: goodbye, close, connect; never two connections at a time. It ends a
   * wait for the next attempt, but not one that the server ordered.
   */
  reconnect(): void {
    if (this.#connector.isThrottled) return;
    this.#sender.silence();
    this.#connector.switchTo(undefined, () => this.#sender.goodbye());
  }

  /** As `reconnect`, from now on by another route, and whatever the former server ordered. */
  setRoute(route: RouteProvider): void {
    this.#sender.silence();
    this.#connector.switchTo(route, () => this.#sender.goodbye());
  }

  /**
   * Another interval from now on, milliseconds, as in `ClientOptions.heartbeatMs`: an agent that does not accept what the
   * server has offered takes the interval back with it.
   */
  setHeartbeat(ms: number): void {
    this.#sender.setHeartbeat(ms);
  }

  #take(parts: ReportedState): PartName[] {
    const refused = this.#outbox.report(parts);
    for (const { part, reason } of refused) {
      this.#options.log.error("Not reported, as no message can hold it", { part, error: reason });
    }
    const names = refused.map(({ part }) => part);
    const { customCapabilities } = parts;
    if (customCapabilities && !names.includes("customCapabilities")) {
      this.#customCapabilities = new Set(customCapabilities.capabilities);
    }
    return names;
  }

  #opened(): void {
    this.#outbox.startConnection();
    this.#sender.open();
  }

  #established(): void {
    this.#options.log.info("Connected to the OpAMP server", { url: this.#connector.shownUrl });
    this.#options.events.connected();
  }

  #received(decoded: ServerToAgent): void {
    const { log, events } = this.#options;
    const { instanceUid, capabilities } = this.#outbox;
    const [previousUid, customCapabilities] = [this.#previousUid, this.#customCapabilities];
    const received = receive(decoded, { instanceUid, previousUid, capabilities, customCapabilities });
    if (received.kind === "foreign") {
      return log.warn("Ignored a message for another agent", { instance_uid: received.uid });
    }
    const { message, dropped, uninvited, unknownCustom } = received;
    if (dropped.length > 0) log.warn("Ignored parts of a message of the OpAMP server", { ignored: dropped });
    if (unknownCustom) log.debug("Ignored a custom message of an unknown capability", { ...unknownCustom });
    const error = message.errorResponse;
    if (error) logError(log, { error, message, lastSent: this.#sender.unanswered });
    else this.#sender.answered();
    this.#outbox.heard(receivedBits(message.capabilities));
    this.#obey(message);
    events.message(message, uninvited);
    if (error && isUnavailable(error)) this.#leave(error);
    else this.#sender.flushSoon();
  }

  /** What the protocol itself asks for. */
  #obey({ flags, connectionSettings }: ServerToAgent): void {
    const bits = receivedBits(flags);
    if (hasCapability(bits, ServerToAgentFlags.ServerToAgentFlags_ReportFullState)) this.#outbox.tellEverything();
    if (hasCapability(bits, ServerToAgentFlags.ServerToAgentFlags_ReportAvailableComponents)) {
      this.#outbox.tellComponents();
    }
    const { capabilities } = this.#outbox;
    const inForce = { transport: this.#connector.kind, currentMs: this.#sender.heartbeatMs, capabilities };
    this.#sender.setHeartbeat(acceptedHeartbeat(connectionSettings?.opamp, inForce));
  }

  /** The server cannot take us now. What it did not process is told after the wait; over HTTP not even a goodbye goes out. */
  #leave(error: ServerErrorResponse): void {
    this.#sender.silence();
    this.#sender.takeBack();
    const sayGoodbye = this.#connector.kind === "websocket";
    this.#connector.leave(unavailable(error), () => (sayGoodbye ? this.#sender.goodbye({ bare: true }) : undefined));
  }
}

import { sameBytes } from "../wire/bytes.ts";
import { ownAgentCapabilities } from "../wire/capabilities.ts";
import { encodeMessage } from "../wire/encode.ts";
import { AgentToServerFlags, codec, type ConnectionSettingsRequest, type CustomMessage } from "../wire/messages.ts";
import { mayRequestSettings, maySend } from "./capability-rules.ts";
import { CustomQueue, type Enqueued } from "./custom-queue.ts";
import { encodeFields } from "./encode-fields.ts";
import { fit, type Piece } from "./fit.ts";
import { isUrgent, type Outgoing, type Pending, type Taken, type TakeOptions } from "./outgoing.ts";
import { encodePart, type PartName, partNames, type RefusedPart, type ReportedState } from "./parts.ts";

/** Room that is kept for the fields of every message (uid, number, capabilities, flags, goodbye), bytes. */
const baseBytes = 64;

export interface OutboxOptions {
  instanceUid: Uint8Array;
  /** Bits of AgentCapabilities; what the protocol does not define is dropped. */
  capabilities: number;
  /** Largest message that may leave, bytes. */
  maxMessageBytes: number;
  /** Most custom messages that wait. */
  maxCustomMessages: number;
}

/**
 * What this agent has to tell and what of it the server does not know yet. There is one merged pending message; only
 * custom messages queue. Every part is kept encoded, so that a message is put together from ready pieces.
 */
export class Outbox {
  #capabilities: number;
  #instanceUid: Uint8Array;
  readonly #parts = new Map<PartName, Uint8Array>();
  readonly #unsent = new Set<PartName>();
  readonly #custom: CustomQueue;
  #settingsRequest: Uint8Array | undefined;
  #wantsInstanceUid = false;
  /** The components with their whole map; `#parts` holds them with their hash alone. */
  #components: Uint8Array | undefined;
  #componentsWanted = false;
  #healthy = false;
  /** The agent was healthy and is not, and no message has told so. */
  #failed = false;
  /** The server waits for a message, even if there is nothing to put into it. */
  #asked = false;
  /** The server has spoken on this connection. */
  #answered = false;
  #serverCapabilities = 0;
  #sequence = 0;

  constructor({ instanceUid, capabilities, maxMessageBytes, maxCustomMessages }: OutboxOptions) {
    this.#instanceUid = instanceUid;
    this.#capabilities = ownAgentCapabilities(capabilities);
    this.#custom = new CustomQueue({ maxMessages: maxCustomMessages, maxBytes: maxMessageBytes - baseBytes });
  }

  get instanceUid(): Uint8Array {
    return this.#instanceUid;
  }

  get capabilities(): number {
    return this.#capabilities;
  }

  get serverCapabilities(): number {
    return this.#serverCapabilities;
  }

  get customWaiting(): number {
    return this.#custom.length;
  }

  get settingsRequestWaiting(): boolean {
    return this.#settingsRequest !== undefined;
  }

  /** The next message tells everything under the new identity, and asks for none any more. */
  setInstanceUid(uid: Uint8Array): void {
    this.#instanceUid = uid;
    this.#wantsInstanceUid = false;
    this.tellEverything();
  }

  /** Until the identity changes, every message asks the server for a new one. */
  requestInstanceUid(): void {
    this.#wantsInstanceUid = true;
    this.#asked = true;
  }

  /** Parts that wait for their capability go out as soon as it is there. */
  setCapabilities(capabilities: number): void {
    const own = ownAgentCapabilities(capabilities);
    if (own === this.#capabilities) return;
    this.#capabilities = own;
    this.#asked = true;
  }

  /**
   * Takes the newest of each given part; parts that say what they said before are not sent again. Returns those that no
   * message can hold, which stay as they were.
   */
  report(state: ReportedState): RefusedPart[] {
    return partNames.flatMap((part) => {
      const encoding = encodePart(state, part);
      if (encoding?.ok === false) return [{ part, reason: encoding.reason }];
      if (encoding?.wholeMap) this.#components = encoding.wholeMap;
      if (encoding) this.#note(part, encoding.bytes, state);
      return [];
    });
  }

  addCustom(message: CustomMessage): Enqueued {
    return this.#custom.add(message);
  }

  /**
   * Replaces a request that is still unsent. It waits for the server's first word, which says whether it takes requests.
   * `false`: no message can hold it.
   */
  requestSettings(request: ConnectionSettingsRequest): boolean {
    const encoding = encodeFields({ connectionSettingsRequest: request });
    if (encoding.ok) this.#settingsRequest = encoding.bytes;
    return encoding.ok;
  }

  /** The next message tells everything: the server has asked for it, or knows nothing of this agent. */
  tellEverything(): void {
    this.#asked = true;
    for (const name of this.#parts.keys()) this.#unsent.add(name);
  }

  /** The next message has the whole map of components. */
  tellComponents(): void {
    if (!this.#components) return;
    this.#componentsWanted = true;
    this.#unsent.add("availableComponents");
  }

  /** A new connection: full state, and what the other side can take is not known. */
  startConnection(): void {
    this.#serverCapabilities = 0;
    this.#answered = false;
    this.#componentsWanted = false;
    this.tellEverything();
  }

  /**
   * The server has spoken. Bits of ServerCapabilities; 0 changes nothing (§ ServerToAgent.capabilities), and as long as
   * a server has stated none, it restricts nothing.
   */
  heard(serverCapabilities: number): void {
    this.#answered = true;
    if (serverCapabilities !== 0) this.#serverCapabilities = serverCapabilities;
  }

  get pending(): Pending {
    const due = this.#due();
    if (due.some(({ name }) => isUrgent(name)) || this.#custom.length > 0) return "urgent";
    if (this.#asked || this.#componentsDue) return "answer";
    if (this.#failed && due.some(({ name }) => name === "health")) return "failure";
    return due.length > 0 ? "changes" : "nothing";
  }

  /**
   * The next message, with all that is pending and one custom message. Each message that leaves has the next sequence
   * number, which goes on over reconnects. Where everything together exceeds the limit, the largest pieces stay behind:
   * parts until their next change or a request for full state; a custom message or request that cannot fit is dropped.
   */
  take({ limit, disconnect = false, bare = false }: TakeOptions): Taken {
    const base = encodeMessage(codec.AgentToServer, {
      instanceUid: this.#instanceUid,
      sequenceNum: this.#sequence,
      capabilities: this.#capabilities,
      ...(this.#wantsInstanceUid && { flags: AgentToServerFlags.AgentToServerFlags_RequestInstanceUid }),
      ...(disconnect && { agentDisconnect: {} }),
    });
    const { fitting, leftOut } = fit(bare ? [] : this.#takeDue(), limit - base.length);
    const used = fitting.reduce((sum, { bytes }) => sum + bytes.length, base.length);
    const custom = bare ? undefined : this.#takeCustom(limit - base.length, limit - used);
    const names = [...leftOut.map(({ name }) => name), ...(custom === "too-large" ? ["customMessage"] : [])];
    if (base.length > limit) return { outgoing: undefined, leftOut: names };
    this.#sequence += 1;
    const pieces = typeof custom === "object" ? [...fitting, custom] : fitting;
    return { outgoing: { instanceUid: this.#instanceUid, base, pieces }, leftOut: names };
  }

  /** A message did not reach the server: what it said is to be said again, by the newest word on it. */
  restore({ pieces }: Outgoing): void {
    this.#asked = true;
    for (const piece of pieces) {
      if (piece.name === "customMessage") this.#custom.putBack(piece.bytes);
      else if (piece.name === "connectionSettingsRequest") this.#settingsRequest ??= piece.bytes;
      else this.#unsent.add(piece.name);
      if (piece.isWholeMap) this.#componentsWanted = true;
    }
  }

  #note(part: PartName, bytes: Uint8Array, { health }: ReportedState): void {
    if (part === "health") this.#noteHealth(health?.healthy === true);
    const known = this.#parts.get(part);
    if (known && sameBytes(known, bytes)) return;
    this.#parts.set(part, bytes);
    this.#unsent.add(part);
  }

  #noteHealth(healthy: boolean): void {
    if (this.#healthy && !healthy) this.#failed = true;
    this.#healthy = healthy;
  }

  get #componentsDue(): boolean {
    return this.#componentsWanted && maySend("availableComponents", this.#capabilities, this.#serverCapabilities);
  }

  #due(): Piece<PartName | "connectionSettingsRequest">[] {
    const due: Piece<PartName | "connectionSettingsRequest">[] = [];
    for (const name of this.#unsent) {
      if (!maySend(name, this.#capabilities, this.#serverCapabilities)) continue;
      const whole = name === "availableComponents" && this.#componentsWanted ? this.#components : undefined;
      const bytes = whole ?? this.#parts.get(name);
      if (bytes) due.push({ name, bytes, isWholeMap: whole !== undefined });
    }
    const request = this.#settingsRequest;
    if (request && this.#answered && mayRequestSettings(this.#serverCapabilities)) {
      due.push({ name: "connectionSettingsRequest", bytes: request });
    }
    return due;
  }

  #takeDue(): Piece<PartName | "connectionSettingsRequest">[] {
    const due = this.#due();
    this.#asked = false;
    this.#failed = false;
    for (const { name } of due) {
      if (name === "connectionSettingsRequest") this.#settingsRequest = undefined;
      else this.#unsent.delete(name);
      if (name === "availableComponents") this.#componentsWanted = false;
    }
    return due;
  }

  /** The next custom message if it fits beside the rest; one that does not fit into any message is dropped. */
  #takeCustom(most: number, room: number): Piece<"customMessage"> | "none" | "too-large" {
    const first = this.#custom.first;
    if (!first || (first.length > room && first.length <= most)) return "none";
    this.#custom.takeFirst();
    return first.length > room ? "too-large" : { name: "customMessage", bytes: first };
  }
}

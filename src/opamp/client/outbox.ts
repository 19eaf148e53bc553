import { sameBytes } from "../wire/bytes.ts";
import { ownAgentCapabilities } from "../wire/capabilities.ts";
import { encodeFrame } from "../wire/framing.ts";
import { codec } from "../wire/messages.ts";
import { encodePart, maySend, type PartName, partNames, type ReportedState } from "./parts.ts";

export interface OutboxOptions {
  instanceUid: Uint8Array;
  /** Bits of AgentCapabilities; what the protocol does not define is dropped. */
  capabilities: number;
  /** Largest frame that may leave, bytes. */
  maxMessageBytes: number;
}

export interface Outgoing {
  /** `undefined` where nothing fits into the limit. */
  frame: Uint8Array | undefined;
  /** Parts that had to stay behind for their size. They wait for their next change or a request for full state. */
  leftOut: PartName[];
}

/**
 * What this agent has to tell and what of it the server does not know yet. There is one merged pending message, no
 * queue. Every part is kept encoded, so that a message is put together from ready pieces.
 */
export class Outbox {
  readonly capabilities: number;
  instanceUid: Uint8Array;
  readonly #maxMessageBytes: number;
  readonly #parts = new Map<PartName, Uint8Array>();
  readonly #unsent = new Set<PartName>();
  /** The components with their whole map; `#parts` holds them with their hash alone. */
  #components: Uint8Array | undefined;
  #componentsWanted = false;
  /** The server waits for a message, even if there is nothing to put into it. */
  #asked = false;
  #serverCapabilities = 0;
  #sequence = 0;

  constructor(options: OutboxOptions) {
    this.instanceUid = options.instanceUid;
    this.capabilities = ownAgentCapabilities(options.capabilities);
    this.#maxMessageBytes = options.maxMessageBytes;
  }

  /** Takes the newest of each given part; parts that say what they said before are not sent again. */
  report(state: ReportedState): void {
    if (state.availableComponents) this.#components = encodePart(state, "availableComponents");
    const { hash } = state.availableComponents ?? {};
    const compressed = hash ? { ...state, availableComponents: { hash } } : state;
    for (const name of partNames) {
      const bytes = encodePart(compressed, name);
      const known = this.#parts.get(name);
      if (!bytes || (known && sameBytes(known, bytes))) continue;
      this.#parts.set(name, bytes);
      this.#unsent.add(name);
    }
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
    this.#componentsWanted = false;
    this.tellEverything();
  }

  /** Bits of ServerCapabilities; 0 changes nothing (§ ServerToAgent.capabilities). */
  restrictTo(serverCapabilities: number): void {
    if (serverCapabilities !== 0) this.#serverCapabilities = serverCapabilities;
  }

  /** Whether there is anything that the server should hear and may be sent. */
  get pending(): boolean {
    return this.#asked || this.#due().length > 0;
  }

  /**
   * The next message, with all that is pending. Each frame has the next sequence number, which goes on over
   * reconnects. Where everything together exceeds the limit, the largest parts stay behind.
   */
  take(options: { disconnect?: boolean } = {}): Outgoing {
    const base = codec.AgentToServer.encode({
      instanceUid: this.instanceUid,
      sequenceNum: this.#sequence,
      capabilities: this.capabilities,
      ...(options.disconnect ? { agentDisconnect: {} } : {}),
    }).finish();
    const due = this.#due();
    this.#asked = false;
    for (const { name } of due) this.#unsent.delete(name);
    if (due.some(({ name }) => name === "availableComponents")) this.#componentsWanted = false;
    const headerLength = 1;
    const { fitting, leftOut } = fit(due, this.#maxMessageBytes - headerLength - base.length);
    if (headerLength + base.length > this.#maxMessageBytes) return { frame: undefined, leftOut };
    this.#sequence += 1;
    return { frame: encodeFrame(base, ...fitting.map(({ bytes }) => bytes)), leftOut };
  }

  #due(): EncodedPart[] {
    return partNames.flatMap((name) => {
      if (!this.#unsent.has(name) || !maySend(name, this.capabilities, this.#serverCapabilities)) return [];
      const full = name === "availableComponents" && this.#componentsWanted ? this.#components : undefined;
      const bytes = full ?? this.#parts.get(name);
      return bytes ? [{ name, bytes }] : [];
    });
  }
}

interface EncodedPart {
  name: PartName;
  bytes: Uint8Array;
}

/** Gives up the largest parts until the rest has room in `limit` bytes. */
function fit(parts: readonly EncodedPart[], limit: number): { fitting: EncodedPart[]; leftOut: PartName[] } {
  const fitting = parts.toSorted((left, right) => left.bytes.length - right.bytes.length);
  const leftOut: PartName[] = [];
  let total = fitting.reduce((sum, { bytes }) => sum + bytes.length, 0);
  while (total > limit) {
    const largest = fitting.pop();
    if (!largest) break;
    total -= largest.bytes.length;
    leftOut.push(largest.name);
  }
  return { fitting, leftOut };
}

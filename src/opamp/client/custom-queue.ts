import { canonical } from "../wire/canonical.ts";
import { encodeMessage } from "../wire/encode.ts";
import { codec, type CustomMessage } from "../wire/messages.ts";

/** What became of a message that was handed in. */
export type Enqueued = "queued" | "full" | "too-large";

export interface CustomQueueOptions {
  /** Most messages that wait. */
  maxMessages: number;
  /** Most bytes that wait, and that one message may have. */
  maxBytes: number;
}

/**
 * Custom messages that wait for their turn, oldest first. They do not merge: each travels in a message of its own.
 * A full queue refuses the new one, so that what was accepted is neither lost nor overtaken.
 */
export class CustomQueue {
  readonly #options: CustomQueueOptions;
  readonly #waiting: Uint8Array[] = [];
  #bytes = 0;

  constructor(options: CustomQueueOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#waiting.length;
  }

  add(message: CustomMessage): Enqueued {
    const bytes = encodeMessage(codec.AgentToServer, canonical({ customMessage: message }));
    const { maxMessages, maxBytes } = this.#options;
    if (bytes.length > maxBytes) return "too-large";
    if (this.#waiting.length >= maxMessages || this.#bytes + bytes.length > maxBytes) return "full";
    this.#waiting.push(bytes);
    this.#bytes += bytes.length;
    return "queued";
  }

  /** The next one, as a field of AgentToServer. */
  get first(): Uint8Array | undefined {
    return this.#waiting[0];
  }

  takeFirst(): Uint8Array | undefined {
    const first = this.#waiting.shift();
    this.#bytes -= first?.length ?? 0;
    return first;
  }

  /** Takes back the one that was taken last, as it did not reach the server. It goes first again, whatever the limits. */
  putBack(bytes: Uint8Array): void {
    this.#waiting.unshift(bytes);
    this.#bytes += bytes.length;
  }
}

import type { LocalConnection } from "../runtime/local-ports.ts";
import type { Cancel } from "../runtime/ports.ts";
import type { JournalEntry } from "../storage/journal-entry.ts";
import type { ControlHandlers } from "./handlers.ts";

export interface SentEventsOptions {
  connection: Pick<LocalConnection, "bufferedBytes" | "terminate">;
  /** Go on with each later entry. */
  follow: boolean;
  /** Milliseconds since the Unix epoch; nothing that is older. */
  since: number | undefined;
  /** Sends some; `last`: there are no more. */
  send(events: readonly JournalEntry[], last: boolean): void;
}

/** Entries in one reply; each has some kilobytes at most, and a reply less than `longestReply`. */
const mostAtOnce = 100;
/** A follower that reads nothing while so many come is hung up on. */
const mostWaiting = 10_000;

/** The journal on its way to one who asks, as fast as that one reads. */
export class SentEvents {
  readonly #options: SentEventsOptions;
  #waiting: JournalEntry[] = [];
  #cancel: Cancel = () => {};
  #isOver = false;

  constructor(options: SentEventsOptions) {
    this.#options = options;
  }

  async begin({ events }: Pick<ControlHandlers, "events">): Promise<void> {
    const { entries, cancel } = await events(this.#options.follow ? (entry) => this.#take(entry) : undefined);
    if (this.#isOver) return cancel();
    this.#cancel = cancel;
    const { since = -Infinity } = this.#options;
    this.#waiting = [...entries.filter(({ at }) => Date.parse(at) >= since), ...this.#waiting];
    this.go();
  }

  /** What the peer can take now. */
  go(): void {
    const { connection, send, follow } = this.#options;
    while (!this.#isOver && connection.bufferedBytes === 0) {
      const events = this.#waiting.splice(0, mostAtOnce);
      const isLast = !follow && this.#waiting.length === 0;
      if (events.length === 0 && !isLast) return;
      if (isLast) this.stop();
      send(events, isLast);
    }
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel();
  }

  #take(entry: JournalEntry): void {
    this.#waiting.push(entry);
    if (this.#waiting.length > mostWaiting) this.#options.connection.terminate();
    else this.go();
  }
}

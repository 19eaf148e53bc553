import { matchesPart } from "./matches-part.ts";

interface Waiter<T> {
  matches(event: T): boolean;
  resolve(event: T): void;
  reject(cause: Error): void;
}

/** Events as they come, for tests that wait for one of them, whether it came already or will. */
export class EventQueue<T extends object> {
  readonly #untaken: T[] = [];
  readonly #waiters = new Set<Waiter<T>>();
  #end: Error | undefined;

  push(event: T): void {
    for (const waiter of this.#waiters) {
      if (!waiter.matches(event)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(event);
      return;
    }
    this.#untaken.push(event);
  }

  /** No more events: `cause` is what everybody who waits, or will, is told. */
  end(cause: Error): void {
    this.#end ??= cause;
    for (const waiter of this.#waiters) waiter.reject(this.#end);
    this.#waiters.clear();
  }

  /** Takes the first event that holds everything in `part`, nested objects likewise in part; others stay for other calls. */
  next(part: object = {}): Promise<T> {
    const index = this.#untaken.findIndex((event) => matchesPart(event, part));
    const [found] = index < 0 ? [] : this.#untaken.splice(index, 1);
    return found ? Promise.resolve(found) : this.upcoming(part);
  }

  /** The same of those that are still to come. */
  upcoming(part: object = {}): Promise<T> {
    const matches = (event: T) => matchesPart(event, part);
    if (this.#end) return Promise.reject(this.#end);
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiters.add({ matches, resolve, reject });
    return promise;
  }

  /** What came and was not taken, oldest first. */
  get untaken(): readonly T[] {
    return this.#untaken;
  }
}

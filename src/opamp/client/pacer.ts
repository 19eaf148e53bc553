import type { Clock } from "../../runtime/ports.ts";
import { Timer } from "./timer.ts";

/** Milliseconds between two messages of the same cause. */
export interface Spacing {
  first: number;
  /** What the spacing grows to, doubling, while the cause lasts. */
  longest: number;
}

/**
 * Spaces out what could come in floods. The first demand is served in this turn of the loop; a further one waits until
 * the spacing since the last service is over, and everything that comes meanwhile is served with it. Each service that
 * had to wait doubles the spacing; twice the longest spacing without a service starts it anew.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #spacing: Spacing;
  readonly #timer: Timer;
  #ms: number;
  #servedAt = Number.NEGATIVE_INFINITY;
  #held = false;

  constructor(clock: Clock, spacing: Spacing, serve: () => void) {
    this.#clock = clock;
    this.#spacing = spacing;
    this.#ms = spacing.first;
    this.#timer = new Timer(clock, serve);
  }

  demand(): void {
    if (this.#timer.running) return;
    const waitMs = Math.max(0, this.#servedAt + this.#ms - this.#clock.monotonic());
    this.#held = waitMs > 0;
    this.#timer.set(waitMs);
  }

  /** The demand was served, now and for whatever reason. */
  served(): void {
    this.#timer.clear();
    const now = this.#clock.monotonic();
    const { first, longest } = this.#spacing;
    if (now - this.#servedAt >= 2 * longest) this.#ms = first;
    else if (this.#held) this.#ms = Math.min(longest, this.#ms * 2);
    this.#servedAt = now;
    this.#held = false;
  }

  /** Forgets what waits. The next demand is served at once. */
  reset(): void {
    this.#timer.clear();
    this.#ms = this.#spacing.first;
    this.#servedAt = Number.NEGATIVE_INFINITY;
    this.#held = false;
  }
}

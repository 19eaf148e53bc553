/** How many messages an agent may send. */
export interface Rate {
  /** In the long run. */
  perSecond: number;
  /** At once, after some silence. At least 1. */
  burst: number;
}

/** A bucket of `burst` tokens that fills by `perSecond`; each message takes one. */
export class RateLimit {
  readonly #rate: Rate;
  #tokens: number;
  #filledAt: number;

  /** `now` in milliseconds of a clock that never jumps, here and below. */
  constructor(rate: Rate, now: number) {
    this.#rate = rate;
    this.#tokens = rate.burst;
    this.#filledAt = now;
  }

  /** Whether one more message is within the rate. */
  take(now: number): boolean {
    const { perSecond, burst } = this.#rate;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#filledAt) / 1000) * perSecond);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

import type { Random } from "../../runtime/ports.ts";
import type { Ending } from "./ending.ts";

const firstCeilingMs = 1_000;
/** Ceiling of the wait between two attempts. */
const longestCeilingMs = 60_000;
/** Ceiling after connections that worked but were lost again soon. */
const unsteadyCeilingMs = 15_000;
/** Shortest wait where the server has too much to do and does not say how long, or refuses the credentials (§ Throttling). */
const slowFloorMs = 30_000;
const slowCeilingMs = 120_000;
/** A connection that lasted this long counts as steady. */
const steadyMs = 10_000;
/** The first retry after a break, and after an order of the server that reaches all its agents, comes within this time. */
const brokenSpreadMs = 1_000;
const closedSpreadMs = 5_000;
/** The least that a wait ordered by the server takes, and by how much, at least and of the whole, it is drawn out. */
const orderedFloorMs = 1_000;
const orderedSpread = 0.2;

/**
 * How long to wait before each attempt (§ Restoring WebSocket Connection, § Throttling). Every wait is drawn at random,
 * as one agent cannot tell whether it alone was cut off or ten thousand others with it:
 *
 * - after a break of a connection that worked: within 1 s, which is at once for one agent and a slope for a fleet;
 * - after the server closed one that worked (restart, going away): within 5 s;
 * - else full jitter: anything between 0 and a ceiling of 1 s, 2 s, 4 s … 60 s, for ever. Only a connection that lasted
 *   10 s starts the series anew, and one that ended by a breach of the protocol only if it lasted 60 s, so that a
 *   server that says the same unusable thing at each connect is asked about once a minute. Connections that
 *   work but are lost within 10 s get one quick retry, then waits of the series up to 15 s;
 * - after refused credentials, and where a server is overloaded without saying for how long: 30 s at least, up to
 *   60 s, then up to 120 s;
 * - where a server says for how long: that long, at least 1 s, and up to a fifth (at least 1 s) longer.
 */
export class Backoff {
  readonly #random: Random;
  #step = 0;
  #slowStep = 0;
  #quickRetry = true;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Milliseconds until the next attempt. */
  delayAfter({ cause, proven, lastedMs, retryAfterMs }: Ending): number {
    const steady = proven && lastedMs >= (cause === "breach" ? longestCeilingMs : steadyMs);
    if (steady) {
      this.#step = 0;
      this.#slowStep = 0;
      this.#quickRetry = true;
    }
    if (cause === "throttled" && retryAfterMs !== undefined) return this.#ordered(retryAfterMs);
    if (cause === "throttled" || cause === "credentials") return this.#slow();
    const worked = proven && (cause === "broken" || cause === "closed");
    if (worked && this.#quickRetry) {
      this.#quickRetry = false;
      this.#step = 0;
      return this.#random.unit() * (cause === "closed" ? closedSpreadMs : brokenSpreadMs);
    }
    const ceilingMs = Math.min(worked ? unsteadyCeilingMs : longestCeilingMs, firstCeilingMs * 2 ** this.#step);
    // Beyond the cap the step says nothing more; unsteady connections do not push it there.
    if (ceilingMs === firstCeilingMs * 2 ** this.#step) this.#step += 1;
    return this.#random.unit() * ceilingMs;
  }

  #ordered(ms: number): number {
    const spreadMs = Math.max(orderedFloorMs, ms * orderedSpread);
    return Math.max(orderedFloorMs, ms) + this.#random.unit() * spreadMs;
  }

  #slow(): number {
    this.#slowStep += 1;
    const ceilingMs = Math.min(slowCeilingMs, slowFloorMs * 2 ** this.#slowStep);
    return slowFloorMs + this.#random.unit() * (ceilingMs - slowFloorMs);
  }
}

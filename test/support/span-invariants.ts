import { expect } from "bun:test";

import type { Taken } from "../../src/supervisor/mind/taken.ts";
import { follow } from "../../src/supervisor/telemetry/follow.ts";
import { nothingTracked, type Tracking } from "../../src/supervisor/telemetry/tracking.ts";

/** What must hold of the spans and measurements that following a mind gives, whatever it goes through. */
export class SpanInvariants {
  #tracking: Tracking = nothingTracked;
  readonly #known = new Set<string>();
  readonly #open = new Set<string>();

  take(taken: Taken): void {
    const { tracking, observations } = follow(this.#tracking, taken);
    this.#tracking = tracking;
    for (const seen of observations) {
      if ("measure" in seen) expect(seen.value).toBeGreaterThanOrEqual(0);
      else if ("begin" in seen) {
        expect(this.#known.has(seen.span)).toBe(false);
        for (const other of [seen.parent ?? [], seen.links ?? []].flat()) expect(this.#known.has(other)).toBe(true);
        this.#known.add(seen.span);
        this.#open.add(seen.span);
      } else if ("end" in seen) expect(this.#open.delete(seen.end)).toBe(true);
      else if ("event" in seen) expect(this.#open.has(seen.span)).toBe(true);
    }
    const { apply, probationEndsAt, stopRequested } = taken.after;
    expect(tracking.apply !== undefined).toBe(apply.is !== "idle");
    if (tracking.apply !== undefined) expect(tracking.apply.phase).toBe(apply.is);
    expect(tracking.probation !== undefined).toBe(probationEndsAt !== undefined && !stopRequested);
    expect(this.#open.size).toBe((tracking.apply ? 2 : 0) + (tracking.probation ? 1 : 0));
  }
}

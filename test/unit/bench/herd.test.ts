import { describe, expect, test } from "bun:test";

import { goRule, ourRule } from "../../bench/protocol/herd/rules.ts";
import { busiest, histogram, quantile, simulateHerd } from "../../bench/protocol/herd/simulate.ts";
import { herdPicture } from "../../bench/protocol/result/herd-picture.ts";
import { seededRandom } from "../../support/seeded-random.ts";

const outageMs = 60_000;
const herdOf = (rule: typeof ourRule) => simulateHerd({ rule, clients: 1_000, outageMs, random: seededRandom(1) });

describe("a herd that loses its server", () => {
  test("tries while it is away, and comes back once each", () => {
    const { attempts, returns } = herdOf(ourRule);
    expect(returns).toHaveLength(1_000);
    expect(Math.min(...returns)).toBeGreaterThanOrEqual(outageMs);
    expect(attempts.filter((at) => at < outageMs).length).toBeGreaterThan(1_000);
  });

  test("of the Go library's clients tries all at once, of ours not", () => {
    expect(busiest(herdOf(goRule).attempts, 100)).toBeGreaterThanOrEqual(1_000);
    expect(busiest(herdOf(ourRule).attempts, 100)).toBeLessThan(400);
  });

  test("does the same at each run", () => {
    expect(herdOf(ourRule)).toEqual(herdOf(ourRule));
  });

  test("has a picture", () => {
    const svg = herdPicture({ title: "a < b", ours: herdOf(ourRule), go: herdOf(goRule), outageMs });
    expect(svg.match(/<polyline/g)).toHaveLength(4);
    expect(svg).toContain("a &lt; b");
    expect(svg).not.toContain("NaN");
  });
});

describe("times", () => {
  const times = [5, 1, 2, 30, 3];

  test("are counted in the busiest window", () => {
    expect([busiest(times, 1), busiest(times, 3), busiest(times, 5), busiest([], 5)]).toEqual([1, 3, 4, 0]);
  });

  test("have quantiles", () => {
    expect([quantile(times, 0.5), quantile(times, 1)]).toEqual([3, 30]);
  });

  test("are counted in windows up to an end", () => {
    expect(histogram(times, 2, 6)).toEqual([1, 2, 1]);
  });
});

import { describe, expect, test } from "bun:test";

import type { FlowCount } from "../../../../src/collector/flow-counts.ts";
import type { Route } from "../../../../src/compose/routes.ts";
import { type Flow, type FlowFinding, withReport } from "../../../../src/supervisor/apply/flow.ts";

const route = (exporter = "otlp", digest = "x", receiver = "in"): Route => ({
  id: "traces",
  receivers: [{ id: "otlp", digest: receiver }],
  exporters: [{ id: exporter, digest }],
});

/** A Collector that counts, through changes of its configuration. */
class Counting {
  flow: Flow | undefined;
  #at = 0;
  #generation = 1;
  #fingerprint = "first";
  #route = route();
  #in = 0;
  #out = 0;
  #failed = 0;

  changes(fingerprint: string, next = route()): this {
    this.#generation += 1;
    [this.#fingerprint, this.#route] = [fingerprint, next];
    [this.#in, this.#out, this.#failed] = [0, 0, 0];
    return this;
  }

  /** So many intervals of 10 s, in each of which so much comes in, goes out, and fails. */
  passes(intervals: number, came: number, sent = came, failed = 0, queue = 0): this {
    for (let done = 0; done < intervals; done += 1) {
      this.#at += 10_000;
      this.#in += came;
      this.#out += sent;
      this.#failed += failed;
      const id = this.#route.exporters[0]?.id ?? "";
      const counts: FlowCount[] = [
        { role: "receiver", id: "otlp", unit: "spans", passed: this.#in, failed: 0 },
        { role: "exporter", id, unit: "spans", passed: this.#out, failed: this.#failed },
      ];
      this.flow = withReport(this.flow, {
        generation: this.#generation,
        fingerprint: this.#fingerprint,
        routes: [this.#route],
        counts: { counts, queues: { [id]: queue }, cpuSeconds: this.#at / 100_000, memoryBytes: 1 << 20 },
        at: this.#at,
      });
    }
    return this;
  }

  get findings(): Pick<FlowFinding, "is" | "blame">[] {
    return (this.flow?.findings ?? []).map(({ is, blame }) => ({ is, blame }));
  }
}

const flowing = () => new Counting().passes(5, 100);

describe("a pipeline through which data came and went all the time", () => {
  test("and goes on to, is nothing to tell", () => {
    expect(flowing().changes("second", route("other")).passes(10, 100).findings).toEqual([]);
  });

  test("takes data and sends none after the change of its exporter: that is to blame", () => {
    const counting = flowing().changes("second", route("otlp/other"));
    expect(counting.passes(3, 100, 0, 0, 0.5).findings).toEqual([]);
    expect(counting.passes(1, 100, 0, 0, 0.6).findings).toEqual([{ is: "stuck", blame: "change" }]);
    expect(counting.flow?.findings[0]?.text).toBe(
      "pipeline traces has got 300 items since and sent none, and what it should send waits in a queue",
    );
  });

  test("takes data and drops it: what stands between is to blame", () => {
    expect(flowing().changes("second").passes(4, 100, 0).findings).toEqual([{ is: "stuck", blame: "change" }]);
  });

  test.each([
    ["fails to send", [100, 0, 100, 0]],
    ["cannot get rid of what waits in its queue", [100, 0, 0, 0.3]],
  ] as const)("%s with an exporter that has not changed: its peer may be away", (_, [came, sent, failed, queue]) => {
    const { findings } = flowing().changes("second").passes(4, came, sent, failed, queue);
    expect(findings).toEqual([{ is: "stuck", blame: "elsewhere" }]);
  });

  test("gets none any more after the change of its receiver", () => {
    const counting = flowing().changes("second", route("otlp", "x", "another port"));
    expect(counting.passes(4, 0).findings).toEqual([]);
    expect(counting.passes(1, 0).findings).toEqual([{ is: "dry", blame: "change" }]);
  });

  test("gets none any more, and its receiver has not changed: those who send are quiet", () => {
    expect(flowing().changes("second").passes(5, 0).findings).toEqual([{ is: "dry", blame: "elsewhere" }]);
  });

  test("is found again when data flows again", () => {
    const counting = flowing().changes("second", route("otlp/other")).passes(4, 100, 0);
    expect(counting.findings).toHaveLength(1);
    expect(counting.passes(1, 100).findings).toEqual([]);
  });
});

describe("nothing is said", () => {
  test("of a quiet host, whatever changes", () => {
    expect(
      new Counting()
        .passes(20, 0)
        .changes("second", route("b", "y", "z"))
        .passes(20, 0).findings,
    ).toEqual([]);
    const sporadic = new Counting().passes(2, 0).passes(1, 5).passes(2, 0);
    expect(sporadic.changes("second", route("b")).passes(20, 0).findings).toEqual([]);
  });

  test("where there was too little to see before", () => {
    expect(new Counting().passes(3, 100).changes("second", route("b")).passes(20, 100, 0).findings).toEqual([]);
  });

  test("of the same configuration in another process, and of one that comes back after a bad one", () => {
    expect(flowing().changes("first").passes(20, 0).findings).toEqual([]);
    const back = flowing().changes("second", route("otlp/b")).passes(5, 100, 0).changes("first").passes(20, 0);
    expect(back.findings).toEqual([]);
  });

  test("of a pipeline whose exporters were never seen to count, nor of one that is gone", () => {
    const uncounted = new Counting().passes(5, 100, 0).changes("second", route("nop")).passes(10, 100, 0);
    expect(uncounted.findings).toEqual([]);
    const toNop = flowing().changes("second", route("nop")).passes(10, 100, 0);
    expect(toNop.findings).toEqual([]);
    const gone = flowing()
      .changes("second", { ...route(), id: "traces/other" })
      .passes(10, 0);
    expect(gone.findings).toEqual([]);
  });
});

test("what was before a bad configuration is what the next one is compared with", () => {
  const counting = flowing().changes("second", route("otlp/bad")).passes(5, 100, 0);
  expect(counting.changes("third", route("otlp/worse")).passes(4, 100, 0).findings).toEqual([
    { is: "stuck", blame: "change" },
  ]);
});

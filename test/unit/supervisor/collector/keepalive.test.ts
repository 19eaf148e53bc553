import { describe, expect, test } from "bun:test";

import { restartDelay, stableAfterMs } from "../../../../src/supervisor/collector/restart-delay.ts";
import { bareHealthy, MindDriver, ok, withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

function withOneRunning(): MindDriver {
  return new MindDriver().starts().bringsIntoForce();
}

/** The Collector dies, and again whenever it is started, `times` in all; the waits between, milliseconds. */
function waitsOf(driver: MindDriver, times: number): number[] {
  const waits: number[] = [];
  for (let death = 0; death < times; death += 1) {
    driver.collectorExits();
    const wait = driver.process === undefined ? (driver.clock.nextIn ?? Number.NaN) : 0;
    waits.push(wait);
    driver.passes(wait).collectorStarts();
  }
  return waits;
}

describe("a Collector that ends by itself", () => {
  test("is started again at once, with the same configuration", () => {
    const driver = withOneRunning().collectorExits();
    expect(driver.process?.is).toBe("starting");
    expect(driver.compositions).toEqual([]);
    expect(driver.health).toBe(
      "unhealthy Failed COLLECTOR_EXITED: running: the Collector exited unexpectedly, exit code 1; restarting it at once",
    );
    driver.collectorStarts().collectorSays(ok);
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("again and again is started after waits that grow to a minute, then is parked with slow tries, for ever", () => {
    const driver = withOneRunning();
    const waits = waitsOf(driver, 40);
    expect(waits.slice(0, 9)).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(new Set(waits.slice(9))).toEqual(new Set([300_000]));
    driver.collectorExits();
    expect(driver.state.process).toMatchObject({ is: "waiting", parked: true });
    expect(driver.health).toContain("41 ends in a row; parked, next try 2026-01-01T02:43:03.000Z");
  });

  test("is waited for with jitter that takes up to half off", () => {
    const driver = withOneRunning();
    driver.unit = 0.999_999;
    expect(waitsOf(driver, 9).slice(1)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });

  test("says what comes next before it shows the end of its log", () => {
    const driver = withARunning().collectorExits({ statement: "one\ntwo", tail: "line 1\nline 2" });
    expect(driver.health).toBe(
      "unhealthy Failed COLLECTOR_EXITED: running: the Collector exited unexpectedly, exit code 1: one; restarting it at once\ntwo\nCollector log tail:\nline 1\nline 2",
    );
  });

  test("says when the next try is", () => {
    const driver = withOneRunning().collectorExits().collectorStarts().collectorExits({ how: "signal SIGSEGV" });
    expect(driver.health).toBe(
      "unhealthy Waiting: 2 ends in a row, the last one 2026-01-01T00:00:00.000Z (signal SIGSEGV); next try 2026-01-01T00:00:01.000Z COLLECTOR_EXITED: starting: the Collector exited unexpectedly, signal SIGSEGV; 2 ends in a row; next try 2026-01-01T00:00:01.000Z",
    );
    driver.passes(999);
    expect(driver.process).toBeUndefined();
    driver.passes(1);
    expect(driver.process?.is).toBe("starting");
    expect(driver.health).toBe(
      "unhealthy StatusStarting COLLECTOR_EXITED: starting: the Collector exited unexpectedly, signal SIGSEGV; 2 ends in a row",
    );
  });

  test("has its deaths forgotten after a stable time, not before", () => {
    const driver = withOneRunning();
    waitsOf(driver, 5);
    driver.collectorSays(ok).passes(stableAfterMs - 1);
    driver.collectorExits();
    expect(driver.process).toBeUndefined();
    driver.passes(60_000).collectorStarts().collectorSays(ok).passes(stableAfterMs);
    expect(driver.collectorExits().process?.is).toBe("starting");
  });

  test("does not become stable by being up without proof", () => {
    const driver = withOneRunning();
    waitsOf(driver, 3);
    driver.passes(stableAfterMs * 2).collectorExits();
    expect(driver.process).toBeUndefined();
  });

  test("and cannot be started any more is tried in the same way", () => {
    const driver = withOneRunning().collectorExits().collectorCannotStart("no such file");
    expect(driver.health).toEndWith(
      " EXECUTABLE: starting: no such file; 2 ends in a row; next try 2026-01-01T00:00:01.000Z",
    );
    driver.passes(1_000).collectorCannotStart().passes(2_000).collectorStarts().collectorSays(ok);
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("is started at once with a new offer, whatever the wait", () => {
    const driver = withOneRunning();
    waitsOf(driver, 6);
    driver.collectorExits().offers(remote("A")).composes();
    expect(driver.process?.is).toBe("starting");
    expect(driver.waitsFor).toEqual([]);
    driver.collectorStarts().collectorSays(ok);
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("is started at once with a new hash for what it ran, too", () => {
    const driver = withARunning();
    waitsOf(driver, 6);
    driver.collectorExits().offers(remote("A2", "A")).composes();
    expect(driver.process?.is).toBe("starting");
    expect(driver.state.deaths).toBe(0);
  });

  test("while its wait ends during a composition is started once, with what was composed", () => {
    const driver = withOneRunning();
    waitsOf(driver, 2);
    driver.collectorExits().offers(remote("A")).passes(60_000);
    expect(driver.process).toBeUndefined();
    driver.composes();
    expect(driver.runs).toBe("A");
  });

  test("for a second time while a refused offer was composed keeps its wait", () => {
    const driver = withOneRunning();
    waitsOf(driver, 1);
    driver.collectorExits().offers(remote("A", "broken")).composes();
    expect(driver.process?.is).toBe("starting");
    expect(driver.collectorStarts().collectorSays(ok).runs).toBe("own layers");
  });
});

describe("an exit during a planned switch", () => {
  test("is no death and no illness", () => {
    const driver = withOneRunning().offers(remote("A")).composes();
    driver.collectorExits({ how: "signal SIGTERM" });
    expect(driver.state.deaths).toBe(0);
    expect(driver.health).toBe("healthy StatusOK");
    expect(driver.runs).toBe("A");
    expect(driver.collectorStarts().collectorSays(ok).verdict).toBe("A APPLIED");
  });

  test("of the Collector that should be started is a failure of what it runs", () => {
    const driver = withOneRunning().offers(remote("A")).composes().collectorStops().collectorExits();
    expect(driver.verdict).toStartWith("A FAILED");
  });
});

test("a bare healthy of one generation is no proof for the next", () => {
  const driver = withOneRunning().collectorExits().collectorStarts().collectorSays(bareHealthy).passes(900);
  driver.collectorExits().passes(1_000).collectorStarts().collectorSays(bareHealthy).passes(900);
  expect(driver.state.process).toMatchObject({ is: "up", proven: false });
  expect(driver.passes(100).state.process).toMatchObject({ is: "up", proven: true });
});

describe("the delay before a restart", () => {
  test("is none for the first death and never above the cap or below half of it", () => {
    expect(restartDelay(1, 0)).toBe(0);
    for (const unit of [0, 0.5, 0.999]) {
      for (const deaths of [8, 9]) expect(restartDelay(deaths, unit)).toBeWithin(30_000, 60_001);
      for (const deaths of [10, 1_000, 1e9]) expect(restartDelay(deaths, unit)).toBeWithin(150_000, 300_001);
    }
  });
});

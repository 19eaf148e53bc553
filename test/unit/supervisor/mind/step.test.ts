import { describe, expect, test } from "bun:test";

import { failure, MindDriver, ok, permanent, saying, withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

const states: [string, () => MindDriver][] = [
  ["before the first configuration is composed", () => new MindDriver().starts()],
  ["while the first Collector is started", () => new MindDriver().starts().composes()],
  ["while the first Collector is not proved", () => new MindDriver().starts().composes().collectorStarts()],
  ["while all is well", withARunning],
  ["while an offer is composed", () => withARunning().offers(remote("B"))],
  ["while the old Collector stops", () => withARunning().offers(remote("B")).composes()],
  ["while the new Collector starts", () => withARunning().offers(remote("B")).composes().collectorStops()],
  ["while its proof is awaited", () => withARunning().offers(remote("B")).composes().switches()],
  ["while a failed one stops", () => withARunning().offers(remote("B")).composes().switches().collectorSays(permanent)],
  [
    "while the last good one comes back",
    () => withARunning().offers(remote("B")).composes().switches().collectorSays(permanent).switches(),
  ],
  ["while it waits for the next try", () => withARunning().collectorExits().collectorStarts().collectorExits()],
  ["while the Collector is stopped on purpose", () => withARunning().offers(remote("E", null)).collectorStops()],
  ["while the Collector is being stopped on purpose", () => withARunning().offers(remote("E", null))],
];

describe("a stop", () => {
  test.each(states)("%s ends in exactly one Finish, after the last report, and nothing is started", (_, reach) => {
    const driver = reach();
    const starts = driver.startCount;
    driver.isToldToStop();
    if (driver.process?.is === "starting") driver.collectorStarts();
    if (driver.process?.is === "stopping") driver.collectorStops();
    expect(driver.process).toBeUndefined();
    expect(driver.effectsThat("Finish")).toHaveLength(1);
    expect(driver.effects.at(-1)?.do).toBe("Finish");
    expect(driver.health).toBe("unhealthy Stopped the supervisor was stopped");
    expect(driver.startCount).toBe(starts);
    expect(driver.waitsFor).toEqual([]);
  });

  test.each(states)("%s lets nothing come after that", (_, reach) => {
    const driver = reach().isToldToStop();
    if (driver.process?.is === "starting") driver.collectorCannotStart();
    if (driver.process?.is === "stopping") driver.collectorExits();
    const count = driver.effects.length;
    driver
      .offers(remote("Z"))
      .offersTelemetry({ logs: { endpoint: "http://l", headers: [] } })
      .isToldToStop();
    while (driver.compositions.length > 0) driver.composes();
    driver.assignsUid(new Uint8Array(16).fill(9)).passes(1_000_000);
    expect(driver.effects).toHaveLength(count);
  });

  test("passes no verdict on what it cuts short, however long the Collector takes to end", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().isToldToStop();
    driver.passes(10_000).collectorExits();
    expect(driver.statuses.slice(-1)).toEqual(["B APPLYING"]);
  });

  test("during a start that fails announces no other one", () => {
    const driver = withARunning().collectorExits().isToldToStop().collectorCannotStart();
    const errors = driver.effectsThat("Log").filter(({ level }) => level === "error");
    expect(errors).toHaveLength(1);
  });

  test("during a start that fails passes none either", () => {
    const driver = withARunning().offers(remote("B")).composes().collectorStops().isToldToStop();
    driver.collectorCannotStart();
    expect(driver.statuses.slice(-1)).toEqual(["B APPLYING"]);
    expect(driver.effectsThat("Finish")).toHaveLength(1);
  });
});

describe("news that is late", () => {
  test("of an earlier generation changes nothing", () => {
    const driver = withARunning();
    const [count, before] = [driver.effects.length, driver.state];
    driver.post({
      is: "CollectorExited",
      life: 1,
      ending: { how: "exit code 1", killed: undefined, statement: "", tail: "" },
    });
    driver.post({ is: "CollectorNotStarted", life: 1, failure: failure("") });
    driver.post({ is: "CollectorStarted", life: 1, pid: 1 });
    driver.post({ is: "CollectorStopped", life: 1 });
    driver.post({ is: "CollectorReported", generation: 1, report: saying({ health: permanent }) });
    expect(driver.effects).toHaveLength(count);
    expect(driver.state).toEqual(before);
  });

  test("of a composition that is not awaited any more changes nothing", () => {
    const driver = withARunning();
    const count = driver.effects.length;
    driver.post({ is: "Composed", ticket: 1, outcome: { composed: false, failure: failure("late") } });
    expect(driver.effects).toHaveLength(count);
  });

  test("of another composition than the awaited one changes nothing", () => {
    const driver = withARunning().offers(remote("B"));
    driver.post({ is: "Composed", ticket: 1, outcome: { composed: false, failure: failure("late") } });
    expect(driver.verdict).toBe("A APPLIED");
    expect(driver.bringsIntoForce().verdict).toBe("B APPLIED");
  });

  test("of a timer that was replaced or cancelled changes nothing", () => {
    const driver = withARunning().offers(remote("B")).composes().switches();
    const count = driver.effects.length;
    for (const timer of ["proof", "settle", "restart", "stable"] as const) {
      driver.post({ is: "TimerFired", timer, serial: 0 });
    }
    expect(driver.effects).toHaveLength(count);
    expect(driver.verdict).toBe("B APPLYING");
  });

  test("of the start of a Collector that is up already changes nothing", () => {
    const driver = withARunning();
    const { life } = driver.process ?? { life: 0 };
    driver.post({ is: "CollectorStarted", life, pid: 5 });
    expect(driver.state.process).toMatchObject({ is: "up", proven: true });
  });
});

test("a proof of the same configuration after its time is still taken for the last good one", () => {
  const driver = new MindDriver().starts().composes().collectorStarts().passes(5_000);
  expect(driver.health).toBe(
    "unhealthy Failed TIMEOUT: starting: the Collector was not healthy within 5 s: it never connected",
  );
  driver.collectorSays(ok);
  expect(driver.health).toBe("healthy StatusOK");
  driver.offers(remote("B")).composes().switches().collectorExits();
  expect(driver.compositions).toEqual([]);
  expect(driver.runs).toBe("own layers");
});

import { describe, expect, test } from "bun:test";

import { type MindDriver, ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

describe("the empty map", () => {
  const empty = remote("E", null);

  test("stops the Collector on purpose: APPLIED once it is down, healthy, nothing in force", () => {
    const driver = withARunning().offers(empty);
    expect(driver.process?.is).toBe("stopping");
    expect(driver.verdict).toBe("A APPLIED");
    driver.collectorStops();
    expect(driver.verdict).toBe("E APPLIED");
    expect(driver.health).toBe("healthy Stopped: the remote configuration is empty");
    expect(driver.told.effectiveConfig).toEqual({ configMap: { configMap: {} } });
    expect(driver.effectsThat("SaveWorkingRemoteConfig").at(-1)?.remote?.id).toBe(empty.id);
  });

  test("is followed by an ordinary offer", () => {
    const driver = withARunning().offers(empty).collectorStops().offers(remote("B")).bringsIntoForce();
    expect(driver.runs).toBe("B");
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("stays in force where the offer after it fails", () => {
    const driver = withARunning().offers(empty).collectorStops().offers(remote("B")).composes().collectorStarts();
    driver.collectorSays(permanent).collectorStops();
    expect(driver.runs).toBe("nothing");
    expect(driver.health).toBe("healthy Stopped: the remote configuration is empty");
    expect(driver.verdict).toStartWith("B FAILED");
  });

  test("overtaken by an offer while the Collector stops gets no verdict", () => {
    const driver = withARunning().offers(empty).offers(remote("B")).composes().switches().collectorSays(ok);
    expect(driver.runs).toBe("B");
    expect(driver.statuses.filter((status) => status.startsWith("E"))).toEqual([]);
  });

  test("ends a wait for the next try at once", () => {
    const driver = withARunning().collectorExits().collectorStarts().collectorExits();
    expect(driver.waitsFor).toEqual(["restart"]);
    driver.offers(empty);
    expect(driver.verdict).toBe("E APPLIED");
    expect(driver.waitsFor).toEqual([]);
  });

  test("waits for a Collector that is being started, then stops it", () => {
    const driver = withARunning().collectorExits().offers(empty);
    expect(driver.process?.is).toBe("starting");
    driver.collectorStarts().collectorStops();
    expect(driver.verdict).toBe("E APPLIED");
  });
});

describe("an offer that comes in the middle of another one", () => {
  const stages: [string, (driver: MindDriver) => MindDriver][] = [
    ["composing", (driver) => driver],
    ["stopping the old Collector", (driver) => driver.composes()],
    ["starting the new Collector", (driver) => driver.composes().collectorStops()],
    ["waiting for its proof", (driver) => driver.composes().switches()],
    ["going back to the last good one", (driver) => driver.composes().switches().collectorSays(permanent)],
  ];

  /** Does whatever is asked for, until nothing is. */
  function settle(driver: MindDriver): MindDriver {
    while (driver.compositions.length > 0 || driver.process?.is !== "up") {
      if (driver.compositions.length > 0) driver.composes();
      else if (driver.process?.is === "stopping") driver.collectorStops();
      else driver.collectorStarts();
    }
    return driver.collectorSays(ok);
  }

  test.each(stages)("while %s wins", (_, toStage) => {
    const driver = settle(toStage(withARunning().offers(remote("B"))).offers(remote("C")));
    expect(driver.runs).toBe("C");
    expect(driver.verdict).toBe("C APPLIED");
    expect(driver.statuses).not.toContain("B APPLIED");
  });

  test.each(stages)("while %s and fails leads to the last good one", (_, toStage) => {
    const driver = settle(toStage(withARunning().offers(remote("B"))).offers(remote("C", "broken")));
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toStartWith("C FAILED");
    expect(driver.state.apply.is).toBe("idle");
  });

  test.each(stages)("while %s and asks for nothing stops the Collector", (_, toStage) => {
    const driver = toStage(withARunning().offers(remote("B"))).offers(remote("E", null));
    while (driver.process !== undefined || driver.compositions.length > 0) {
      if (driver.compositions.length > 0) driver.composes();
      else if (driver.process?.is === "starting") driver.collectorStarts();
      else driver.collectorStops();
    }
    expect(driver.verdict).toBe("E APPLIED");
  });

  test("ends the wait for the proof of what it overtakes", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().offers(remote("C"));
    expect(driver.waitsFor).toEqual(["absence"]);
  });

  test("and cannot be composed leaves the death of the stopped one planned", () => {
    const driver = withARunning().offers(remote("B")).composes().offers(remote("C", "broken")).composes();
    driver.collectorExits({ how: "signal SIGTERM" });
    expect(driver.runs).toBe("A");
    expect(driver.state.deaths).toBe(0);
  });

  test("with the last good content ends where it began", () => {
    const driver = settle(withARunning().offers(remote("B")).composes().switches().offers(remote("A")));
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("does not hide the death of the Collector meanwhile", () => {
    const driver = withARunning().offers(remote("B")).collectorExits();
    expect(driver.health).toStartWith("unhealthy Failed");
    expect(driver.runs).toBe("nothing");
    expect(driver.bringsIntoForce().verdict).toBe("B APPLIED");
  });

  test("a burst of 200 costs two compositions and one restart, and the newest wins", () => {
    const driver = withARunning();
    const [compositions, starts] = [driver.effectsThat("Compose").length, driver.startCount];
    for (let index = 0; index < 200; index += 1) driver.offers(remote(`burst ${index}`));
    driver.composes().bringsIntoForce();
    expect(driver.runs).toBe("burst 199");
    expect(driver.effectsThat("Compose").length - compositions).toBe(2);
    expect(driver.startCount - starts).toBe(1);
    expect(driver.statuses.slice(-2)).toEqual(["burst 199 APPLYING", "burst 199 APPLIED"]);
  });
});

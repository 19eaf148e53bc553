import { describe, expect, test } from "bun:test";

import { MindDriver, ok, permanent, saying, startingUp, withARunning } from "../../../support/mind-driver.ts";
import { offered, remote } from "../../../support/stored.ts";

function reloading(): MindDriver {
  return withARunning({ config: { agent: { useHupConfigReload: true } } })
    .offers(remote("B"))
    .composes();
}

describe("a reload", () => {
  test("is how a running Collector gets another configuration, without a new process", () => {
    const driver = reloading();
    expect(driver.process).toMatchObject({ is: "reloading" });
    const { life } = driver.process ?? { life: 0 };
    driver.collectorDisconnects().collectorSays(startingUp);
    expect(driver.verdict).toBe("B APPLYING");
    driver.collectorSays(ok);
    expect(driver.verdict).toBe("B APPLIED");
    expect(driver.runs).toBe("B");
    expect(driver.process).toMatchObject({ is: "up", life });
    expect(driver.effectsThat("StopCollector")).toEqual([]);
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("measures the outage, from the signal to the proof", () => {
    const driver = reloading().passes(25).collectorSays(ok);
    expect(driver.state.outages).toMatchObject([{}, { by: "reload", lastedMs: 25 }]);
    const log = driver.effectsThat("Log").find(({ message }) => message === "Remote configuration applied");
    expect(driver.effectsThat("Log").at(-1)?.fields).toMatchObject({ outageMs: 25, by: "reload" });
    expect(log).toBeDefined();
  });

  test("that ends in a new process is an outage by a restart", () => {
    const driver = reloading().passes(5).collectorExits().collectorStarts().passes(20).collectorSays(ok);
    expect(driver.state.outages.at(-1)).toMatchObject({ by: "restart", lastedMs: 25 });
  });

  test("that an offer of nothing overtakes has its outage until then, and what is down on purpose has none", () => {
    const driver = reloading().passes(5).offers(remote("E", null)).collectorStops();
    expect(driver.verdict).toBe("E APPLIED");
    expect(driver.state.outages.at(-1)).toMatchObject({ by: "reload", lastedMs: 5 });
    expect(
      driver.effectsThat("Log").find(({ fields }) => fields?.["remoteConfig"] === remote("E").id)?.fields,
    ).not.toHaveProperty("outageMs");
    driver.passes(3_600_000).offers(remote("C")).bringsIntoForce();
    expect(driver.state.outages.at(-1)).toMatchObject({ by: "reload", lastedMs: 5 });
  });

  test.each([86_400_000, -86_400_000])(
    "measures it as long as it was, though somebody sets the clock meanwhile (%d ms)",
    (jump) => {
      const driver = reloading();
      driver.clock.jump(jump);
      driver.passes(25).collectorSays(ok);
      expect(driver.state.outages.at(-1)).toMatchObject({ lastedMs: 25 });
      expect(driver.effectsThat("Log").at(-1)?.fields).toMatchObject({ outageMs: 25 });
    },
  );

  test("is no proof by what the generation before still says", () => {
    const driver = reloading();
    const old = driver.process?.before?.generation ?? 0;
    driver.post({ is: "CollectorReported", generation: old, report: saying({ health: ok }) });
    expect(driver.verdict).toBe("B APPLYING");
  });

  test("in which the Collector ends is a failed configuration and no death, and the last good one is started", () => {
    const driver = reloading().collectorExits({ statement: "cannot start pipelines" });
    expect(driver.verdict).toStartWith("B FAILED: COLLECTOR_EXITED: reloading: ");
    expect(driver.state.deaths).toBe(0);
    expect(driver.collectorStarts().collectorSays(ok).runs).toBe("A");
  });

  test("that the new configuration answers with a permanent error goes back by another reload", () => {
    const driver = reloading().collectorSays(permanent);
    expect(driver.verdict).toStartWith("B FAILED: UNHEALTHY: reloading: ");
    if (driver.process?.is === "stopping") driver.collectorStops().collectorStarts();
    expect(driver.collectorSays(ok).runs).toBe("A");
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("that does not begin in time becomes a restart, which counts as the same trial", () => {
    const driver = reloading().passes(2_000);
    expect(driver.process?.is).toBe("stopping");
    expect(driver.verdict).toBe("B APPLYING");
    driver.collectorStops().collectorStarts().collectorSays(ok);
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("that has begun may take as long as any start", () => {
    const driver = reloading().collectorDisconnects().passes(4_999);
    expect(driver.process?.is).toBe("reloading");
    driver.collectorSays(ok);
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("that has begun and never ends is a timeout, and the process is exchanged", () => {
    const driver = reloading().collectorDisconnects().passes(5_000);
    expect(driver.verdict).toStartWith("B FAILED: TIMEOUT: reloading: ");
    expect(driver.process?.is).toBe("stopping");
    expect(driver.collectorStops().collectorStarts().collectorSays(ok).runs).toBe("A");
  });

  test("that never ends is a restart where the operator wants no rollback", () => {
    const driver = withARunning({ config: { agent: { useHupConfigReload: true, automaticConfigRollback: false } } });
    driver.offers(remote("B")).composes().collectorDisconnects().passes(5_000);
    expect(driver.verdict).toStartWith("B FAILED: TIMEOUT: reloading: ");
    expect(driver.process?.is).toBe("stopping");
    expect(driver.collectorStops().collectorStarts().collectorSays(ok).runs).toBe("B");
  });

  test("to the last good one that never ends is a restart of it", () => {
    const driver = reloading().collectorSays(ok).collectorSays(permanent).collectorDisconnects().passes(5_000);
    expect(driver.runs).toBe("A");
    expect(driver.process?.is).toBe("stopping");
    expect(driver.health).toStartWith("unhealthy Failed");
    expect(driver.collectorStops().collectorStarts().collectorSays(ok).health).toBe("healthy StatusOK");
  });

  test("that is impossible becomes a restart", () => {
    const driver = reloading().collectorCannotReload();
    expect(driver.process?.is).toBe("stopping");
    expect(driver.collectorStops().collectorStarts().collectorSays(ok).verdict).toBe("B APPLIED");
  });

  test("for which there is no room leaves the Collector as it was, and blames nobody", () => {
    const driver = reloading().collectorCannotReload("no space left on device");
    expect(driver.verdict).toStartWith("B FAILED: DISK_FULL: reloading: no space left on device\n");
    expect(driver.process).toMatchObject({ is: "up" });
    expect(driver.runs).toBe("A");
    expect(driver.health).toBe("healthy StatusOK");
    expect(driver.state.rejected).toEqual([]);
  });

  test("for which there is no room is not tried again and again where the operator wants no rollback", () => {
    const driver = withARunning({ config: { agent: { useHupConfigReload: true, automaticConfigRollback: false } } });
    driver.offers(remote("B")).composes().collectorCannotReload("no space left on device");
    expect(driver.verdict).toStartWith("B FAILED: DISK_FULL: reloading: no space left on device\n");
    expect(driver.process).toMatchObject({ is: "up" });
    expect(driver.runs).toBe("A");
  });

  test("for which there is no room does not disturb what has overtaken it", () => {
    const driver = reloading().offers(remote("C")).collectorCannotReload("no space left on device");
    expect(driver.process).toMatchObject({ is: "up" });
    expect(driver.composes().collectorSays(ok).verdict).toBe("C APPLIED");
  });

  test("to the last good one, for which there is no room, is a start that is tried until there is", () => {
    const driver = reloading().collectorSays(ok).collectorSays(permanent).collectorCannotReload("no space left");
    expect(driver.process?.is).toBe("stopping");
    driver.collectorStops().collectorCannotStart().collectorCannotStart();
    expect(driver.waitsFor).toEqual(["absence", "restart"]);
    expect(driver.passes(60_000).collectorStarts().collectorSays(ok).runs).toBe("A");
  });

  test("to what is in force, from a candidate that was overtaken, is a start where there is no room", () => {
    const driver = new MindDriver({
      remains: { received: offered("A") },
      config: { agent: { useHupConfigReload: true } },
    });
    driver.starts().composes().collectorStarts().offers(remote("B", "broken")).collectorSays(ok).composes();
    driver.composesOnly().collectorCannotReload("no space left on device");
    expect(driver.process?.is).toBe("stopping");
    expect(driver.collectorStops().collectorStarts().collectorSays(ok).runs).toBe("own layers");
  });

  test("is one at a time: a newer configuration waits for the end of it", () => {
    const driver = reloading().offers(remote("C")).composes();
    expect(driver.effectsThat("ReloadCollector")).toHaveLength(2);
    expect(driver.runs).toBe("B");
    driver.collectorSays(ok);
    expect(driver.process?.is).toBe("reloading");
    expect(driver.runs).toBe("C");
    expect(driver.collectorSays(ok).verdict).toBe("C APPLIED");
  });

  test("that somebody ends, while a newer configuration waits for it, is told", () => {
    const driver = reloading().offers(remote("C")).composes().collectorIsKilled();
    expect(driver.runs).toBe("C");
    expect(driver.health).toStartWith("unhealthy Failed COLLECTOR_KILLED");
    expect(driver.collectorStarts().collectorSays(ok).health).toBe("healthy StatusOK");
  });

  test("that drags on is given up for a newer configuration", () => {
    const driver = reloading().collectorDisconnects().offers(remote("C")).composes().passes(2_000);
    expect(driver.process?.is).toBe("stopping");
    expect(driver.collectorStops().collectorStarts().collectorSays(ok).verdict).toBe("C APPLIED");
  });

  test("is not tried on a Collector that is not proved", () => {
    const driver = withARunning({ config: { agent: { useHupConfigReload: true } } }).collectorIsKilled();
    driver.collectorStarts().offers(remote("B")).composes();
    expect(driver.process?.is).toBe("stopping");
  });

  test("is ended by a stop", () => {
    const driver = reloading().isToldToStop();
    expect(driver.process?.is).toBe("stopping");
    expect(driver.collectorStops().effectsThat("Finish")).toHaveLength(1);
  });

  test("is ended by an offer of nothing", () => {
    const driver = reloading().offers(remote("E", null));
    expect(driver.process?.is).toBe("stopping");
    expect(driver.collectorStops().verdict).toBe("E APPLIED");
  });
});

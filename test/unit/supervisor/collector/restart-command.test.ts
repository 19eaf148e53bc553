import { describe, expect, test } from "bun:test";

import { MindDriver, ok, permanent, startingUp, withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

const byServer = { is: "RestartRequested", by: "server" } as const;

describe("a restart command", () => {
  test("stops the Collector and starts it with what it has", () => {
    const driver = withARunning().post(byServer);
    expect(driver.process?.is).toBe("stopping");
    driver.collectorStops().collectorStarts().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.health).toBe("healthy StatusOK");
    expect(driver.state.deaths).toBe(0);
    expect(driver.statuses.at(-1)).toBe("A APPLIED");
  });

  test("is over with a Collector that does not work, whose own words are told then", () => {
    const driver = withARunning().passes(120_000).post(byServer).collectorStops().collectorStarts();
    expect(driver.health).toBe("unhealthy StatusStarting restarting, as the server asked");
    driver.collectorSays(permanent);
    expect(driver.health).toBe("unhealthy StatusPermanentError boom");
    expect(driver.post(byServer).process?.is).toBe("stopping");
  });

  test("is one restart however often it comes while that goes on", () => {
    const driver = withARunning();
    const starts = driver.startCount;
    driver.post(byServer).post(byServer).collectorStops().post(byServer).collectorStarts().collectorSays(ok);
    expect(driver.startCount - starts).toBe(1);
  });

  test("is ignored where the operator does not accept it, but for his own", () => {
    const driver = withARunning({ config: { capabilities: { acceptsRestartCommand: false } } }).post(byServer);
    expect(driver.process?.is).toBe("up");
    expect(driver.effectsThat("Log").at(-1)?.message).toContain("accepts_restart_command is off");
    driver.post({ is: "RestartRequested", by: "operator" });
    expect(driver.process?.is).toBe("stopping");
  });

  test("starts nothing where nothing should run", () => {
    const driver = withARunning().offers(remote("E", null)).collectorStops().post(byServer);
    expect(driver.runs).toBe("nothing");
  });

  test("ends the wait of a Collector that dies again and again", () => {
    const driver = withARunning().collectorExits().collectorStarts().collectorExits().post(byServer);
    expect(driver.process?.is).toBe("starting");
  });

  test("does not disturb a configuration that is being tried", () => {
    const driver = withARunning().offers(remote("B")).composes().post(byServer);
    expect(driver.switches().collectorSays(ok).verdict).toBe("B APPLIED");
  });

  test("waits for the check of what was offered before, so that nothing comes unchecked in the place of what works", () => {
    const driver = withARunning().offers(remote("refused B")).post(byServer);
    const starts = driver.startCount;
    expect(driver.process?.is).toBe("up");
    expect(driver.composes().process?.is).toBe("stopping");
    expect(driver.verdict).toStartWith("refused B FAILED: CONFIG_INVALID: validating: ");
    driver.collectorStops().collectorStarts().collectorSays(ok);
    expect([driver.runs, driver.startCount - starts]).toEqual(["A", 1]);
  });

  test("makes a start of what would have been a reload", () => {
    const driver = withARunning({ config: { agent: { useHupConfigReload: true } } })
      .offers(remote("B"))
      .post(byServer);
    const starts = driver.startCount;
    driver.composes();
    expect(driver.process?.is).toBe("stopping");
    driver.collectorStops().collectorStarts().collectorSays(ok);
    expect([driver.verdict, driver.startCount - starts]).toEqual(["B APPLIED", 1]);
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("follows a reload, which exchanges no process", () => {
    const driver = withARunning({ config: { agent: { useHupConfigReload: true } } })
      .offers(remote("B"))
      .composes();
    expect(driver.post(byServer).process?.is).toBe("reloading");
    driver.collectorSays(ok);
    expect([driver.verdict, driver.process?.is]).toEqual(["B APPLIED", "stopping"]);
    driver.collectorStops().collectorStarts().collectorSays(ok);
    expect([driver.runs, driver.health]).toEqual(["B", "healthy StatusOK"]);
  });

  test("is no more than the start that a failed reload brings", () => {
    const driver = withARunning({ config: { agent: { useHupConfigReload: true } } })
      .offers(remote("B"))
      .composes();
    driver.post(byServer).collectorExits();
    expect(driver.verdict).toStartWith("B FAILED: COLLECTOR_EXITED: reloading: ");
    driver.collectorStarts().collectorSays(ok);
    expect([driver.process?.is, driver.runs]).toEqual(["up", "A"]);
  });

  test("ends the wait of a last good configuration that cannot run either, while its proof is awaited", () => {
    const driver = withARunning({ config: { agent: { configApplyTimeoutMs: 600_000 } } });
    driver.offers(remote("B")).composes().switches().collectorExits();
    driver.collectorStarts().collectorExits().collectorStarts().collectorExits();
    expect([driver.state.apply.is, driver.state.process.is]).toEqual(["reverting", "waiting"]);
    expect(driver.post(byServer).process?.is).toBe("starting");
  });

  test("is the start that is going on where the proof of that is awaited", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().post(byServer);
    expect(driver.process?.is).toBe("up");
    expect(driver.collectorSays(ok).verdict).toBe("B APPLIED");
    const first = new MindDriver().starts().composes().collectorStarts().post(byServer);
    expect(first.process?.is).toBe("up");
  });
});

describe("a Collector that is stuck", () => {
  test("is restarted when its link was gone for the liveness timeout", () => {
    const driver = withARunning().collectorDisconnects().passes(179_999);
    expect(driver.process?.is).toBe("up");
    driver.passes(1);
    expect(driver.process?.is).toBe("stopping");
    driver.collectorStops().collectorStarts().collectorSays(ok);
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("is left alone when it comes back in time", () => {
    const driver = withARunning().collectorDisconnects().passes(100_000).collectorSays(ok).passes(200_000);
    expect(driver.process?.is).toBe("up");
  });

  test("is never restarted where the operator has switched that off", () => {
    const driver = withARunning({ config: { agent: { livenessTimeoutMs: 0 } } }).collectorDisconnects();
    expect(driver.passes(1e9).process?.is).toBe("up");
  });

  test("is left to its trial, and restarted when that has not ended it", () => {
    const driver = new MindDriver({ config: { agent: { livenessTimeoutMs: 1_000, automaticConfigRollback: false } } });
    driver.starts().bringsIntoForce().offers(remote("B")).composes().switches().collectorSays(startingUp);
    driver.collectorDisconnects().passes(4_999);
    expect(driver.process?.is).toBe("up");
    driver.passes(1);
    expect(driver.verdict).toStartWith("B FAILED");
    driver.passes(1_000);
    expect(driver.process?.is).toBe("stopping");
  });

  test("from its restart on is restarted, though it never had a link that could be lost", () => {
    const driver = withARunning().collectorExits().collectorStarts();
    expect(driver.passes(179_999).process?.is).toBe("up");
    expect(driver.passes(1).process?.is).toBe("stopping");
    expect(driver.state.restart?.reason).toBe("the Collector was silent for 180 s and is restarted");
    const patient = withARunning({ config: { agent: { configApplyTimeoutMs: 600_000 } } });
    expect(patient.collectorExits().collectorStarts().passes(599_999).process?.is).toBe("up");
    const off = withARunning({ config: { agent: { livenessTimeoutMs: 0 } } })
      .collectorExits()
      .collectorStarts();
    expect(off.passes(1e9).process?.is).toBe("up");
  });

  test("is restarted for its health only where the operator wants it", () => {
    const sick = { healthy: false, status: "StatusRecoverableError", lastError: "no route" };
    const patient = withARunning().collectorSays(sick).passes(1e6);
    expect(patient.process?.is).toBe("up");
    const strict = withARunning({ config: { agent: { restartUnhealthy: true } } }).collectorSays(sick);
    expect(strict.passes(179_999).process?.is).toBe("up");
    expect(strict.passes(1).process?.is).toBe("stopping");
  });

  test("is ill from its first such report on, however often it says so, until it is well", () => {
    // A decoded report has no field for what is false.
    const sick = { status: "StatusRecoverableError", lastError: "no route" };
    const driver = withARunning({ config: { agent: { restartUnhealthy: true } } }).collectorSays(sick);
    for (let said = 0; said < 5; said += 1) driver.passes(30_000).collectorSays(sick);
    expect(driver.passes(29_999).process?.is).toBe("up");
    driver.passes(1);
    expect(driver.process?.is).toBe("stopping");
    expect(driver.health).toContain("the Collector was unhealthy for 180 s and is restarted");
    driver.collectorStops().collectorStarts().collectorSays(ok).collectorSays(sick).passes(100_000).collectorSays(ok);
    expect(driver.passes(1e6).process?.is).toBe("up");
  });
});

describe("the tally of deaths", () => {
  test("names time, way and configuration of each, and not of an ordered end", () => {
    const driver = withARunning().collectorExits({ how: "exit code 3" });
    expect(driver.effectsThat("SaveDeaths").at(-1)?.deaths).toMatchObject([
      { how: "exit code 3", outOfMemory: false, remoteConfig: remote("A").id },
    ]);
    const before = driver.effectsThat("SaveDeaths").length;
    driver.collectorStarts().collectorSays(ok).offers(remote("B")).bringsIntoForce();
    expect(driver.effectsThat("SaveDeaths")).toHaveLength(before);
  });

  test("is bounded", () => {
    const driver = new MindDriver().starts().bringsIntoForce();
    for (let death = 0; death < 50; death += 1) {
      driver.collectorIsKilled();
      if (driver.process === undefined) driver.passes(400_000);
      driver.collectorStarts();
    }
    expect(driver.state.tally).toHaveLength(20);
  });
});

import { describe, expect, test } from "bun:test";

import { bareHealthy, type MindDriver, ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

describe("a configuration that fails", () => {
  const failures: [string, (driver: MindDriver) => MindDriver, string][] = [
    [
      "because the Collector exits",
      (driver) => driver.composes().switches().collectorExits({ statement: "bad receiver", tail: "line 1\nline 2" }),
      "B FAILED: COLLECTOR_EXITED: starting: the Collector exited unexpectedly, exit code 1: bad receiver\nCollector log tail:\nline 1\nline 2",
    ],
    [
      "because the Collector cannot be started",
      (driver) => driver.composes().collectorStops().collectorCannotStart("/opt/otelcol cannot be started: EIO"),
      "B FAILED: EXECUTABLE: starting: /opt/otelcol cannot be started: EIO",
    ],
    [
      "because the Collector says so",
      (driver) => driver.composes().switches().collectorSays(permanent),
      "B FAILED: UNHEALTHY: starting: the Collector reports StatusPermanentError: boom",
    ],
    [
      "because the Collector never connects",
      (driver) => driver.composes().switches().passes(5_000),
      "B FAILED: TIMEOUT: starting: the Collector was not healthy within 5 s: it never connected",
    ],
    [
      "because the Collector stays silent about its health",
      (driver) => driver.composes().switches().collectorSays({}).passes(5_000),
      "B FAILED: TIMEOUT: starting: the Collector was not healthy within 5 s: it reported no health",
    ],
    [
      "because the Collector stays unhealthy",
      (driver) =>
        driver
          .composes()
          .switches()
          .collectorSays({ healthy: false, status: "StatusRecoverableError", lastError: "no route" })
          .passes(5_000),
      "B FAILED: UNHEALTHY: starting: the Collector was not healthy within 5 s: StatusRecoverableError: no route",
    ],
  ];

  test.each(failures)("%s is told with its reason, and the last good one runs again", (_, breaks, verdict) => {
    const driver = breaks(withARunning().offers(remote("B")));
    expect(driver.verdict).toStartWith(verdict);
    expect(driver.health).toStartWith("unhealthy Failed");
    expect(driver.compositions).toEqual([]);
    driver.switches().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.health).toBe("healthy StatusOK");
    expect(driver.verdict).toStartWith(verdict);
    expect(driver.statuses.slice(-2)).toEqual(["B APPLYING", "B FAILED"]);
    expect(driver.waitsFor).toEqual(["stable"]);
  });

  test("to be composed leaves the running Collector alone", () => {
    const driver = withARunning();
    const starts = driver.startCount;
    driver.offers(remote("B", "broken")).composes();
    expect(driver.verdict).toBe("B FAILED: CONFIG_INVALID: composing: layer: line 1 makes no sense");
    expect(driver.statuses).not.toContain("B APPLYING");
    expect(driver.startCount).toBe(starts);
    expect(driver.process?.is).toBe("up");
    expect(driver.state.apply.is).toBe("idle");
    expect(driver.waitsFor).toEqual([]);
    expect(driver.effectsThat("Log").filter(({ level }) => level === "warn")).toEqual([]);
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("gives the last good one a time of its own, however long the failed one takes to end", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().passes(1_000).collectorSays(permanent);
    driver.passes(9_000).collectorStops().passes(1_000).collectorStarts().passes(4_999);
    expect(driver.state.apply.is).toBe("reverting");
    driver.passes(1);
    expect(driver.state.apply.is).toBe("idle");
  });

  test("to be composed takes no proof away from a Collector that has just come back", () => {
    const driver = withARunning().collectorExits().collectorStarts().collectorSays(bareHealthy);
    driver.offers(remote("B", "broken")).composes().passes(1_000);
    expect(driver.health).toBe("healthy");
    expect(driver.state.apply.is).toBe("idle");
  });

  test("for something outside is tried once more, and the server hears of the end meanwhile", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().collectorIsKilled();
    expect(driver.process?.is).toBe("starting");
    expect(driver.verdict).toBe("B APPLYING");
    expect(driver.health).toBe(
      "unhealthy Failed COLLECTOR_KILLED: starting: the Collector exited unexpectedly, signal SIGKILL; trying it once more",
    );
    driver.collectorStarts().collectorSays(ok);
    expect(driver.verdict).toBe("B APPLIED");
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("is not remembered as bad where it is the last good one, which does not work at the moment", () => {
    const driver = withARunning().collectorSays(permanent).offers(remote("A2", "A")).composes();
    expect(driver.verdict).toStartWith("A2 FAILED: UNHEALTHY");
    expect(driver.state.rejected).toEqual([]);
    expect(driver.runs).toBe("A");
  });

  test("is not tried again when the server repeats it", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().collectorSays(permanent);
    driver.switches().collectorSays(ok).offers(remote("B"));
    expect(driver.compositions).toEqual([]);
    expect(driver.runs).toBe("A");
  });

  test("is answered at once where the server offers it after another one, without touching what runs", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().collectorSays(permanent);
    driver.switches().collectorSays(ok).offers(remote("A")).composes();
    expect(driver.verdict).toBe("A APPLIED");
    const starts = driver.startCount;
    driver.offers(remote("B")).composesOnly();
    expect(driver.verdict).toBe("B FAILED: UNHEALTHY: starting: the Collector reports StatusPermanentError: boom");
    expect(driver.startCount).toBe(starts);
    expect(driver.statuses.slice(-2)).toEqual(["A APPLIED", "B FAILED"]);
    expect(driver.runs).toBe("A");
  });

  test("is tried anew where nothing was to be blamed on it", () => {
    const inUse = { statement: "listen tcp 127.0.0.1:4317: bind: address already in use" };
    const driver = withARunning().offers(remote("B")).composes().switches().collectorExits(inUse);
    expect(driver.verdict).toStartWith("B FAILED: PORT_IN_USE: starting: ");
    driver.switches().collectorSays(ok).offers(remote("A")).composes();
    expect(driver.offers(remote("B")).bringsIntoForce().verdict).toBe("B APPLIED");
  });

  test("is tried anew when the operator asks for it", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().collectorSays(permanent);
    driver.switches().collectorSays(ok).post({ is: "RetryRequested" });
    expect(driver.bringsIntoForce().verdict).toBe("B APPLIED");
    expect(driver.effectsThat("SaveRejected").at(-1)?.rejected).toEqual([]);
  });

  test("lets the last good one go on trying where that does not work either", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().collectorExits();
    driver.collectorStarts().collectorExits().collectorStarts().collectorExits();
    expect(driver.waitsFor).toContain("restart");
    expect(driver.health).toContain(" COLLECTOR_EXITED: starting: the Collector exited unexpectedly");
    driver.passes(1_000).collectorStarts().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toStartWith("B FAILED");
  });

  test("says in the log that the last good one does not become healthy, and leaves it running", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().collectorExits().collectorStarts();
    driver.passes(5_000);
    const errors = driver.effectsThat("Log").filter(({ level }) => level === "error");
    expect(errors.at(-1)?.message).toBe("The last good configuration does not become healthy");
    expect(driver.health).toStartWith("unhealthy Failed TIMEOUT: starting: ");
    expect(driver.process?.is).toBe("up");
    expect(driver.state.apply.is).toBe("idle");
  });

  test("while a good one of equal content waits for its proof ends in that wait, not in a dead end", () => {
    const driver = withARunning().collectorExits().collectorStarts();
    const starts = driver.startCount;
    driver.offers(remote("A2", "A")).composes().passes(5_000);
    expect(driver.verdict).toStartWith("A2 FAILED");
    expect(driver.startCount).toBe(starts);
    driver.collectorSays(ok);
    expect(driver.state.apply.is).toBe("idle");
    expect(driver.health).toBe("healthy StatusOK");
  });
});

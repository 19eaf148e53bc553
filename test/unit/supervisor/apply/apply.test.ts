import { describe, expect, test } from "bun:test";

import { bareHealthy, ok, permanent, startingUp, withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

describe("a new remote configuration", () => {
  test("is kept on disk before it is composed", () => {
    const driver = withARunning();
    const from = driver.effects.length;
    driver.offers(remote("B"));
    const order = driver.effects.slice(from).map((effect) => effect.do);
    expect(order.indexOf("SaveReceivedRemoteConfig")).toBeLessThan(order.indexOf("Compose"));
    expect(order).toContain("SaveReceivedRemoteConfig");
  });

  test("is APPLYING once it could be composed, and APPLIED as soon as its proof is there", () => {
    const driver = withARunning().offers(remote("B"));
    expect(driver.verdict).toBe("A APPLIED");
    driver.composes();
    expect(driver.verdict).toBe("B APPLYING");
    driver.switches();
    expect(driver.verdict).toBe("B APPLYING");
    driver.collectorSays(ok);
    expect(driver.verdict).toBe("B APPLIED");
    expect(driver.runs).toBe("B");
    expect(driver.waitsFor.toSorted()).toEqual(["probation", "stable"]);
  });

  test("saves the working copy before APPLIED, and the one before it for as long as it is on probation", () => {
    const driver = withARunning().offers(remote("B"));
    const from = driver.effects.length;
    driver.bringsIntoForce();
    const order = driver.effects.slice(from).map((effect) => effect.do);
    const saved = () => driver.effectsThat("SaveWorkingRemoteConfig").at(-1)?.remote?.id;
    const kept = () => driver.effectsThat("SaveLastGoodRemoteConfig").at(-1)?.remote?.id;
    expect([saved(), kept()]).toEqual([remote("B").id, remote("A").id]);
    expect(order.indexOf("SaveWorkingRemoteConfig")).toBeLessThan(order.lastIndexOf("SaveRemoteStatus"));
    driver.passes(60_000);
    expect([saved(), kept()]).toEqual([remote("B").id, undefined]);
  });

  test("is not proved by a connection, by StatusStarting or by a recoverable error", () => {
    const driver = withARunning().offers(remote("B")).composes().switches();
    driver.collectorSays({}).collectorSays(startingUp);
    driver.collectorSays({ healthy: false, status: "StatusRecoverableError", lastError: "connection refused" });
    driver.collectorSays({ healthy: false, status: "StatusOK" });
    expect(driver.verdict).toBe("B APPLYING");
    driver.collectorSays(ok);
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("is proved by a bare healthy only when no status follows within the settle time", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().collectorSays(bareHealthy);
    driver.passes(999);
    expect(driver.verdict).toBe("B APPLYING");
    driver.passes(1);
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("is not kept waiting by a bare healthy that is repeated", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().collectorSays(bareHealthy);
    driver
      .passes(900)
      .collectorSays({ ...bareHealthy, statusTimeUnixNano: 2 })
      .passes(100);
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("is not proved by a bare healthy that a status follows", () => {
    const driver = withARunning().offers(remote("B")).composes().switches().collectorSays(bareHealthy);
    driver.collectorSays(startingUp).passes(2_000);
    expect(driver.verdict).toBe("B APPLYING");
    driver.collectorSays(bareHealthy).passes(1_000);
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("counts reports that came before the word that the process is up", () => {
    const driver = withARunning().offers(remote("B")).composes().collectorStops().collectorSays(ok);
    expect(driver.verdict).toBe("B APPLYING");
    expect(driver.collectorStarts().verdict).toBe("B APPLIED");
  });

  test("with equal content under a new hash is APPLIED at once, without a restart", () => {
    const driver = withARunning();
    const starts = driver.startCount;
    driver.offers(remote("A2", "A")).composes();
    expect(driver.statuses.slice(-1)).toEqual(["A2 APPLIED"]);
    expect(driver.statuses).not.toContain("A2 APPLYING");
    expect(driver.startCount).toBe(starts);
    expect(driver.effectsThat("SaveWorkingRemoteConfig").at(-1)?.remote?.id).toBe(remote("A2").id);
  });

  test("with equal content gets its verdict from the process that is being started already", () => {
    const driver = withARunning().offers(remote("B")).composes().collectorStops();
    driver.offers(remote("B2", "B")).composes();
    const starts = driver.startCount;
    driver.collectorStarts().collectorSays(ok);
    expect(driver.verdict).toBe("B2 APPLIED");
    expect(driver.startCount).toBe(starts);
  });

  test("with equal content fails with the process that is being started already", () => {
    const driver = withARunning().offers(remote("B")).composes().collectorStops();
    driver.offers(remote("B2", "B")).composes().collectorStarts().collectorExits();
    expect(driver.verdict).toStartWith(
      "B2 FAILED: COLLECTOR_EXITED: starting: the Collector exited unexpectedly, exit code 1",
    );
    expect(driver.runs).toBe("A");
  });

  test("with equal content waits for the proof of a process that has none yet, and not for ever", () => {
    const driver = withARunning().offers(remote("B")).composes().switches();
    driver.offers(remote("B2", "B")).composes().passes(5_000);
    expect(driver.verdict).toBe(
      "B2 FAILED: TIMEOUT: starting: the Collector was not healthy within 5 s: it never connected",
    );
    expect(driver.switches().collectorSays(ok).runs).toBe("A");
  });

  test("with equal content is judged at once by what the process has said", () => {
    const driver = withARunning().collectorExits().collectorStarts().collectorSays(permanent);
    driver.offers(remote("A2", "A")).composes();
    expect(driver.verdict).toBe("A2 FAILED: UNHEALTHY: starting: the Collector reports StatusPermanentError: boom");
  });
});

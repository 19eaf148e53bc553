import { describe, expect, test } from "bun:test";

import { MindDriver, ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import { offered, remote } from "../../../support/stored.ts";

const onProbation = () => withARunning().offers(remote("B")).bringsIntoForce();

describe("a configuration on probation", () => {
  test("under which the Collector turns permanently unhealthy is withdrawn, once, and the last good one returns", () => {
    const driver = onProbation().passes(10_000).collectorSays(permanent);
    const verdict = "B FAILED: withdrawn: UNHEALTHY: probation: the Collector reports StatusPermanentError: boom";
    expect(driver.verdict).toBe(verdict);
    driver.switches().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toBe(verdict);
    expect(driver.effectsThat("SaveWorkingRemoteConfig").at(-1)?.remote?.id).toBe(remote("A").id);
    expect(driver.statuses.slice(-2)).toEqual(["B APPLIED", "B FAILED"]);
    expect(driver.state.rejected).toMatchObject([{ hash: remote("B").id }]);
  });

  test("under which the Collector ends by itself is withdrawn", () => {
    const driver = onProbation().collectorExits({ statement: "panic" });
    expect(driver.verdict).toStartWith("B FAILED: withdrawn: COLLECTOR_EXITED: probation: ");
    expect(driver.collectorStarts().collectorSays(ok).runs).toBe("A");
  });

  test("under which memory runs out is withdrawn, and says so", () => {
    const driver = onProbation().collectorExits({ how: "signal SIGKILL", killed: "memory" });
    expect(driver.verdict).toStartWith("B FAILED: withdrawn: OUT_OF_MEMORY: probation: ");
  });

  test("is not blamed for what somebody else has ended", () => {
    const driver = onProbation().collectorIsKilled().collectorStarts().collectorSays(ok);
    expect(driver.verdict).toBe("B APPLIED");
    expect(driver.runs).toBe("B");
  });

  test("has stood it after its time, and then stays whatever happens", () => {
    const driver = onProbation().passes(60_000).collectorExits();
    expect(driver.verdict).toBe("B APPLIED");
    expect(driver.collectorStarts().collectorSays(ok).runs).toBe("B");
  });

  test("that is withdrawn falls back behind another one that has not stood it either", () => {
    const driver = onProbation().offers(remote("C")).bringsIntoForce().collectorExits();
    expect(driver.verdict).toStartWith("C FAILED: withdrawn: ");
    expect(driver.collectorStarts().collectorSays(ok).runs).toBe("A");
  });

  test("that breaks while a newer one is composed leaves the way to that one", () => {
    const driver = onProbation().offers(remote("C")).collectorSays(permanent);
    expect(driver.statuses).not.toContain("B FAILED");
    expect(driver.bringsIntoForce().verdict).toBe("C APPLIED");
  });

  test("goes on with it after a restart of the supervisor", () => {
    const remains = {
      received: offered("B"),
      working: offered("B"),
      lastGood: offered("A"),
      told: ["B", "APPLIED"] as const,
    };
    const driver = new MindDriver({ remains }).starts().bringsIntoForce();
    expect(driver.runs).toBe("B");
    expect(driver.waitsFor).toContain("probation");
    driver.collectorExits().bringsIntoForce();
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toStartWith("B FAILED: withdrawn: ");
  });

  test("that came with targets of own telemetry leaves those a trial of their own", () => {
    const telemetry = { logs: { endpoint: "good", headers: [] } };
    const driver = withARunning().offers(remote("B")).offersTelemetry(telemetry).composes().bringsIntoForce();
    expect(driver.verdict).toBe("B APPLIED");
    driver.collectorSays(permanent).bringsIntoForce();
    expect(driver.verdict).toStartWith("B FAILED: withdrawn: ");
    expect(driver.process?.composition.candidate).toMatchObject({
      remote: { id: remote("A").id },
      connections: { telemetry },
    });
    expect(driver.effectsThat("SaveTelemetry").at(-1)?.telemetry).toEqual(telemetry);
  });

  test("that is withdrawn is not started once more while what comes in its place is checked", () => {
    const telemetry = { logs: { endpoint: "good", headers: [] } };
    const driver = withARunning().offers(remote("B")).offersTelemetry(telemetry).composes().bringsIntoForce();
    const checks = driver.effectsThat("Check").length;
    driver.collectorSays(permanent).composes();
    expect(driver.effectsThat("Check")).toHaveLength(checks);
    driver.switches().collectorExits().collectorStarts();
    expect(driver.runs).toBe("A");
  });

  test("that has stood it in an earlier life is not on probation again when it comes back", () => {
    const driver = new MindDriver({
      remains: { received: offered("A"), working: offered("A"), told: ["A", "APPLIED"] },
    });
    driver.starts().offers(remote("B", "broken")).composes().composes();
    driver.offers(remote("A")).composes().bringsIntoForce();
    expect(driver.verdict).toBe("A APPLIED");
    expect(driver.waitsFor).toEqual(["stable"]);
    driver.collectorSays(permanent);
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("that has stood it is not blamed for targets of own telemetry that do not", () => {
    const driver = withARunning()
      .offersTelemetry({ logs: { endpoint: "bad", headers: [] } })
      .bringsIntoForce();
    driver.collectorSays(permanent);
    expect(driver.verdict).toBe("A APPLIED");
    expect(driver.state.rejected).toEqual([]);
    driver.switches().collectorSays(ok);
    expect(driver.process?.composition.candidate).toMatchObject({
      remote: { id: remote("A").id },
      connections: { telemetry: {} },
    });
  });

  test("is told as failed and stays where the operator wants no rollback", () => {
    const driver = withARunning({ config: { agent: { automaticConfigRollback: false } } });
    driver.offers(remote("B")).bringsIntoForce().collectorExits();
    expect(driver.verdict).toStartWith("B FAILED: withdrawn: ");
    expect(driver.collectorStarts().collectorSays(ok).runs).toBe("B");
    expect(driver.effectsThat("SaveWorkingRemoteConfig")).toEqual([]);
  });
});

describe("without rollback", () => {
  const config = { agent: { automaticConfigRollback: false } };

  test("a configuration that fails stays, and is started again and again", () => {
    const driver = withARunning({ config }).offers(remote("B")).composes().switches().collectorExits();
    expect(driver.verdict).toStartWith("B FAILED: COLLECTOR_EXITED");
    expect(driver.runs).toBe("B");
    expect(driver.collectorStarts().collectorSays(ok).health).toBe("healthy StatusOK");
    expect(driver.statuses.at(-1)).toBe("B FAILED");
  });

  test("a configuration that stays although it does not work is not applied by another try", () => {
    const driver = withARunning({ config }).offers(remote("B")).bringsIntoForce().collectorSays(permanent);
    expect(driver.verdict).toStartWith("B FAILED: withdrawn: ");
    const before = driver.statuses.length;
    driver.post({ is: "RetryRequested" }).composes();
    expect(driver.statuses.slice(before)).toEqual(["B APPLYING", "B FAILED"]);
    expect(driver.verdict).toBe("B FAILED: UNHEALTHY: starting: the Collector reports StatusPermanentError: boom");
  });

  test("a configuration that the check refuses never takes the place of another", () => {
    const driver = withARunning({ config }).offers(remote("B", "refused")).composes();
    expect(driver.runs).toBe("A");
    expect(driver.process?.is).toBe("up");
  });
});

describe("the journal of trials", () => {
  test("is written before anything is touched and removed with the verdict", () => {
    const driver = withARunning().offers(remote("B")).composesOnly();
    expect(driver.effectsThat("SaveTrial").at(-1)?.trial).toMatchObject({ hash: remote("B").id, begun: 1 });
    expect(driver.effectsThat("StopCollector")).toHaveLength(1);
    driver.checks().switches().collectorSays(ok);
    expect(driver.effectsThat("SaveTrial").at(-1)?.trial).toBeUndefined();
  });

  test("counts the times that a trial was cut short, and after three gives it up", () => {
    const remains = { received: offered("B"), working: offered("A"), told: ["B", "APPLYING"] as const };
    const first = new MindDriver({ remains }).starts().composes();
    const trial = first.state.trial;
    expect(trial).toMatchObject({ begun: 1 });
    if (trial === undefined) throw new Error("no trial");
    const second = new MindDriver({ remains: { ...remains, trial: { ...trial, begun: 2 } } }).starts().composes();
    expect(second.state.trial).toMatchObject({ begun: 3 });
    expect(second.runs).toBe("B");
    const third = new MindDriver({ remains: { ...remains, trial: { ...trial, begun: 3 } } }).starts().composes();
    expect(third.verdict).toStartWith("B FAILED: INTERRUPTED: starting: the supervisor ended 3 times");
    expect(third.bringsIntoForce().runs).toBe("A");
  });

  test("says nothing of a supervisor that was stopped in order", () => {
    const driver = withARunning().offers(remote("B")).composesOnly().isToldToStop();
    expect(driver.effectsThat("SaveTrial").at(-1)?.trial).toBeUndefined();
  });
});

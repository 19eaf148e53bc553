import { describe, expect, test } from "bun:test";

import { RemoteConfigStatuses } from "../../../../src/opamp/wire/messages.ts";
import type { OperatorChange } from "../../../../src/supervisor/apply/operator-change.ts";
import { MindDriver, ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import { offered, remote } from "../../../support/stored.ts";

function outcomeOf({ state }: MindDriver): OperatorChange["outcome"] | undefined {
  return state.operatorChange?.outcome;
}

function running({ state }: MindDriver): string {
  return "run" in state.process ? state.process.run.composition.text : "nothing";
}

const { RemoteConfigStatuses_APPLIED: applied, RemoteConfigStatuses_FAILED: failed } = RemoteConfigStatuses;

describe("what the operator has written", () => {
  test("comes into force like a remote configuration, which keeps its verdict", () => {
    const driver = withARunning();
    driver.operatorWrites("own layers", { probationMs: 90_000 }).bringsIntoForce();
    expect(outcomeOf(driver)).toEqual({ is: "applied" });
    expect(running(driver)).toContain("own layers");
    expect(driver.state.remoteStatus).toMatchObject({ status: applied });
    expect(driver.state.settings.probationMs).toBe(90_000);
    driver.passes(90_000);
    expect(driver.state.lastGood.candidate.operator).toBe(driver.state.operatorChange?.operator);
  });

  test("costs nothing where it changes nothing of what runs", () => {
    const driver = withARunning();
    driver.operatorWrites("", { reload: true }).composes();
    expect(outcomeOf(driver)).toEqual({ is: "applied" });
    expect(driver.startCount).toBe(2);
    expect(driver.state.settings.reload).toBe(true);
  });

  test.each(["broken", "refused"])("that is %s is told, and nothing has changed: no settings either", (text) => {
    const driver = withARunning();
    const { settings, process } = driver.state;
    driver.operatorWrites(text, { probationMs: 1 }).composes();
    expect(outcomeOf(driver)).toEqual({ is: "failed", reason: expect.stringContaining("CONFIG_INVALID") });
    expect(driver.state).toMatchObject({ settings, process, apply: { is: "idle" } });
    expect(driver.state.remoteStatus).toMatchObject({ status: applied });
  });

  test("that does not start is gone back from", () => {
    const driver = withARunning();
    const before = running(driver);
    driver.operatorWrites("own").composes().switches().collectorExits({ statement: "cannot start" });
    expect(outcomeOf(driver)).toMatchObject({ is: "failed", reason: expect.stringContaining("cannot start") });
    driver.collectorStarts().collectorSays(ok);
    expect(running(driver)).toBe(before);
    expect(driver.state.remoteStatus).toMatchObject({ status: applied });
  });

  test("that does not stand its probation is gone back from", () => {
    const driver = withARunning();
    const before = running(driver);
    driver.operatorWrites("own").bringsIntoForce().passes(1_000).collectorSays(permanent);
    expect(outcomeOf(driver)).toMatchObject({ is: "failed", reason: expect.stringContaining("withdrawn") });
    driver.switches().collectorSays(ok);
    expect(running(driver)).toBe(before);
    expect(driver.state.remoteStatus).toMatchObject({ status: applied });
  });

  test("goes on where what is in force is withdrawn meanwhile", () => {
    const driver = withARunning().offers(remote("B")).bringsIntoForce();
    driver.operatorWrites("own").collectorSays(permanent);
    expect(outcomeOf(driver)).toEqual({ is: "applying" });
    driver.composes().switches().collectorSays(ok);
    expect(outcomeOf(driver)).toEqual({ is: "applied" });
  });

  test("is to blame before a remote configuration that came with it, which gets a trial of its own", () => {
    const driver = withARunning();
    driver.operatorWrites("refused").offers(remote("B")).composes().composes();
    expect(driver.state.remoteStatus?.status).not.toBe(failed);
    expect(outcomeOf(driver)).toMatchObject({ is: "failed" });
    driver.composes().switches().collectorSays(ok);
    expect(driver.state.remoteStatus).toMatchObject({ id: driver.state.accepted.remote?.id, status: applied });
    expect(running(driver)).not.toContain("refused");
  });

  test("is not to blame for a remote configuration that comes later", () => {
    const driver = withARunning();
    driver.operatorWrites("own").bringsIntoForce().offers(remote("B", "refused")).composes();
    expect(driver.state.remoteStatus?.status).toBe(failed);
    expect(outcomeOf(driver)).toEqual({ is: "applied" });
    expect(running(driver)).toContain("own");
  });

  test.each(["broken", "own"])(
    "under a fallback (%s) is gone back from where what is in force does not run with it",
    (text) => {
      const agent = { startupFallbackConfigs: ["/etc/fallback.yaml"], fallbackAfterMs: 1_000 };
      const remains = { received: offered("A"), working: offered("A"), told: ["A", "APPLIED"] as const };
      const driver = new MindDriver({ config: { agent }, remains })
        .starts()
        .bringsIntoForce()
        .passes(1_000)
        .bringsIntoForce();
      driver.operatorWrites(text).composes();
      expect(outcomeOf(driver)).toEqual({ is: "applied" });
      driver.post({ is: "ServerReached", use: 0 }).composes();
      if (text === "own") driver.switches().collectorExits({ statement: "cannot start" });
      expect(outcomeOf(driver)).toMatchObject({ is: "failed" });
      driver.bringsIntoForce();
      expect([driver.runs, driver.verdict]).toEqual(["A", "A APPLIED"]);
      expect(running(driver)).not.toContain(text);
    },
  );

  test("that cannot be read at all is told, and a change that is under way goes on", () => {
    const driver = withARunning();
    driver.post({ is: "OperatorPartRefused", reason: "line 1 makes no sense" });
    expect(outcomeOf(driver)).toEqual({ is: "failed", reason: "line 1 makes no sense" });
    driver.operatorWrites("own").post({ is: "OperatorPartRefused", reason: "line 2" }).bringsIntoForce();
    expect(outcomeOf(driver)).toEqual({ is: "applied" });
  });
});

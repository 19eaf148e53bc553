import { describe, expect, test } from "bun:test";

import { MindDriver, ok, withARunning } from "../../../support/mind-driver.ts";
import { offered, remote } from "../../../support/stored.ts";

describe("the check before the switch", () => {
  test("is asked for while the Collector runs on, and the server hears APPLYING", () => {
    const driver = withARunning().offers(remote("B")).composesOnly();
    expect(driver.check?.composition.candidate.remote?.id).toBe(remote("B").id);
    expect(driver.check?.running.candidate.remote?.id).toBe(remote("A").id);
    expect(driver.process).toMatchObject({ is: "up" });
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toBe("B APPLYING");
    expect(driver.checks().switches().collectorSays(ok).verdict).toBe("B APPLIED");
  });

  test("that fails costs nothing: the verdict is there and the Collector was never touched", () => {
    const driver = withARunning();
    const starts = driver.startCount;
    driver.offers(remote("B", "refused")).composesOnly().checks();
    expect(driver.verdict).toBe("B FAILED: CONFIG_INVALID: validating: unknown receiver");
    expect(driver.startCount).toBe(starts);
    expect(driver.effectsThat("StopCollector")).toHaveLength(1);
    expect(driver.health).toBe("healthy StatusOK");
    expect(driver.state.rejected).toMatchObject([{ hash: remote("B").id, binary: "binary" }]);
  });

  test("is left out where no Collector runs that could be spared", () => {
    const driver = new MindDriver().starts().composesOnly();
    expect(driver.check).toBeUndefined();
    expect(driver.process?.is).toBe("starting");
  });

  test("leaves the Collector's own check out where the operator does not want it", () => {
    const driver = withARunning({ config: { agent: { validateConfig: false } } })
      .offers(remote("B"))
      .composesOnly();
    expect(driver.check).toMatchObject({ validate: false });
  });

  test("is not asked for what was in force before and has to come back", () => {
    const driver = new MindDriver({ remains: { received: offered("A") } }).starts().composes().collectorStarts();
    driver.offers(remote("B", "refused")).composes();
    expect(driver.verdict).toStartWith("B FAILED");
    driver.composesOnly();
    expect(driver.check).toBeUndefined();
    expect(driver.collectorStops().collectorStarts().collectorSays(ok).runs).toBe("own layers");
  });

  test("of what is overtaken is abandoned, and the newer offer wins", () => {
    const driver = withARunning().offers(remote("B")).composesOnly().offers(remote("C"));
    expect(driver.effectsThat("AbandonCheck")).toHaveLength(1);
    const [first] = driver.effectsThat("Check").slice(-1);
    driver.post({ is: "Checked", ticket: first?.ticket ?? 0, outcome: { passed: true } });
    expect(driver.runs).toBe("A");
    expect(driver.bringsIntoForce().verdict).toBe("C APPLIED");
    expect(driver.statuses).not.toContain("B APPLIED");
  });

  test("goes on while the Collector dies and comes back", () => {
    const driver = withARunning().offers(remote("B")).composesOnly().collectorIsKilled();
    expect(driver.process?.is).toBe("starting");
    expect(driver.runs).toBe("A");
    driver.collectorStarts().checks().switches().collectorSays(ok);
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("is abandoned by a stop", () => {
    const driver = withARunning().offers(remote("B")).composesOnly().isToldToStop();
    expect(driver.effectsThat("AbandonCheck")).toHaveLength(1);
    expect(driver.collectorStops().effectsThat("Finish")).toHaveLength(1);
  });
});

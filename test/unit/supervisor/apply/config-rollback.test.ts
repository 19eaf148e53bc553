import { describe, expect, test } from "bun:test";

import { cannotRollBackConfig, readEarlier, writeEarlier } from "../../../../src/supervisor/apply/rollback.ts";
import { type DriverOptions, MindDriver, ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import { nameOf, offered, type Remains, remote } from "../../../support/stored.ts";

/** A and then B have stood their probation; B is in force. */
const withBRunning = (options?: DriverOptions) =>
  withARunning(options).offers(remote("B")).bringsIntoForce().passes(60_000);
const rolledBack = (options?: DriverOptions) => withBRunning(options).goesBack().bringsIntoForce();
const reason = "ROLLED_BACK: rolled back by the operator";

describe("an operator's way back", () => {
  test("leads to the last good configuration before, checked and proved, and the server hears the truth", () => {
    const driver = withBRunning().goesBack().composes();
    expect(driver.verdict).toBe("B APPLIED");
    expect(driver.runs).toBe("B");
    driver.switches();
    expect(driver.verdict).toBe("B APPLIED");
    driver.collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toStartWith(`B FAILED: withdrawn: ${reason}; the configuration ${remote("A").id} runs`);
  });

  test("leads to the operator's own layers from the first remote configuration", () => {
    const driver = withARunning().goesBack().bringsIntoForce();
    expect(driver.runs).toBe("own layers");
    expect(driver.verdict).toContain("the operator's own configuration runs");
  });

  test("ends a probation: it leads to what stood the last one", () => {
    const driver = withARunning().offers(remote("B")).bringsIntoForce().goesBack().bringsIntoForce();
    expect(driver.runs).toBe("A");
    expect(driver.goesBack().bringsIntoForce().runs).toBe("own layers");
  });

  test("leads out of a crash loop", () => {
    const driver = withBRunning().collectorExits().collectorStarts().collectorExits();
    expect(driver.state.process.is).toBe("waiting");
    expect(driver.goesBack().bringsIntoForce().runs).toBe("A");
  });

  test("leads out of nothing at all", () => {
    const driver = withARunning().offers(remote("none", null));
    driver.collectorStops();
    expect(driver.verdict).toBe("none APPLIED");
    expect(driver.goesBack().bringsIntoForce().runs).toBe("A");
  });

  test("leaves what is in force where it does not work", () => {
    const driver = withBRunning().goesBack().composes().switches().collectorSays(permanent);
    driver.switches().collectorSays(ok);
    expect(driver.runs).toBe("B");
    expect(driver.verdict).toBe("B APPLIED");
    expect(driver.state.rollback).toBeUndefined();
  });

  test("comes back where it does not work without automatic rollback too", () => {
    const driver = withBRunning({ config: { agent: { automaticConfigRollback: false } } })
      .goesBack()
      .composes();
    driver.switches().collectorSays(permanent).switches().collectorSays(ok);
    expect(driver.runs).toBe("B");
  });

  test("is the last good configuration at once, and there is nothing before it", () => {
    const driver = rolledBack();
    expect(driver.state.timers.probation).toBeUndefined();
    expect(cannotRollBackConfig(driver.state)).toMatchObject({ code: "NOTHING_BEFORE" });
    const before = driver.effects.length;
    driver.goesBack();
    expect(driver.effects.slice(before)).toMatchObject([{ do: "Log", level: "warn" }]);
  });
});

describe("what the operator has left", () => {
  test("is not taken again under its hash", () => {
    const driver = rolledBack().offers(remote("B"));
    expect(driver.compositions).toEqual([]);
    driver.offers(remote("C")).bringsIntoForce().offers(remote("B")).composes();
    expect(driver.runs).toBe("C");
    expect(driver.verdict).toStartWith(`B FAILED: ${reason}`);
  });

  test("is tried again by `retry`, or under another hash", () => {
    expect(rolledBack().isToldToRetry().bringsIntoForce().verdict).toBe("B APPLIED");
    expect(rolledBack().offers(remote("B2", "B")).bringsIntoForce().verdict).toBe("B2 APPLIED");
  });

  test("stays left over a restart of the supervisor, also without automatic rollback", () => {
    for (const automaticConfigRollback of [true, false]) {
      const driver = new MindDriver({
        config: { agent: { automaticConfigRollback } },
        remains: {
          received: offered("B"),
          working: offered("A"),
          told: ["B", "FAILED", `withdrawn: ${reason}; the configuration A runs`],
        },
      });
      expect(driver.starts().bringsIntoForce().runs).toBe("A");
    }
  });

  test("is written down in an order of which each beginning makes sense", () => {
    const driver = withBRunning({ config: { agent: { automaticConfigRollback: false } } });
    driver.goesBack().composes().switches();
    const before = driver.effects.length;
    driver.collectorSays(ok);
    const saved = driver.effects.slice(before).map((effect): string => effect.do);
    const order = ["SaveWorkingRemoteConfig", "SaveRemoteStatus", "SaveRejected"];
    expect(saved.filter((name) => order.includes(name))).toEqual(order);
  });
});

describe("there is no way back", () => {
  test("while a change is under way", () => {
    const driver = withARunning().offers(remote("B"));
    expect(cannotRollBackConfig(driver.state)).toMatchObject({ code: "UNDER_WAY" });
  });

  test("from the operator's own layers", () => {
    const driver = new MindDriver().starts().bringsIntoForce();
    expect(cannotRollBackConfig(driver.state)).toMatchObject({ code: "NOTHING_BEFORE" });
  });

  test("while the fallback configuration runs", () => {
    const config = { agent: { startupFallbackConfigs: ["f.yaml"], fallbackAfterMs: 1_000 } };
    const remains: Remains = { received: offered("A"), working: offered("A"), told: ["A", "APPLIED"] };
    const driver = new MindDriver({ config, remains }).starts().bringsIntoForce().passes(1_000).bringsIntoForce();
    expect(cannotRollBackConfig(driver.state)).toMatchObject({ code: "FALLBACK_RUNS" });
  });

  test("to what has failed since", () => {
    const { state } = withBRunning();
    const rejected = [{ hash: remote("A").id, fingerprint: "f", binary: "b", reason: "it broke", at: 0 }];
    expect(cannotRollBackConfig({ ...state, rejected })).toMatchObject({
      code: "NOTHING_BEFORE",
      message: "the one before has failed since: it broke",
    });
  });
});

describe("while the operator goes back", () => {
  test("what the server offers waits for the verdict, and is begun then", () => {
    const driver = withBRunning().goesBack().offers(remote("C"));
    driver.bringsIntoForce();
    expect(driver.statuses).toContain("B FAILED");
    expect(driver.bringsIntoForce().verdict).toBe("C APPLIED");
  });

  test("a withdrawal of what is left ends it", () => {
    const driver = withARunning().offers(remote("B")).bringsIntoForce().goesBack().collectorExits();
    expect(driver.statuses).toContain("B FAILED");
    while (driver.compositions.length > 0) driver.composes();
    driver.switches().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.state.rollback).toBeUndefined();
  });
});

test("what may be gone back to is kept over restarts", () => {
  const driver = new MindDriver({
    remains: { received: offered("B"), working: offered("B"), earlier: offered("A"), told: ["B", "APPLIED"] },
  });
  driver.starts().bringsIntoForce().goesBack().bringsIntoForce();
  expect(driver.runs).toBe("A");
});

test("the operator's own layers are kept as what has neither hash nor file", () => {
  expect(readEarlier(writeEarlier({ remote: undefined }))).toEqual({ remote: undefined });
  expect(nameOf(readEarlier(writeEarlier({ remote: remote("A") }))?.remote?.hash ?? new Uint8Array())).toBe("A");
  expect(readEarlier(undefined)).toBeUndefined();
});

describe("a rollback, and what the operator has written", () => {
  /** B runs, and the operator's own part is in force; both have stood their probation. */
  const both = () =>
    withARunning().offers(remote("B")).bringsIntoForce().passes(60_000).operatorWrites("own").bringsIntoForce();

  test("keeps it in force", () => {
    const driver = both().passes(60_000);
    const { operator } = driver.state.accepted;
    driver.goesBack().bringsIntoForce();
    expect(driver.runs).toBe("A");
    expect(operator).toBeDefined();
    expect(driver.state.accepted.operator).toBe(operator);
    expect(driver.state.operatorChange?.outcome).toEqual({ is: "applied" });
  });

  test("leaves it on its probation, and what is gone back to is in force whatever comes of that", () => {
    const driver = both().goesBack().bringsIntoForce();
    driver.passes(1_000).collectorSays(permanent);
    expect(driver.state.operatorChange?.outcome).toMatchObject({ is: "failed" });
    expect(driver.bringsIntoForce().runs).toBe("A");
    expect(driver.state.accepted.operator).toBeUndefined();
  });

  test("goes on when what he writes meanwhile does not work", () => {
    const driver = both().passes(60_000).goesBack().operatorWrites("refused").composes().composes();
    expect(driver.state.operatorChange?.outcome).toMatchObject({ is: "failed" });
    expect(driver.bringsIntoForce().runs).toBe("A");
  });
});

import { describe, expect, test } from "bun:test";

import { failure, MindDriver, ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

const telemetry = { metrics: { endpoint: "http://metrics", headers: [] } };
const uid = new Uint8Array(16).fill(9);

describe("the same hash again", () => {
  test.each([
    ["while it is composed", (driver: MindDriver) => driver],
    ["while it is being proved", (driver: MindDriver) => driver.composes().switches()],
    ["after it was applied", (driver: MindDriver) => driver.bringsIntoForce()],
    ["after it failed", (driver: MindDriver) => driver.composes().switches().collectorSays(permanent)],
  ])("%s starts nothing", (_, reach) => {
    const driver = reach(withARunning().offers(remote("B")));
    const { apply, target, pending } = driver.state;
    const effects = driver.effects.length;
    driver.offers(remote("B"));
    expect(driver.effects.slice(effects).map((effect) => effect.do)).toEqual(["Log"]);
    expect(driver.state).toMatchObject({ apply, target });
    expect(driver.state.pending).toBe(pending);
  });
});

test("a remote configuration is ignored, with a warning, where none is accepted", () => {
  const driver = new MindDriver({ config: { capabilities: { acceptsRemoteConfig: false } } });
  driver.starts().bringsIntoForce().offers(remote("A"));
  expect(driver.compositions).toEqual([]);
  expect(driver.effectsThat("SaveReceivedRemoteConfig")).toEqual([]);
  expect(driver.effectsThat("Log").at(-1)?.level).toBe("warn");
});

describe("a new instance uid", () => {
  test("is kept and used at once, and given to the Collector by a new start", () => {
    const driver = withARunning().assignsUid(uid);
    expect(driver.effectsThat("SaveInstanceUid").map((effect) => effect.uid)).toEqual([uid]);
    expect(driver.effectsThat("UseInstanceUid").map((effect) => effect.uid)).toEqual([uid]);
    driver.composes();
    expect(driver.process?.is).toBe("stopping");
    driver.switches().collectorSays(ok);
    expect(driver.process?.composition.text).toContain(uid.toHex());
    expect(driver.verdict).toBe("A APPLIED");
    expect(driver.statuses).toEqual(["A APPLYING", "A APPLIED"]);
  });

  test("that is the present one does nothing", () => {
    const driver = withARunning();
    driver.assignsUid(driver.state.uid.slice());
    expect(driver.compositions).toEqual([]);
  });

  test("in the middle of an offer goes into the same attempt", () => {
    const driver = withARunning().offers(remote("B")).assignsUid(uid).composes().bringsIntoForce();
    expect(driver.process?.composition.text).toContain(uid.toHex());
    expect(driver.verdict).toBe("B APPLIED");
  });

  test("is in what runs again after a failure, too", () => {
    const driver = withARunning().assignsUid(uid).offers(remote("B")).composes().composes().switches();
    driver.collectorSays(permanent).composes().switches().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.process?.composition.text).toContain(uid.toHex());
  });

  test("with which nothing can be composed leaves the Collector running as it was", () => {
    const driver = withARunning().assignsUid(uid);
    const ticket = driver.compositions.shift()?.ticket ?? 0;
    driver.post({ is: "Composed", ticket, outcome: { composed: false, failure: failure("local.yaml: line 3") } });
    expect(driver.runs).toBe("A");
    expect(driver.process?.is).toBe("up");
    expect(driver.verdict).toBe("A APPLIED");
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("while the Collector is stopped on purpose starts nothing", () => {
    const driver = withARunning().offers(remote("E", null)).collectorStops().assignsUid(uid);
    expect(driver.runs).toBe("nothing");
    expect(driver.compositions).toEqual([]);
    expect(driver.health).toBe("healthy Stopped: the remote configuration is empty");
  });
});

describe("targets of own telemetry", () => {
  test("come into force by a restart and are kept once they are proved", () => {
    const driver = withARunning().offersTelemetry(telemetry).composes().switches();
    expect(driver.effectsThat("SaveTelemetry")).toEqual([]);
    driver.collectorSays(ok);
    expect(driver.effectsThat("SaveTelemetry").map((effect) => effect.telemetry)).toEqual([telemetry]);
    expect(driver.process?.composition.candidate.connections.telemetry).toEqual(telemetry);
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("that fail are dropped, with the last good configuration running and no word on the remote one", () => {
    const driver = withARunning();
    const before = driver.statuses;
    driver.offersTelemetry(telemetry).composes().switches().collectorExits().collectorStarts().collectorSays(ok);
    expect(driver.process?.composition.candidate.connections.telemetry).toEqual({});
    expect(driver.statuses).toEqual(before);
    expect(driver.effectsThat("SaveTelemetry")).toEqual([]);
  });

  test("that failed are not tried at each repetition, until the remote configuration is another one", () => {
    const driver = withARunning().offersTelemetry(telemetry).composes().switches().collectorExits();
    driver
      .collectorStarts()
      .collectorSays(ok)
      .offersTelemetry({ ...telemetry });
    expect(driver.compositions).toEqual([]);
    driver.offers(remote("B")).offersTelemetry({ ...telemetry });
    expect(driver.composes().compositions[0]?.candidate.connections.telemetry).toEqual(telemetry);
  });

  test("together with a remote configuration are tried and kept together", () => {
    const driver = withARunning().offers(remote("B")).offersTelemetry(telemetry).composes().bringsIntoForce();
    expect(driver.verdict).toBe("B APPLIED");
    expect(driver.process?.composition.candidate.connections.telemetry).toEqual(telemetry);
    expect(driver.effectsThat("SaveTelemetry")).toHaveLength(1);
  });

  test("together with a remote configuration that fails are tried without it", () => {
    const driver = withARunning().offers(remote("B")).offersTelemetry(telemetry).composes().composes().switches();
    driver.collectorSays(permanent);
    expect(driver.verdict).toStartWith("B FAILED");
    driver.composes().switches().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.process?.composition.candidate.connections.telemetry).toEqual(telemetry);
    expect(driver.effectsThat("SaveTelemetry")).toHaveLength(1);
  });

  test("together with the remote configuration that is in force are what has failed", () => {
    const bad = { logs: { endpoint: "bad", headers: [] } };
    const driver = withARunning().offers(remote("B")).offers(remote("A")).offersTelemetry(bad);
    driver.composes().composes().switches().collectorExits().bringsIntoForce();
    expect(driver.verdict).toBe("A APPLIED");
    expect(driver.statuses.slice(-2)).toEqual(["A APPLYING", "A APPLIED"]);
    expect(driver.process?.composition.candidate.connections.telemetry).toEqual({});
    expect(driver.offersTelemetry(bad).compositions).toEqual([]);
  });

  test("together with a remote configuration that both fail leave what was", () => {
    const driver = withARunning().offers(remote("B")).offersTelemetry(telemetry).composes().composes().switches();
    driver.collectorSays(permanent).composes().switches().collectorSays(permanent).switches().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.process?.composition.candidate.connections.telemetry).toEqual({});
    expect(driver.statuses.slice(-2)).toEqual(["B APPLYING", "B FAILED"]);
  });

  test("equal to what is in force do nothing", () => {
    const driver = withARunning().offersTelemetry({});
    expect(driver.compositions).toEqual([]);
  });
});

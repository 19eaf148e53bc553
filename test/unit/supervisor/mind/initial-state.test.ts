import { describe, expect, test } from "bun:test";

import { formatUid } from "../../../../src/opamp/wire/uid.ts";
import { initialState } from "../../../../src/supervisor/mind/initial-state.ts";
import { failure, MindDriver, ok, permanent } from "../../../support/mind-driver.ts";
import { knowledge, offered, stored } from "../../../support/stored.ts";
import { supervisorConfig } from "../../../support/supervisor-config.ts";

const uid = new Uint8Array(16).fill(7);

describe("a start with nothing on disk", () => {
  test("runs the operator's own layers and tells no status of a remote configuration but UNSET", () => {
    const driver = new MindDriver().starts().bringsIntoForce();
    expect(driver.runs).toBe("own layers");
    expect(driver.statuses).toEqual([]);
    expect(driver.verdict).toBe(" UNSET");
    expect(driver.health).toBe("healthy StatusOK");
  });

  test("tells what is remembered of the binary before anything runs", () => {
    const components = { hash: new Uint8Array([1]) };
    const reportedDescription = { identifyingAttributes: [{ key: "service.name", value: { stringValue: "running" } }] };
    const { reported } = initialState({
      config: supervisorConfig(),
      knowledge: { ...knowledge, components, reportedDescription },
      stored: stored(),
      uid,
    });
    expect(reported.availableComponents).toEqual(components);
    expect(reported.agentDescription?.identifyingAttributes).toEqual([
      { key: "service.instance.id", value: { stringValue: formatUid(uid) } },
      ...reportedDescription.identifyingAttributes,
    ]);
    expect(reported.health).toBeUndefined();
    expect(reported.effectiveConfig).toBeUndefined();
  });

  test("tells of what machine's agent this one is a copy, now and after each introduction", () => {
    const clonedFrom = new Uint8Array(16).fill(1);
    const { reported, settings } = initialState({
      config: supervisorConfig(),
      knowledge,
      stored: stored(),
      uid,
      clonedFrom,
    });
    const origin = { "opampsupervisor.cloned_from": formatUid(clonedFrom) };
    expect(settings.nonIdentifyingAttributes).toEqual(origin);
    expect(reported.agentDescription?.nonIdentifyingAttributes).toEqual([
      { key: "opampsupervisor.cloned_from", value: { stringValue: formatUid(clonedFrom) } },
    ]);
  });

  test("takes a stored status UNSET for none", () => {
    const state = initialState({ config: supervisorConfig(), knowledge, stored: stored({ told: ["", "UNSET"] }), uid });
    expect(state.remoteStatus).toBeUndefined();
  });
});

describe("a start with what was APPLIED before", () => {
  const remains = { received: offered("A"), working: offered("A"), told: ["A", "APPLIED"] as const };

  test("runs it without a new verdict", () => {
    const driver = new MindDriver({ remains }).starts();
    expect(driver.verdict).toBe("A APPLIED");
    driver.bringsIntoForce();
    expect(driver.runs).toBe("A");
    expect(driver.statuses).toEqual([]);
    expect(driver.effectsThat("SaveWorkingRemoteConfig")).toEqual([]);
  });

  test("needs no working copy for that", () => {
    const driver = new MindDriver({ remains: { received: offered("A"), told: ["A", "APPLIED"] } });
    expect(driver.starts().bringsIntoForce().runs).toBe("A");
  });

  test("keeps trying where it does not work now, with its own APPLIED standing", () => {
    const driver = new MindDriver({ remains }).starts().composes().collectorStarts().collectorSays(permanent);
    expect(driver.runs).toBe("A");
    expect(driver.health).toBe("unhealthy StatusPermanentError boom");
    driver.collectorExits().collectorStarts().collectorSays(ok);
    expect(driver.runs).toBe("A");
    expect(driver.statuses).toEqual([]);
    expect(driver.state.good).toBeDefined();
  });

  test("runs the working copy where the received one is lost", () => {
    const driver = new MindDriver({ remains: { working: offered("A"), told: ["A", "APPLIED"] } });
    expect(driver.starts().bringsIntoForce().runs).toBe("A");
  });

  test("stays stopped on purpose where the empty map was", () => {
    const empty = offered("E", null);
    const driver = new MindDriver({ remains: { received: empty, working: empty, told: ["E", "APPLIED"] } }).starts();
    expect(driver.runs).toBe("nothing");
    expect(driver.compositions).toEqual([]);
    expect(driver.health).toBe("healthy Stopped: the remote configuration is empty");
    expect(driver.told.effectiveConfig).toEqual({ configMap: { configMap: {} } });
  });

  test("runs the operator's own layers where it cannot be composed any more, and says FAILED", () => {
    const broken = offered("A", "broken");
    const driver = new MindDriver({ remains: { received: broken, working: broken, told: ["A", "APPLIED"] } });
    driver.starts().composes();
    expect(driver.compositions).toMatchObject([{ lenient: true }]);
    driver.composes();
    expect(driver.verdict).toBe("A FAILED: CONFIG_INVALID: composing: layer: line 1 makes no sense");
    expect(driver.bringsIntoForce().runs).toBe("own layers");
    expect(driver.statuses).toEqual(["A FAILED"]);
  });

  test("is ignored where remote configurations are not accepted any more", () => {
    const driver = new MindDriver({ remains, config: { capabilities: { acceptsRemoteConfig: false } } });
    expect(driver.starts().bringsIntoForce().runs).toBe("own layers");
  });
});

describe("a start with what FAILED before", () => {
  test("runs the last working one; the failure stands", () => {
    const remains = { received: offered("B"), working: offered("A"), told: ["B", "FAILED", "bad"] as const };
    const driver = new MindDriver({ remains }).starts().bringsIntoForce();
    expect(driver.runs).toBe("A");
    expect(driver.statuses).toEqual([]);
    expect(driver.verdict).toBe("B FAILED: bad");
  });

  test.each([
    ["the last good one", { lastGood: offered("A") }, "A"],
    ["the operator's own layers", {}, "own layers"],
  ])("runs %s where the way back to that was cut short", (_, before, runs) => {
    const told = ["B", "FAILED", "withdrawn: UNHEALTHY: probation: boom"] as const;
    const driver = new MindDriver({ remains: { received: offered("B"), working: offered("B"), ...before, told } });
    expect(driver.starts().bringsIntoForce().runs).toBe(runs);
    expect(driver.verdict).toStartWith("B FAILED: withdrawn: ");
  });

  test("runs the operator's own layers where nothing has ever worked", () => {
    const driver = new MindDriver({ remains: { received: offered("B"), told: ["B", "FAILED", "bad"] } });
    expect(driver.starts().bringsIntoForce().runs).toBe("own layers");
    expect(driver.verdict).toBe("B FAILED: bad");
  });

  test("keeps that verdict where the working one cannot be composed either", () => {
    const remains = { received: offered("B"), working: offered("A", "broken"), told: ["B", "FAILED", "bad"] as const };
    const driver = new MindDriver({ remains }).starts().composes().composes().bringsIntoForce();
    expect(driver.runs).toBe("own layers");
    expect(driver.verdict).toBe("B FAILED: bad");
    expect(driver.statuses).toEqual([]);
  });
});

describe.each([
  ["no verdict at all", undefined],
  ["APPLYING", ["B", "APPLYING"]],
  ["a verdict on another hash", ["A", "APPLIED"]],
] as const)("a start with a received configuration and %s", (_, told) => {
  const remains = { received: offered("B"), ...(told && { told }) };

  test("tries it again, and says APPLIED when it works", () => {
    const driver = new MindDriver({ remains: { ...remains, working: offered("A") } }).starts().bringsIntoForce();
    expect(driver.runs).toBe("B");
    expect(driver.statuses).toEqual(["B APPLYING", "B APPLIED"]);
  });

  test("goes back to the working one where it fails", () => {
    const driver = new MindDriver({ remains: { ...remains, working: offered("A") } }).starts();
    driver.composes().collectorStarts().collectorExits({ statement: "no such receiver" });
    expect(driver.verdict).toStartWith(
      "B FAILED: COLLECTOR_EXITED: starting: the Collector exited unexpectedly, exit code 1: no such receiver",
    );
    expect(driver.health).toBe(
      "unhealthy Failed COLLECTOR_EXITED: starting: the Collector exited unexpectedly, exit code 1: no such receiver",
    );
    expect(driver.bringsIntoForce().runs).toBe("A");
    expect(driver.statuses).toEqual(["B APPLYING", "B FAILED"]);
  });

  test("goes back to the operator's own layers where it fails and nothing has ever worked", () => {
    const driver = new MindDriver({ remains }).starts().composes().collectorStarts().collectorSays(permanent);
    expect(driver.composes().switches().collectorSays(ok).runs).toBe("own layers");
    expect(driver.statuses).toEqual(["B APPLYING", "B FAILED"]);
  });
});

test("stored targets of own telemetry are in force from the start, but only for signals that are still accepted", () => {
  const ownTelemetry = {
    ownMetrics: { destinationEndpoint: "http://m" },
    ownLogs: { destinationEndpoint: "http://l" },
  };
  const driver = new MindDriver({
    remains: { ownTelemetry },
    config: { capabilities: { reportsOwnLogs: false } },
  }).starts();
  expect(driver.compositions[0]?.candidate.connections.telemetry).toEqual({
    metrics: { endpoint: "http://m", headers: [] },
  });
});

test("where not even the operator's own layers can be composed, nothing runs and the reason is told", () => {
  const driver = new MindDriver().starts();
  for (const lenient of [false, true]) {
    const [asked] = driver.compositions.splice(0);
    expect(asked).toMatchObject({ lenient });
    const outcome = { composed: false as const, failure: failure("local.yaml: line 3", "CONFIG_INVALID") };
    driver.post({ is: "Composed", ticket: asked?.ticket ?? 0, outcome });
  }
  expect(driver.runs).toBe("nothing");
  expect(driver.health).toBe("unhealthy Stopped CONFIG_INVALID: starting: local.yaml: line 3");
  expect(driver.isToldToStop().effectsThat("Finish")).toHaveLength(1);
});

import { describe, expect, test } from "bun:test";

import { type DriverOptions, MindDriver, ok } from "../../../support/mind-driver.ts";
import { offered, remote } from "../../../support/stored.ts";

const config = { agent: { startupFallbackConfigs: ["/etc/fallback.yaml"] } };
const withAfter = { agent: { startupFallbackConfigs: ["/etc/fallback.yaml"], fallbackAfterMs: 60_000 } };
const reached = { is: "ServerReached", use: 0 } as const;
const missed = { is: "ServerMissed", use: 0, reason: "no way" } as const;

const isFallback = (driver: MindDriver) => driver.process?.composition.candidate.fallback === true;
const starting = (options: DriverOptions) => new MindDriver(options).starts();

describe("fallback configurations at the start", () => {
  test("run when the server cannot be reached, until it is", () => {
    const driver = starting({ config }).post(missed).bringsIntoForce();
    expect(isFallback(driver)).toBe(true);
    expect(driver.health).toBe("healthy StatusOK");
    driver.post(reached).bringsIntoForce();
    expect(isFallback(driver)).toBe(false);
    expect(driver.runs).toBe("own layers");
    driver.post(missed).passes(1e9);
    expect(isFallback(driver)).toBe(false);
  });

  test("are left out where the server answers soon, so that the Collector is started once", () => {
    const driver = starting({ config }).passes(500).post(reached).bringsIntoForce();
    expect(driver.startCount).toBe(1);
    expect(driver.runs).toBe("own layers");
    expect(isFallback(driver)).toBe(false);
  });

  test("wait no longer than two seconds for a server that says nothing", () => {
    const driver = starting({ config }).passes(1_999);
    expect(driver.compositions).toEqual([]);
    expect(isFallback(driver.passes(1).bringsIntoForce())).toBe(true);
  });

  test("are not for a Collector that has a remote configuration", () => {
    const remains = { received: offered("A"), working: offered("A"), told: ["A", "APPLIED"] as const };
    const driver = starting({ config, remains }).post(missed).bringsIntoForce();
    expect(driver.runs).toBe("A");
  });

  test("make room for a remote configuration that comes with the server", () => {
    const driver = starting({ config }).post(missed).bringsIntoForce().post(reached).offers(remote("A"));
    driver.composes().bringsIntoForce();
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("stay where what the operator wants does not pass its check", () => {
    const driver = starting({ config }).post(missed).bringsIntoForce().post(reached).composesOnly();
    const ticket = driver.check?.ticket ?? 0;
    driver.check = undefined;
    const failure = { code: "CONFIG_INVALID", phase: "validating", text: "bad" } as const;
    driver.post({ is: "Checked", ticket, outcome: { passed: false, failure } });
    expect(isFallback(driver)).toBe(true);
    expect(driver.process?.is).toBe("up");
  });

  test("that do not work themselves leave the way to the operator's own layers", () => {
    const driver = starting({ config }).post(missed).composes().collectorStarts().collectorExits();
    driver.bringsIntoForce();
    expect(driver.runs).toBe("own layers");
    expect(isFallback(driver)).toBe(false);
  });
});

describe("fallback configurations for a server that is away", () => {
  test("run after the time that the operator has set, and no longer than it is away", () => {
    const remains = { received: offered("A"), working: offered("A"), told: ["A", "APPLIED"] as const };
    const driver = starting({ config: withAfter, remains }).bringsIntoForce().post(reached).post(missed);
    driver.passes(30_000).post(missed).passes(29_999);
    expect(driver.compositions).toEqual([]);
    expect(isFallback(driver.passes(1).bringsIntoForce())).toBe(true);
    expect(driver.statuses).toEqual([]);
    driver.post(reached).bringsIntoForce();
    expect(driver.runs).toBe("A");
    expect(driver.verdict).toBe("A APPLIED");
  });

  test("do not run where the server comes back in time, or where the operator has set no time", () => {
    const driver = starting({ config: withAfter }).post(reached).bringsIntoForce().post(missed).passes(59_000);
    driver.post(reached).passes(1e9);
    expect(isFallback(driver)).toBe(false);
    const off = starting({ config }).post(reached).bringsIntoForce().post(missed).passes(1e9);
    expect(isFallback(off)).toBe(false);
  });

  test("do not run for the end of a connection before the one that is there", () => {
    const driver = starting({ config: withAfter }).post(reached).bringsIntoForce();
    driver
      .post({ ...reached, use: 1 })
      .post(missed)
      .passes(1e9);
    expect(isFallback(driver)).toBe(false);
  });

  test("do not wake a Collector that was stopped on purpose", () => {
    const empty = offered("E", null);
    const remains = { received: empty, working: empty, told: ["E", "APPLIED"] as const };
    const driver = starting({ config: withAfter, remains }).passes(1e9);
    expect(driver.runs).toBe("nothing");
  });

  test("keep a Collector that is told to stop from nothing", () => {
    const driver = starting({ config: withAfter }).post(reached).bringsIntoForce().isToldToStop().passes(1e9);
    expect(driver.collectorStops().effectsThat("Finish")).toHaveLength(1);
  });
});

test("where nothing else can be composed the fallback runs, until something new comes", () => {
  const driver = starting({ config }).post(reached);
  for (const _ of ["as it is", "lenient"]) {
    const [asked] = driver.compositions.splice(0);
    const failure = { code: "CONFIG_INVALID", phase: "composing", text: "local.yaml: line 3" } as const;
    driver.post({ is: "Composed", ticket: asked?.ticket ?? 0, outcome: { composed: false, failure } });
  }
  driver.composes().switches().collectorSays(ok);
  expect(isFallback(driver)).toBe(true);
  driver.offers(remote("A")).bringsIntoForce();
  expect(driver.runs).toBe("A");
  expect(driver.verdict).toBe("A APPLIED");
});

test("an empty remote configuration leaves the operator's own layers where he wants that", () => {
  const driver = starting({ config: { agent: { onEmptyRemoteConfig: "keep_local" } } }).bringsIntoForce();
  driver.offers(remote("E", null)).composes();
  if (driver.verdict !== "E APPLIED") driver.switches().collectorSays(ok);
  expect(driver.verdict).toBe("E APPLIED");
  expect(driver.process?.is).toBe("up");
});

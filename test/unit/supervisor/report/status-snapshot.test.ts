import { describe, expect, test } from "bun:test";

import type { StatusSnapshot } from "../../../../src/control/snapshot.ts";
import type { Processes } from "../../../../src/runtime/process-ports.ts";
import { layersOf } from "../../../../src/supervisor/apply/running-layers.ts";
import { statusSnapshot } from "../../../../src/supervisor/report/status-snapshot.ts";
import { MindDriver, ok, permanent, withARunning } from "../../../support/mind-driver.ts";
import { remote } from "../../../support/stored.ts";

const hashA = Buffer.from("A").toString("hex");
const hashB = Buffer.from("B").toString("hex");

function seen(
  driver: MindDriver | undefined,
  stopping = false,
  clonedFrom?: Uint8Array,
  usage: Processes["usage"] = () => undefined,
): StatusSnapshot {
  return statusSnapshot({
    now: Date.UTC(2026, 0, 1, 0, 1),
    version: "1.2.3",
    pid: 7,
    startedAt: Date.UTC(2026, 0, 1),
    uptimeMs: 60_000.4,
    storageDirectory: "/state",
    own: { path: "/state/supervisor_packages/0/opampsupervisor", installed: "/usr/bin/opampsupervisor" },
    executable: "/opt/otelcol",
    uid: Uint8Array.fromHex("018feed6905b7aa6ba37b0eec565de03"),
    clonedFrom,
    stopping,
    usage,
    server: { endpoint: "wss://h/", state: "connecting" },
    ties: { parentDeathSignal: true, stdinLease: false },
    state: driver?.state,
  });
}

test("before the Collector is known", () => {
  expect(seen(undefined)).toEqual({
    at: "2026-01-01T00:01:00.000Z",
    ok: false,
    supervisor: {
      version: "1.2.3",
      pid: 7,
      state: "starting",
      startedAt: "2026-01-01T00:00:00.000Z",
      uptimeMs: 60_000,
      storageDirectory: "/state",
      executable: "/state/supervisor_packages/0/opampsupervisor",
      installed: "/usr/bin/opampsupervisor",
    },
    identity: { instanceUid: "018feed6-905b-7aa6-ba37-b0eec565de03" },
    server: { endpoint: "wss://h/", state: "connecting" },
    collector: { executable: "/opt/otelcol", state: "unknown", starts: 0 },
    configuration: { phase: "idle" },
    ties: { parentDeathSignal: true, stdinLease: false },
  });
});

test("a remote configuration in force", () => {
  expect(seen(withARunning())).toMatchObject({
    ok: true,
    supervisor: { state: "running" },
    collector: {
      state: "up",
      pid: 1_002,
      since: "2026-01-01T00:00:00.000Z",
      healthy: true,
      health: "StatusOK",
      starts: 2,
    },
    configuration: {
      phase: "idle",
      offered: hashA,
      desired: hashA,
      running: hashA,
      lastGood: hashA,
      outcome: { hash: hashA, status: "APPLIED" },
    },
  });
});

test("local layers alone are well too, and have no hash", () => {
  const { ok: well, configuration } = seen(new MindDriver().starts().bringsIntoForce());
  expect(well).toBe(true);
  expect(configuration).toEqual({ phase: "idle" });
});

test("a change under way is not well yet", () => {
  const driver = withARunning().offers(remote("B"));
  expect(seen(driver)).toMatchObject({
    ok: false,
    configuration: { phase: "composing", desired: hashB, running: hashA },
  });
  expect(seen(driver.composes())).toMatchObject({ ok: false, collector: { state: "stopping" } });
});

test("a configuration that failed is told with its reason beside the one that runs", () => {
  const driver = withARunning().offers(remote("B")).composes().switches().collectorSays(permanent);
  driver.switches().collectorSays(ok);
  expect(seen(driver)).toMatchObject({
    ok: false,
    collector: { state: "up", healthy: true },
    configuration: {
      offered: hashB,
      running: hashA,
      lastGood: hashA,
      outcome: { hash: hashB, status: "FAILED", message: expect.stringContaining("boom") },
    },
  });
});

test("a Collector that ends again and again waits for its next try, with the reason", () => {
  const driver = withARunning().collectorExits().collectorStarts().collectorExits({ how: "signal SIGKILL" });
  const { ok: well, collector } = seen(driver);
  expect(well).toBe(false);
  expect(collector).toMatchObject({
    state: "waiting",
    nextTryAt: expect.stringMatching(/^2026-01-01T00:01:0[01]/),
    healthy: false,
    reason: expect.stringContaining("signal SIGKILL"),
  });
  expect(collector).not.toHaveProperty("pid");
});

test("a change that is under way has an outage without an end, one that is over has its length", () => {
  const driver = withARunning().offers(remote("B")).composes();
  expect(seen(driver).outages?.at(-1)).toEqual({ at: "2026-01-01T00:01:00.000Z", by: "restart" });
  driver.switches().passes(30).collectorSays(ok);
  expect(seen(driver).outages?.at(-1)).toEqual({ at: "2026-01-01T00:01:00.000Z", by: "restart", durationMs: 30 });
});

test("a failed change names code and phase", () => {
  const { outcome } = seen(withARunning().offers(remote("refused B")).composes()).configuration;
  expect(outcome).toMatchObject({ status: "FAILED", code: "CONFIG_INVALID", phase: "validating" });
  const withdrawn = seen(withARunning().offers(remote("B")).bringsIntoForce().collectorSays(permanent)).configuration;
  expect(withdrawn.outcome).toMatchObject({ status: "FAILED", code: "UNHEALTHY", phase: "probation" });
});

test("stopped by the server on purpose is well", () => {
  const driver = withARunning().offers(remote("E", null)).collectorStops();
  expect(seen(driver)).toMatchObject({
    ok: true,
    collector: { state: "down", reason: "the remote configuration is empty" },
  });
});

describe("a supervisor that ends is stopping", () => {
  test("once the mind knows, and before", () => {
    expect(seen(withARunning().isToldToStop()).supervisor.state).toBe("stopping");
    expect(seen(undefined, true).supervisor.state).toBe("stopping");
  });
});

test("on a copy of another machine, the identity there", () => {
  expect(seen(undefined, false, new Uint8Array(16).fill(1)).identity).toEqual({
    instanceUid: "018feed6-905b-7aa6-ba37-b0eec565de03",
    clonedFrom: "01010101-0101-0101-0101-010101010101",
  });
});

describe("a hold", () => {
  test("is shown with what waits", () => {
    const driver = withARunning().holds("why", 60_000).offers(remote("B")).offersVersion("v2.0.0");
    driver.post({ is: "RestartRequested", by: "server" });
    const since = new Date(driver.clock.now()).toISOString();
    const until = new Date(driver.clock.now() + 60_000).toISOString();
    expect(seen(driver)).toMatchObject({
      hold: { since, until, reason: "why", waiting: ["configuration", "packages", "restart"], configuration: hashB },
      configuration: { desired: hashA, running: hashA },
      timers: [{ name: "hold", at: until }],
    });
    expect(seen(driver.releases()).hold).toBeUndefined();
  });
});

test("what happens next is shown, the soonest first, and what is over is not", () => {
  const driver = withARunning().offers(remote("B")).bringsIntoForce();
  expect(seen(driver).timers?.map(({ name }) => name)).toEqual(["stable", "probation"]);
  expect(seen(driver.passes(60_000)).timers).toBeUndefined();
});

test("where a rollback leads is shown, and that it goes on", () => {
  const driver = withARunning();
  expect(seen(driver).configuration.rollbackTo).toBe("none");
  driver.offers(remote("B")).bringsIntoForce().passes(60_000);
  expect(seen(driver).configuration.rollbackTo).toBe(hashA);
  expect(seen(driver.goesBack()).configuration).toMatchObject({ goingBack: true, desired: hashA, running: hashB });
  expect(seen(driver.bringsIntoForce()).configuration).not.toHaveProperty("rollbackTo");
});

test("layers are named once, in their order", () => {
  const places = ["a.yaml, line 1", 'remote file "x", line 3', "a.yaml, line 9", "variable"];
  expect(layersOf(new Map(places.map((place, index) => [String(index), place])))).toEqual([
    "a.yaml",
    'remote file "x"',
    "variable",
  ]);
});

test("what a process uses is told as a part of its time", () => {
  const usage = (pid: number) => ({ memoryBytes: pid, cpuUserS: 0.5, cpuSystemS: 0.1 });
  const { supervisor, collector } = seen(withARunning(), false, undefined, usage);
  expect(supervisor.usage).toEqual({ memoryBytes: 7, cpuMs: 600, cpuPercent: 1 });
  expect(collector.usage).toMatchObject({ memoryBytes: 1_002, cpuMs: 600 });
});

import { expect, test } from "bun:test";

import { collectorPid, readings } from "../../../../src/supervisor/telemetry/readings.ts";
import { instruments, type Reading } from "../../../../src/telemetry/instruments.ts";
import { MindDriver, ok } from "../../../support/mind-driver.ts";

const usage = { cpuUserS: 1, cpuSystemS: 2, memoryBytes: 3, virtualBytes: 4, threads: 5, openFiles: 6 };

function read(driver: MindDriver | undefined, more: Partial<Parameters<typeof readings>[0]> = {}): Reading[] {
  return readings({
    now: driver?.clock.now() ?? 0,
    uptimeMs: 1500,
    state: driver?.state,
    server: "connected",
    own: usage,
    collector: usage,
    delay: { meanMs: 1, maxMs: 20 },
    ...more,
  });
}

const valueOf = (list: Reading[], name: string, attributes?: Reading["attributes"]) =>
  list.find((reading) => reading.name === name && (!attributes || Bun.deepEquals(reading.attributes, attributes)))
    ?.value;

test("every instrument that is read has its value, in its unit, while a package comes", () => {
  const driver = new MindDriver({ config: { capabilities: { acceptsPackages: true } } }).starts().bringsIntoForce();
  driver.passes(4000).offersVersion("1.2.3").packageIs("downloading", 25);
  const list = read(driver);
  const observed = instruments.filter(({ kind }) => kind !== "counter" && kind !== "histogram");
  for (const { name } of observed) expect([name, valueOf(list, name)]).toEqual([name, expect.any(Number)]);
  expect(valueOf(list, "supervisor.agent.health_status")).toBe(1);
  expect(valueOf(list, "supervisor.agent.fallback_status")).toBe(0);
  expect(valueOf(list, "supervisor.server.connection.state", { state: "connected" })).toBe(1);
  expect(valueOf(list, "supervisor.server.connection.state", { state: "waiting" })).toBe(0);
  expect(valueOf(list, "supervisor.package.download.progress")).toBe(0.25);
  expect(valueOf(list, "supervisor.collector.uptime")).toBe(4);
  expect(valueOf(list, "supervisor.collector.cpu.time", { "cpu.mode": "system" })).toBe(2);
  expect(valueOf(list, "process.uptime")).toBe(1.5);
  expect(valueOf(list, "nodejs.eventloop.delay.max")).toBe(0.02);
  expect(collectorPid(driver.state)).toBeGreaterThan(1000);
});

test("what is not known has no value", () => {
  const list = read(undefined, { server: "none", own: undefined, collector: undefined });
  expect(list.map(({ name }) => name)).toEqual([
    "supervisor.agent.health_status",
    "supervisor.agent.fallback_status",
    "process.uptime",
    "nodejs.eventloop.delay.mean",
    "nodejs.eventloop.delay.max",
  ]);
  expect(valueOf(list, "supervisor.agent.health_status")).toBe(0);
  expect(collectorPid(undefined)).toBeUndefined();
});

test("a Collector that ends is not healthy, and has no process", () => {
  const driver = new MindDriver().starts().bringsIntoForce();
  driver.collectorExits();
  driver.collectorStarts().collectorSays(ok).collectorExits();
  expect(valueOf(read(driver), "supervisor.agent.health_status")).toBe(0);
  expect(collectorPid(driver.state)).toBeUndefined();
});

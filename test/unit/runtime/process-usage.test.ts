import { expect, test } from "bun:test";

import { processUsage } from "../../../src/runtime/os/process-usage.ts";

test("what this process has used is known, and nothing of one that is not there", () => {
  const usage = processUsage(process.pid);
  expect(usage?.cpuUserS).toBeGreaterThan(0);
  expect(usage?.cpuUserS).toBeLessThanOrEqual(process.cpuUsage().user / 1e6 + 0.02);
  expect(usage?.memoryBytes).toBeGreaterThan(10_000_000);
  expect(processUsage(2 ** 30)).toBeUndefined();
});

test.skipIf(process.platform !== "linux")("of another process too, on Linux", async () => {
  const child = Bun.spawn(["sleep", "60"]);
  const usage = processUsage(child.pid);
  expect(usage).toMatchObject({ threads: 1, memoryBytes: expect.any(Number), virtualBytes: expect.any(Number) });
  expect(usage?.openFiles).toBeGreaterThan(0);
  child.kill();
  await child.exited;
  expect(processUsage(child.pid)).toBeUndefined();
});

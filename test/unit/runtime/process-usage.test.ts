import { expect, test } from "bun:test";

import { processUsage } from "../../../src/runtime/os/process-usage.ts";

const isLinux = process.platform === "linux";

test("this process uses memory and time", () => {
  const { memoryBytes, cpuMs } = processUsage(process.pid) ?? { memoryBytes: 0, cpuMs: 0 };
  expect(memoryBytes).toBeGreaterThan(1024 * 1024);
  expect(cpuMs).toBeGreaterThan(0);
});

test.if(isLinux)("another one is seen too, by its pid", () => {
  const parent = processUsage(process.ppid);
  expect(parent?.memoryBytes).toBeGreaterThan(0);
  expect(parent?.cpuMs).toBeGreaterThanOrEqual(0);
});

test("one that is not there uses nothing that is known", () => {
  expect(processUsage(2 ** 30)).toBeUndefined();
});

import { expect, test } from "bun:test";

import { type Activity, activityBetween, figuresOf } from "../../bench/run/processes.ts";

function look(tasks: Readonly<Record<string, Activity>>) {
  return { tasks: new Map(Object.entries(tasks)) };
}

test("what a process has done is what its threads have done since", () => {
  const before = look({ 1: { cpuMs: 100, wakeUps: 10 }, 2: { cpuMs: 50, wakeUps: 5 } });
  const after = look({ 1: { cpuMs: 103, wakeUps: 12 }, 2: { cpuMs: 50, wakeUps: 9 } });
  expect(activityBetween(before, after)).toEqual({ cpuMs: 3, wakeUps: 6 });
});

test("a thread that began meanwhile counts whole, one that has ended takes nothing away", () => {
  const before = look({ 1: { cpuMs: 100, wakeUps: 10 }, 2: { cpuMs: 50, wakeUps: 200 } });
  const after = look({ 1: { cpuMs: 101, wakeUps: 11 }, 3: { cpuMs: 2, wakeUps: 4 } });
  expect(activityBetween(before, after)).toEqual({ cpuMs: 3, wakeUps: 5 });
});

test.if(process.platform === "linux")("the kernel tells of each thread of a process", () => {
  const { tasks, threads, cpuMs } = figuresOf(process.pid);
  expect(tasks.has(`${process.pid}`)).toBe(true);
  expect(threads).toBeGreaterThan(1);
  expect(cpuMs).toBeGreaterThan(0);
});

test("of a process that is gone nothing is told", () => {
  expect(figuresOf(0)).toMatchObject({ residentBytes: 0, cpuMs: 0, threads: 0, tasks: new Map() });
});

import { expect, test } from "bun:test";

import { enterJob, type JobCalls, openJobCalls } from "../../../src/runtime/os/job-object.ts";

/** A Windows that grants everything but one call. */
function windows(refused?: keyof JobCalls) {
  const made: string[] = [];
  const calls: JobCalls = {
    create: () => (made.push("create"), refused === "create" ? 0n : 0x1c4n),
    limit: (job, information) => {
      const flags = new DataView(information.buffer, information.byteOffset).getUint32(16, true);
      made.push(`limit ${job} ${information.byteLength} bytes, flags ${flags.toString(16)}`);
      return refused !== "limit";
    },
    assignSelf: (job) => (made.push(`assign ${job}`), refused !== "assignSelf"),
  };
  return { calls, made };
}

test("this process joins a job that is killed with it, so that every later child is in it from its begin", () => {
  const { calls, made } = windows();
  expect(enterJob(calls)).toBe(true);
  expect(made).toEqual(["create", "limit 452 144 bytes, flags 2000", "assign 452"]);
});

test.each(["create", "limit", "assignSelf"] as const)("where %s is refused, nothing is promised", (refused) => {
  const { calls, made } = windows(refused);
  expect(enterJob(calls)).toBe(false);
  expect(made.length).toBe(["create", "limit", "assignSelf"].indexOf(refused) + 1);
});

test("elsewhere there are no jobs", () => {
  expect(enterJob(undefined)).toBe(false);
  if (process.platform !== "win32") expect(openJobCalls()).toBeUndefined();
});

import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { succeed } from "../../../src/cli/succeed.ts";
import { noPackages, packagesRecord } from "../../../src/storage/packages-record.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { TestLog } from "../../support/test-log.ts";

/** What becomes of one that cannot be executed, and the record that it leaves. */
async function trialOf(by: "server" | "operator") {
  const directory = scratchDirectory();
  const record = join(directory, "supervisor_packages.json");
  writeFileSync(record, packagesRecord.render({ ...noPackages, trial: { hash: "ab", begun: 1 } }));
  const order: string[] = [];
  const log = new TestLog();
  log.error = (message) => void order.push(message);
  const never = new AbortController().signal;
  const end = await succeed({
    own: {
      path: "/usr/bin/opampsupervisor",
      installed: "/usr/bin/opampsupervisor",
      role: { is: "installed" },
      args: [],
      obstacle: async () => undefined,
      environment: () => ({}),
      become: async (path, { is }) => (order.push(`becomes ${path}, ${is}`), "ENOSYS"),
    },
    to: { path: join(directory, "none"), version: "2.0.0", hash: "ab", by, proofMs: 1_000, since: 5 },
    directory,
    outputs: { open: () => ({ write() {}, pass() {}, behind: () => false }) },
    stops: { stop: never, kill: never, requestStop() {}, onReload() {} },
    log,
  });
  return { end, order, record: packagesRecord.parse(readFileSync(record)) };
}

test("one whose trial has failed is gone back from at once", async () => {
  const { end, order, record } = await trialOf("server");
  expect(end).toBe("failed");
  expect(order).toEqual([
    "The supervisor on trial has failed",
    "becomes /usr/bin/opampsupervisor, installed",
    "Cannot go on: this process cannot run its own file again",
  ]);
  expect(record).toMatchObject({ rejected: [{ hash: "ab" }] });
  expect([record.trial, record.failedRollback]).toEqual([undefined, undefined]);
});

test("one that the operator wanted is left to the supervisor that goes on to tell", async () => {
  const { record } = await trialOf("operator");
  expect(record).toMatchObject({ failedRollback: { version: "2.0.0", isUntold: true }, rejected: [] });
  expect(record.failedRollback?.reason).toMatch(/^[A-Z_]+: [a-z]+: it /);
});

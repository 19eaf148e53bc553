import { expect, test } from "bun:test";
import { join } from "node:path";

import { succeed } from "../../../src/cli/succeed.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { TestLog } from "../../support/test-log.ts";

test("one whose trial has failed is gone back from at once", async () => {
  const directory = scratchDirectory();
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
    to: { path: join(directory, "none"), version: "2.0.0", hash: "ab", by: "server", proofMs: 1_000, since: 5 },
    directory,
    outputs: { open: () => ({ write() {}, pass() {}, behind: () => false }) },
    stops: { stop: never, kill: never, requestStop() {}, onReload() {} },
    log,
  });
  expect(end).toBe("failed");
  expect(order).toEqual([
    "The supervisor on trial has failed",
    "becomes /usr/bin/opampsupervisor, installed",
    "Cannot go on: this process cannot run its own file again",
  ]);
});

import { expect, test } from "bun:test";
import { realpathSync } from "node:fs";

import { readProc } from "../../src/runtime/os/linux-processes.ts";
import { answers, executable, failingToStart, receiving } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { statusOf } from "../support/run-command.ts";
import type { SupervisorProcess } from "../support/supervisor-process.ts";
import { withGoodConfig } from "../support/with-good-config.ts";

const program = realpathSync(executable);

/**
 * All that this does is done by a supervisor that has given its own code back just before, and again after each step: with
 * a page that was lost with it, any of these steps would end the process or go another way.
 */
test("a supervisor that has given its code back applies, refuses, rolls back, restarts its Collector and stops", async () => {
  const { server, world, supervisor, port: first } = await withGoodConfig({});
  const [second, bad] = [await freePort(), await freePort()];

  await codeGivenBack(supervisor);
  server.offer({ "": receiving(second) }, "second");
  expect(await server.verdict("second")).toBe("APPLIED");
  expect([await answers(first), await answers(second)]).toEqual([false, true]);

  await codeGivenBack(supervisor);
  server.offer({ "": receiving(bad, { exporters: { nothing: {} } }) }, "invalid");
  expect(await server.verdict("invalid")).toBe("FAILED");
  expect(await answers(second)).toBe(true);

  await codeGivenBack(supervisor);
  server.offer({ "": failingToStart(bad, world.configFile) }, "failing");
  expect(await server.verdict("failing")).toBe("FAILED");
  await server.healthy();
  expect([await answers(second), await answers(bad)]).toEqual([true, false]);

  await codeGivenBack(supervisor);
  const seen = supervisor.lines.length;
  const { collector } = await statusOf(world);
  process.kill(collector.pid ?? 0, "SIGKILL");
  await supervisor.line("Collector is healthy", {}, seen);
  expect(await answers(second)).toBe(true);

  await codeGivenBack(supervisor);
  expect(await supervisor.stop()).toBe(0);
  await supervisor.descendantsGone();
}, 60_000);

/**
 * Resolves when it has less of its code in memory than it had, which comes of nothing else while the machine has room. By how much
 * is left open: what it needs at once is back before anybody looks. The kernel has no event for that, so it is looked at.
 */
async function codeGivenBack({ pid }: SupervisorProcess): Promise<void> {
  for (let most = 0, now = codeResident(pid); now >= most; now = codeResident(pid)) {
    most = now;
    await Bun.sleep(5);
  }
}

/** Pages of the program's code that are in memory, KiB. */
function codeResident(pid: number): number {
  const mappings = (readProc(pid, "smaps") ?? "").split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m);
  const code = mappings.filter((text) => /^\S+ r-xp /.test(text) && text.split("\n")[0]?.endsWith(` ${program}`));
  if (code.length === 0) throw new Error(`process ${pid} does not run ${program}`);
  return code.reduce((sum, text) => sum + Number(/^Rss: +(\d+) kB$/m.exec(text)?.[1]), 0);
}

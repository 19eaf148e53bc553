import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { stopChild, stopCollector } from "../../../src/collector/stop-child.ts";
import { listPids, runsWith } from "../../../src/runtime/os/linux-processes.ts";
import type { Child, Exit, Signal } from "../../../src/runtime/process-ports.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { fixture } from "../../support/project.ts";
import { hasWritten, membersOf, realProcesses, startChild, until } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const clock = createClock();

test("a program that ends when it is asked to is not killed", async () => {
  const { child } = await startChild(directory, "/bin/sleep", ["600"]);
  expect(await stopChild({ child, clock })).toEqual({ killed: false, gone: true });
  expect(await child.exited).toEqual({ kind: "signalled", signal: "SIGTERM" });
});

test("a program is given the time that it needs to end in order", async () => {
  const { child, outputFile } = await startChild(directory, process.execPath, [fixture("ends-slowly.ts")]);
  await hasWritten(outputFile, "ready");
  expect(await stopChild({ child, clock })).toEqual({ killed: false, gone: true });
  expect(await child.exited).toEqual({ kind: "exited", code: 0 });
  expect(readFileSync(outputFile, "utf8")).toBe("ready\nended\n");
});

test("a program that ignores SIGTERM is killed after the grace, with its children", async () => {
  const { child, outputFile } = await startChild(directory, fixture("ignores-term.sh"));
  await hasWritten(outputFile, "ready");
  await until(() => membersOf(child.pid).length === 2);
  expect(await stopChild({ child, clock, graceMs: 100 })).toEqual({ killed: true, gone: true });
  expect(await child.exited).toEqual({ kind: "signalled", signal: "SIGKILL" });
  expect(membersOf(child.pid)).toEqual([]);
});

test("the program of a start script that has ended is stopped too", async () => {
  const { child } = await startChild(directory, fixture("leaves-child.sh"), ["/bin/sleep", "600"]);
  expect(await child.exited).toEqual({ kind: "exited", code: 0 });
  await stopChild({ child, clock });
  expect(membersOf(child.pid)).toEqual([]);
  expect(child.groupAlive()).toBe(false);
});

test("the child of a start script that outlives it and ignores SIGTERM is killed", async () => {
  const { child, outputFile } = await startChild(directory, fixture("wrapper.sh"), [fixture("ignores-term.sh")]);
  await hasWritten(outputFile, "ready");
  expect(await stopChild({ child, clock, graceMs: 100 })).toEqual({ killed: true, gone: true });
  expect(await child.exited).toEqual({ kind: "signalled", signal: "SIGTERM" });
  expect(membersOf(child.pid)).toEqual([]);
});

test("a Collector in a session that its start script has made is stopped too, and nobody else's", async () => {
  const leave = 'setsid sh -c \'echo "$$"; sleep 600\' sh "$@" & wait';
  const start = (file: string) => startChild(directory, "/bin/sh", ["-c", leave, "sh", "--config", file]);
  const configFile = join(directory, "effective.yaml");
  const ours = await start(configFile);
  const other = await start(join(directory, "other.yaml"));
  const pidOf = async ({ outputFile }: typeof ours) => {
    await hasWritten(outputFile, "\n");
    return Number(readFileSync(outputFile, "utf8"));
  };
  const [left, foreign] = [await pidOf(ours), await pidOf(other)];
  await stopCollector({
    child: ours.child,
    clock,
    processes: realProcesses,
    signs: { argument: { flag: "--config", file: configFile } },
  });
  expect(membersOf(foreign)).not.toEqual([]);
  process.kill(-foreign, "SIGKILL");
  await stopChild({ child: other.child, clock });
  expect(listPids().filter((pid) => runsWith(pid, "--config", configFile))).toEqual([]);
  membersOf(left).forEach((pid) => process.kill(pid, "SIGKILL"));
});

test("what is gone already is stopped at once, as often as one likes", async () => {
  const { child } = await startChild(directory, "/bin/true");
  await child.exited;
  expect(await stopChild({ child, clock })).toEqual({ killed: false, gone: true });
  expect(await stopChild({ child, clock })).toEqual({ killed: false, gone: true });
});

function unkillable(exited: Promise<Exit>): { child: Child; sent: Signal[] } {
  const sent: Signal[] = [];
  const signalGroup = (signal: Signal) => sent.push(signal) > 0;
  return {
    child: {
      pid: 1,
      exited,
      signalGroup,
      groupAlive: () => true,
      handlesHangup: () => true,
      holdStill: () => false,
      letGo: () => {},
      errorPosition: () => undefined,
    },
    sent,
  };
}

test.each([
  ["a leader", new Promise<Exit>(() => {})],
  ["a member of the group", Promise.resolve<Exit>({ kind: "exited", code: 0 })],
])("%s that outlives SIGKILL is given up, and said to be there", async (_, exited) => {
  const fake = new FakeClock();
  const { child, sent } = unkillable(exited);
  const stopped = stopChild({ child, clock: fake });
  await fake.advanceAsync(9_999);
  expect(sent).toEqual(["SIGTERM"]);
  await fake.advanceAsync(1);
  expect(sent).toEqual(["SIGTERM", "SIGKILL"]);
  await fake.advanceAsync(2_000);
  expect(await stopped).toEqual({ killed: true, gone: false });
  expect(fake.waiting).toBe(0);
});

import { afterAll, expect, test } from "bun:test";
import { join } from "node:path";

import { listPids, listProcesses } from "../../../src/runtime/os/linux-processes.ts";
import { groupTarget } from "../../../src/runtime/os/signal-group.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createProcesses } from "../../../src/runtime/shared/processes.ts";
import { fixture, sourceCommand } from "../../support/project.ts";
import { childEnv, hasWritten, markedWith, membersOf, until } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const withoutFfi = createProcesses({ clock: createClock(), libc: undefined, self: sourceCommand });
const marks: string[] = [];

afterAll(() => {
  for (const pid of marks.flatMap(markedWith)) process.kill(pid, "SIGKILL");
});

/** The watcher of a group, as it stands in the list of processes; zombies have no arguments. */
async function watchersOf(group: number): Promise<number[]> {
  const tail = `\0opampsupervisor-watcher\0${group}\0`;
  const read = async (pid: number) => {
    const words = await Bun.file(`/proc/${pid}/cmdline`)
      .text()
      .catch(() => "");
    return words.endsWith(tail) ? [pid] : [];
  };
  return (await Promise.all(listPids().map(read))).flat();
}

async function started(executable: string, ...args: string[]) {
  const outputFile = join(directory, `${crypto.randomUUID()}.log`);
  const start = await withoutFfi.start({ executable, args, env: childEnv, outputFile });
  if (!start.started) throw new Error(start.code);
  return { child: start.child, outputFile };
}

test("a watcher ends with what it watches, in a session of its own", async () => {
  const { child } = await started("/bin/sleep", "600");
  const [watcher = 0, ...others] = await watchersOf(child.pid);
  expect(others).toEqual([]);
  expect(listProcesses().find(({ pid }) => pid === watcher)?.group).toBe(watcher);
  child.signalGroup("SIGTERM");
  await child.exited;
  while ((await watchersOf(child.pid)).length > 0) await Bun.sleep(2);
});

test("what a start script left in the background is ended when the script has ended", async () => {
  const { child } = await started(fixture("leaves-child.sh"), "/bin/sleep", "600");
  expect(await child.exited).toEqual({ kind: "exited", code: 0 });
  await until(() => membersOf(child.pid).length === 0);
});

interface SupervisedWay {
  /** What runs the parent. Default: Bun itself. */
  behind?: readonly string[];
  tie: string;
  /** Before the program. Default: nothing. */
  wrapper?: readonly string[];
}

/** A parent that starts a program as the supervisor starts a Collector is killed, and the program ends in its own way. */
async function endsWithItsParent({ behind = [], tie, wrapper = [] }: SupervisedWay): Promise<void> {
  const mark = crypto.randomUUID();
  marks.push(`MARK=${mark}`);
  const outputFile = join(directory, `${mark}.log`);
  const command = [...wrapper, process.execPath, fixture("ends-slowly.ts")];
  const parent = Bun.spawn([...behind, process.execPath, fixture("tied-parent.ts"), tie, outputFile, ...command], {
    env: { ...process.env, MARK: mark },
    stdout: "pipe",
  });
  // Prints the pid of what it has started.
  await parent.stdout.getReader().read();
  await hasWritten(outputFile, "ready");
  parent.kill("SIGKILL");
  await parent.exited;
  await until(() => markedWith(`MARK=${mark}`).length === 0);
  await hasWritten(outputFile, "ended");
}

test("a program started in the way of macOS, which ties nothing, ends when the supervisor is killed", async () => {
  await endsWithItsParent({ tie: "as-darwin" });
});

test.each([
  ["linux", { parentDeathSignal: false, stdinLease: false, watcher: true, jobObject: false }],
  ["darwin", { parentDeathSignal: false, stdinLease: false, watcher: true, jobObject: false }],
  ["win32", { parentDeathSignal: false, stdinLease: false, watcher: false, jobObject: false }],
] as const)("%s without FFI says what it has", (platform, ties) => {
  const options = { clock: createClock(), libc: undefined, self: sourceCommand, platform };
  expect(createProcesses(options).ties).toEqual(ties);
});

test("where there are no process groups, the process that was started is meant", () => {
  expect([groupTarget(7, "win32"), groupTarget(7, "darwin"), groupTarget(7, "linux")]).toEqual([7, -7, -7]);
});

test.each([
  ["a program", []],
  ["a program and its start script", [fixture("redirects-input.sh")]],
])("%s under a system that forbids FFI ends when the supervisor is killed", async (_, wrapper) => {
  await endsWithItsParent({ behind: ["python3", fixture("forbid-generated-code.py")], tie: "no-lease", wrapper });
});

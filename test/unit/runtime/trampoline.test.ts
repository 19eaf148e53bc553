import { afterAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

import { executionFailure } from "../../../src/collector/executable.ts";
import { openLibc } from "../../../src/runtime/os/libc.ts";
import { listPids, readProc, statusField } from "../../../src/runtime/os/linux-processes.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createProcesses } from "../../../src/runtime/shared/processes.ts";
import { fixture } from "../../support/project.ts";
import {
  childEnv,
  hasWritten,
  markedWith,
  membersOf,
  openRealProcesses,
  realProcesses,
  startChild,
  trampolinesOf,
  until,
} from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const marks: string[] = [];

afterAll(() => {
  for (const pid of marks.flatMap(markedWith)) process.kill(pid, "SIGKILL");
});

/** Resolves when the process has these descriptors open; it opens libraries for a moment when it starts. */
async function hasJust(pid: number, descriptors: readonly string[]): Promise<void> {
  await until(() => readdirSync(`/proc/${pid}/fd`).toSorted().join() === descriptors.join());
}

describe("a started program", () => {
  test("has a clean slate of signals, none blocked and none but SIGHUP ignored", async () => {
    const { child } = await startChild(directory, "/bin/sleep", ["600"]);
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    const masks = Object.fromEntries([...status.matchAll(/^(Sig\w+):\s+([0-9a-f]+)$/gm)].map(([, n, v]) => [n, v]));
    expect(masks).toMatchObject({ SigBlk: "0".repeat(16), SigIgn: `${"0".repeat(15)}1` });
    child.signalGroup("SIGKILL");
    await child.exited;
  });

  test("holds its three descriptors and the lease twice more, and no other of ours", async () => {
    const { child, outputFile } = await startChild(directory, "/bin/sleep", ["600"]);
    const descriptors = ["0", "1", "10", "11", "2"];
    await hasJust(child.pid, descriptors);
    const targets = descriptors.map((descriptor) => readlinkSync(`/proc/${child.pid}/fd/${descriptor}`));
    const lease = expect.stringMatching(/^pipe:/);
    expect(targets).toEqual([lease, outputFile, targets[0] ?? "", targets[0] ?? "", outputFile]);
    child.signalGroup("SIGKILL");
    await child.exited;
  });

  test("gets its arguments as they are", async () => {
    const args = ["", "two words", "--flag", "__exec", "é\n$HOME", "--", "-e"];
    const { child, outputFile } = await startChild(directory, "/bin/sh", ["-c", 'printf "<%s>" "$@"', "sh", ...args]);
    await child.exited;
    expect(readFileSync(outputFile, "utf8")).toBe(args.map((arg) => `<${arg}>`).join(""));
  });
});

describe("a start that was prepared", () => {
  const waiting = () => trampolinesOf(process.pid);

  test("is the start of what has waited, with the descriptors and the environment of any other", async () => {
    const processes = openRealProcesses();
    processes.prepare();
    processes.prepare();
    await until(() => waiting().length > 0);
    const [prepared, ...others] = waiting();
    expect(others).toEqual([]);
    const { child, outputFile } = await startChild(directory, "/bin/sleep", ["600"], processes);
    expect(child.pid).toBe(prepared ?? 0);
    expect(waiting()).toEqual([]);
    await hasJust(child.pid, ["0", "1", "10", "11", "2"]);
    expect(readlinkSync(`/proc/${child.pid}/fd/2`)).toBe(outputFile);
    expect(readFileSync(`/proc/${child.pid}/environ`, "utf8")).toBe(`PATH=${childEnv.PATH}\0`);
    child.signalGroup("SIGKILL");
    await child.exited;
  });

  test("is given up without a trace, and a start goes on without it", async () => {
    const processes = openRealProcesses();
    const before = readdirSync("/proc/self/fd").length;
    processes.prepare()();
    await until(() => waiting().length === 0 && readdirSync("/proc/self/fd").length === before);
    const { child } = await startChild(directory, "/bin/true", [], processes);
    expect(await child.exited).toEqual({ kind: "exited", code: 0 });
  });

  test("is made anew where what waited was killed", async () => {
    const processes = openRealProcesses();
    processes.prepare();
    await until(() => waiting().length > 0);
    const [prepared] = waiting();
    if (prepared === undefined) throw new Error("nothing was prepared");
    process.kill(prepared, "SIGKILL");
    await until(() => !listPids().includes(prepared));
    const { child } = await startChild(directory, "/bin/true", [], processes);
    expect(await child.exited).toEqual({ kind: "exited", code: 0 });
    expect(child.pid).not.toBe(prepared);
  });
});

test("a command whose arguments and environment are long starts as any other", async () => {
  const env = { ...childEnv, LONG: "x".repeat(120_000), LONGER: "y".repeat(120_000) };
  const args = ["-c", 'printf %s "$1$LONG$LONGER" | wc -c', "sh", "z".repeat(120_000)];
  const outputFile = join(directory, "long.log");
  const started = await realProcesses.start({ executable: "/bin/sh", args, env, outputFile });
  if (!started.started) throw new Error(started.code);
  await started.child.exited;
  expect(readFileSync(outputFile, "utf8").trim()).toBe("360000");
});

test.each(["short", "long"])(
  "a start that is killed before it is the command (%s) is told as a start that was killed",
  async (length) => {
    const env = { ...childEnv, LONG: length === "long" ? "x".repeat(120_000) : "" };
    const starting = realProcesses.start({
      executable: "/bin/true",
      args: [],
      env,
      outputFile: join(directory, "killed.log"),
    });
    await until(() => trampolinesOf(process.pid).length > 0);
    for (const pid of trampolinesOf(process.pid)) process.kill(pid, "SIGKILL");
    const started = await starting;
    expect(started.started && (await started.child.exited)).toEqual({ kind: "signalled", signal: "SIGKILL" });
  },
);

test("what a start script left in the background is asked to end when the script has ended", async () => {
  const { child } = await startChild(directory, fixture("leaves-child.sh"), ["/bin/sleep", "600"]);
  expect(await child.exited).toEqual({ kind: "exited", code: 0 });
  await until(() => membersOf(child.pid).length === 0);
  // One that has ended belongs to the group until its new parent has reaped it.
  await until(() => !child.groupAlive());
});

/** A parent that starts a command as the supervisor starts a Collector. */
async function tiedParent(tie: "lease" | "no-lease" | "prepared", ...command: string[]) {
  return await tiedParentAs("", tie, ...command);
}

/** The same where the command runs as `account`, `uid:gid`. */
async function tiedParentAs(account: string, tie: "lease" | "no-lease" | "prepared", ...command: string[]) {
  const mark = crypto.randomUUID();
  marks.push(`MARK=${mark}`);
  const outputFile = join(directory, `${mark}.log`);
  const parent = Bun.spawn([process.execPath, fixture("tied-parent.ts"), tie, outputFile, ...command], {
    env: { ...process.env, MARK: mark, ...(account !== "" && { ACCOUNT: account }) },
    stdout: "pipe",
  });
  const reader = parent.stdout.getReader();
  const { value } = await reader.read();
  const child = Number(new TextDecoder().decode(value));
  if (!(child > 0)) throw new Error("the command was not started");
  const alive = () => markedWith(`MARK=${mark}`).filter((pid) => pid !== parent.pid);
  const die = async () => {
    parent.kill("SIGKILL");
    await parent.exited;
  };
  return { child, outputFile, alive, die };
}

describe("when the supervisor is killed", () => {
  test("what was prepared ends", async () => {
    const parent = await tiedParent("prepared");
    expect(parent.alive()).toEqual([parent.child]);
    await parent.die();
    await until(() => parent.alive().length === 0);
  });

  test("the Collector ends", async () => {
    const parent = await tiedParent("lease", "/bin/sleep", "600");
    expect(parent.alive()).toEqual([parent.child]);
    await parent.die();
    await until(() => parent.alive().length === 0);
  });

  test.each([
    ["in the background", "wrapper.sh"],
    ["with another standard input", "redirects-input.sh"],
  ])("the children of a start script end too, those %s", async (_, script) => {
    const parent = await tiedParent("lease", fixture(script), fixture(script), "/bin/sleep", "600");
    await until(() => parent.alive().length === 3);
    await parent.die();
    await until(() => parent.alive().length === 0);
  });

  test("the Collector is asked to end, so that it can finish its work", async () => {
    const parent = await tiedParent("lease", process.execPath, fixture("ends-slowly.ts"));
    await hasWritten(parent.outputFile, "ready");
    await parent.die();
    await hasWritten(parent.outputFile, "ended");
  });

  test("the Collector ends where there is no lease too", async () => {
    const parent = await tiedParent("no-lease", "/bin/sleep", "600");
    expect(readlinkSync(`/proc/${parent.child}/fd/0`)).toBe("/dev/null");
    await parent.die();
    await until(() => parent.alive().length === 0);
  });
});

describe.skipIf(process.getuid?.() !== 0)("when the supervisor is killed, and the Collector is another user's", () => {
  const nobody = "65534:65534";

  test("the Collector ends where there is no lease too", async () => {
    const parent = await tiedParentAs(nobody, "no-lease", "/bin/sleep", "600");
    expect(statusField(parent.child, "Uid")).toStartWith("65534");
    await parent.die();
    await until(() => parent.alive().length === 0);
  });

  test("the children of a start script end too, by the lease", async () => {
    const script = readFileSync(fixture("redirects-input.sh"), "utf8").replace('"$@" </dev/null', "$0 600 </dev/null");
    const parent = await tiedParentAs(nobody, "lease", "/bin/sh", "-c", script, "/bin/sleep");
    await until(() => parent.alive().length === 2);
    expect(parent.alive().map((pid) => statusField(pid, "Uid")?.split("\t")[0])).toEqual(["65534", "65534"]);
    await parent.die();
    await until(() => parent.alive().length === 0);
  });
});

test("a trampoline that does not obey in time is a start that failed, and leaves nothing", async () => {
  const deaf = createProcesses({
    clock: createClock(),
    libc: openLibc(),
    self: ["/bin/sh", "-c", "sleep 600; :", "deaf"],
    obeysWithinMs: 50,
  });
  const outputFile = join(directory, "deaf.log");
  const start = await deaf.start({ executable: "/bin/true", args: [], env: childEnv, outputFile });
  expect(start).toEqual({ started: false, code: "ETIMEDOUT" });
  await until(() => listPids().every((pid) => !readProc(pid, "cmdline")?.includes(`__exec\0${process.pid}`)));
  expect(executionFailure("/bin/true", "ETIMEDOUT")).toContain("the system has not begun to execute it in 30 s");
});

import { expect, test } from "bun:test";
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { openLibc } from "../../../src/runtime/os/libc.ts";
import { listProcesses, readProc } from "../../../src/runtime/os/linux-processes.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createProcesses } from "../../../src/runtime/shared/processes.ts";
import { canBeElsewhere, elsewhere } from "../../support/elsewhere.ts";
import { fixture, sourceCommand } from "../../support/project.ts";
import { markedWith, until } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const env = { PATH: process.env["PATH"] ?? "/usr/bin:/bin" };
const processes = createProcesses({ clock: createClock(), libc: openLibc(), self: sourceCommand });
const withoutFfi = createProcesses({ clock: createClock(), libc: undefined, self: sourceCommand });

/** Signs of which the argument fits nobody. */
const signs = (assignment: string) => ({
  assignment,
  argument: { flag: "--config", file: "/nonexistent/effective.yaml" },
});

async function started(executable: string, args: string[], extra: Record<string, string> = {}) {
  const outputFile = join(directory, `${crypto.randomUUID()}.log`);
  const result = await processes.start({ executable, args, env: { ...env, ...extra }, outputFile });
  if (!result.started) throw new Error(`not started: ${result.code}`);
  return { child: result.child, outputFile };
}

test("a started child is the program itself, in a group of its own", async () => {
  const { child } = await started("/bin/sleep", ["60"]);
  expect(readFileSync(`/proc/${child.pid}/comm`, "utf8").trim()).toBe("sleep");
  expect(listProcesses().find(({ pid }) => pid === child.pid)?.group).toBe(child.pid);
  expect(child.groupAlive()).toBe(true);
  expect(child.signalGroup("SIGTERM")).toBe(true);
  expect(await child.exited).toEqual({ kind: "signalled", signal: "SIGTERM" });
  expect(child.groupAlive()).toBe(false);
});

test("a signal to the group reaches the children of a wrapper script", async () => {
  const { child } = await started(fixture("wrapper.sh"), ["/bin/sleep", "61"]);
  const member = () =>
    listProcesses().some(({ pid, group, zombie }) => group === child.pid && pid !== child.pid && !zombie);
  while (!member()) await Bun.sleep(1);
  child.signalGroup("SIGKILL");
  await child.exited;
  while (child.groupAlive()) await Bun.sleep(1);
  expect(member()).toBe(false);
});

test("output is appended to the file, which nobody else may read", async () => {
  const { child, outputFile } = await started("/bin/sh", ["-c", "echo out; echo err >&2; exit 3"]);
  expect(await child.exited).toEqual({ kind: "exited", code: 3 });
  expect(readFileSync(outputFile, "utf8")).toBe("out\nerr\n");
  expect(statSync(outputFile).mode & 0o777).toBe(0o600);
});

test.if(process.platform === "linux")("a child that writes to its file tells how far it is", async () => {
  const { child, outputFile } = await started("/bin/sh", ["-c", "echo four >&2; echo four more; exec sleep 60"]);
  await until(() => readFileSync(outputFile, "utf8").endsWith("more\n"));
  expect(child.errorPosition()).toBe("four\nfour more\n".length);
  child.signalGroup("SIGKILL");
  await child.exited;
  await until(() => child.errorPosition() === undefined);
});

const unreadable = join(directory, "not-executable");
const nonsense = join(directory, "nonsense");
writeFileSync(unreadable, "#!/bin/sh\n", { mode: 0o600 });
writeFileSync(nonsense, "no program");
chmodSync(nonsense, 0o755);

test.each([
  ["a missing file", "/nonexistent/otelcol", "ENOENT"],
  ["a file without the executable bit", unreadable, "EACCES"],
  ["a file that is no program", nonsense, "ENOEXEC"],
])("%s is reported with the errno of the system", async (_, executable, code) => {
  const outputFile = join(directory, "refused.log");
  expect(await processes.start({ executable, args: [], env, outputFile })).toEqual({ started: false, code });
  expect(await processes.run({ executable, args: [], env, timeoutMs: 5_000 })).toEqual({ started: false, code });
});

test("a child gets exactly the environment that was asked for", async () => {
  const outcome = await processes.run({
    executable: "/usr/bin/env",
    args: [],
    env: { ONLY: "this" },
    timeoutMs: 5_000,
  });
  expect(outcome).toMatchObject({ started: true, stdout: "ONLY=this\n", stderr: "" });
});

test("a command that takes too long is killed with its whole group", async () => {
  const marker = crypto.randomUUID();
  const outcome = await processes.run({
    executable: fixture("wrapper.sh"),
    args: ["/bin/sleep", "62"],
    env: { ...env, MARKER: marker },
    timeoutMs: 300,
  });
  expect(outcome).toMatchObject({ started: true, timedOut: true, exit: { kind: "signalled", signal: "SIGKILL" } });
  await until(() => markedWith(`MARKER=${marker}`).length === 0);
});

test("captured output is bounded, and a child that prints more is not stopped by it", async () => {
  const outcome = await processes.run({
    executable: "/bin/sh",
    args: ["-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo done >&2"],
    env,
    timeoutMs: 20_000,
    maxOutputBytes: 1000,
  });
  if (!outcome.started) throw new Error("not started");
  expect(outcome.stdout).toBe("x".repeat(1000));
  expect(outcome.stderr).toBe("done\n");
});

test("leftovers are found by the mark in their environment and ended, with their children", async () => {
  const mark = crypto.randomUUID();
  const { child } = await started(fixture("wrapper.sh"), ["/bin/sleep", "63"], { LEFTOVER: mark });
  await until(() => markedWith(`LEFTOVER=${mark}`).length === 2);
  const ended = await processes.endLeftovers(signs(`LEFTOVER=${mark}`));
  expect(ended).toContain(child.pid);
  expect(ended.length).toBe(2);
  expect(child.groupAlive()).toBe(false);
  expect(await processes.endLeftovers(signs(`LEFTOVER=${mark}`))).toEqual([]);
});

test("leftovers are found by the configuration file among their arguments, whatever the path looks like to them", async () => {
  const file = join(directory, "storage", "effective.yaml");
  const program = [process.execPath, "-e", "setInterval(() => {}, 1000)", "--"];
  const spawn = (...args: string[]) =>
    Bun.spawn([...program, ...args], { cwd: directory, stdio: ["ignore", "ignore", "ignore"] });
  const ours = [spawn("--config", "storage/effective.yaml"), spawn("--config", file), spawn(`--config=file:${file}`)];
  const others = [spawn("--config", "/elsewhere/effective.yaml"), spawn(file)];
  // A process that has just begun has no arguments yet, for a moment.
  await until(() => [...ours, ...others].every(({ pid }) => readProc(pid, "cmdline")));
  const ended = await processes.endLeftovers({ argument: { flag: "--config", file } });
  expect(new Set(ended)).toEqual(new Set(ours.map(({ pid }) => pid)));
  expect(others.map(({ exitCode, signalCode }) => exitCode ?? signalCode)).toEqual([null, null]);
  others.forEach((other) => other.kill("SIGKILL"));
});

test.skipIf(!canBeElsewhere())("what sees another directory at the path of the file is no leftover", async () => {
  const place = scratchDirectory();
  const file = join(place, "effective.yaml");
  const program = [process.execPath, "-e", "setInterval(() => {}, 1000)", "--", "--config", file];
  const spawn = (command: string[]) => Bun.spawn(command, { stdio: ["ignore", "ignore", "ignore"] });
  const stranger = spawn([...elsewhere(place, scratchDirectory()), ...program]);
  const ours = spawn(program);
  await until(() => [stranger, ours].every(({ pid }) => readProc(pid, "cmdline")?.startsWith(process.execPath)));
  expect(await processes.endLeftovers({ argument: { flag: "--config", file } })).toEqual([ours.pid]);
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  stranger.kill("SIGKILL");
});

test("without FFI everything still starts, and the ties say that they are off", async () => {
  const outcome = await withoutFfi.run({ executable: "/bin/echo", args: ["hello"], env, timeoutMs: 5_000 });
  expect(outcome).toMatchObject({ started: true, stdout: "hello\n" });
  expect(withoutFfi.ties).toEqual({ parentDeathSignal: false, stdinLease: false, watcher: true, jobObject: false });
  expect(processes.ties).toEqual({ parentDeathSignal: true, stdinLease: true, watcher: true, jobObject: false });
});

test("a command that nobody waits for any more is killed with its whole group", async () => {
  const mark = crypto.randomUUID();
  const stop = new AbortController();
  const outcome = processes.run({
    executable: fixture("wrapper.sh"),
    args: ["/bin/sleep", "64"],
    env: { ...env, MARK: mark },
    timeoutMs: 60_000,
    signal: stop.signal,
  });
  await until(() => markedWith(`MARK=${mark}`).length === 2);
  stop.abort();
  expect(await outcome).toMatchObject({
    started: true,
    timedOut: false,
    exit: { kind: "signalled", signal: "SIGKILL" },
  });
  await until(() => markedWith(`MARK=${mark}`).length === 0);
});

test("a signal that is aborted already ends a command at once", async () => {
  const signal = AbortSignal.abort();
  const outcome = await processes.run({ executable: "/bin/sleep", args: ["65"], env, timeoutMs: 60_000, signal });
  expect(outcome).toMatchObject({ started: true, exit: { kind: "signalled", signal: "SIGKILL" } });
});

test("what has left the group and holds the output open is waited for no longer than the command may take", async () => {
  const mark = crypto.randomUUID();
  const away = join(directory, mark);
  const leaves = "echo said; setsid sh -c 'echo away >$AWAY; exec sleep 66' & until [ -s $AWAY ]; do sleep 0.01; done";
  const outcome = await processes.run({
    executable: "/bin/sh",
    args: ["-c", leaves],
    env: { ...env, MARK: mark, AWAY: away },
    timeoutMs: 500,
  });
  expect(outcome).toMatchObject({ started: true, stdout: "said\n", timedOut: true, exit: { kind: "exited", code: 0 } });
  expect((await processes.endLeftovers(signs(`MARK=${mark}`))).length).toBe(1);
});

test("no descriptor stays open after a child, whether it was started, run or refused", async () => {
  const open = () => readdirSync("/proc/self/fd").length;
  const outputFile = join(directory, "descriptors.log");
  const round = async () => {
    const { child } = await started("/bin/true", []);
    await child.exited;
    await processes.run({ executable: "/bin/true", args: [], env, timeoutMs: 5_000 });
    await processes.start({ executable: "/nonexistent", args: [], env, outputFile });
  };
  await round();
  const before = open();
  for (let rounds = 0; rounds < 5; rounds++) await round();
  await until(() => open() <= before);
});

test("a program of ours that is gone is reported, and costs no descriptor", async () => {
  const lost = createProcesses({
    clock: createClock(),
    libc: openLibc(),
    self: ["/nonexistent/opampsupervisor"],
  });
  const outputFile = join(directory, "lost.log");
  const before = readdirSync("/proc/self/fd").length;
  for (let attempt = 0; attempt < 5; attempt++) {
    expect(await lost.start({ executable: "/bin/true", args: [], env, outputFile })).toEqual({
      started: false,
      code: "ENOENT",
    });
  }
  expect(readdirSync("/proc/self/fd").length).toBeLessThanOrEqual(before);
});

test("an output file that cannot be opened is an error with the code of the system", async () => {
  const start = processes.start({ executable: "/bin/true", args: [], env, outputFile: "/nonexistent/agent.log" });
  await expect(start).rejects.toMatchObject({ code: "ENOENT" });
});

test("a leftover that ignores SIGTERM is killed", async () => {
  const mark = crypto.randomUUID();
  const { child, outputFile } = await started(fixture("ignores-term.sh"), [], { LEFTOVER: mark });
  await until(() => readFileSync(outputFile, "utf8") === "ready\n");
  let now = 0;
  const clock = createClock();
  const hurried = createProcesses({
    clock: { ...clock, monotonic: () => (now += 1000) },
    libc: openLibc(),
    self: sourceCommand,
  });
  expect(await hurried.endLeftovers(signs(`LEFTOVER=${mark}`))).toContain(child.pid);
  expect(await child.exited).toEqual({ kind: "signalled", signal: "SIGKILL" });
});

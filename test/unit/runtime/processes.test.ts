import { expect, test } from "bun:test";
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { createBunClock } from "../../../src/runtime/bun/clock.ts";
import { createBunProcesses } from "../../../src/runtime/bun/processes.ts";
import { openLibc } from "../../../src/runtime/os/libc.ts";
import { listProcesses, startedWith } from "../../../src/runtime/os/linux-processes.ts";
import { fixture, sourceCommand } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const env = { PATH: process.env["PATH"] ?? "/usr/bin:/bin" };
const processes = createBunProcesses({ clock: createBunClock(), libc: openLibc(), self: sourceCommand });
const withoutFfi = createBunProcesses({ clock: createBunClock(), libc: undefined, self: sourceCommand });

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
  expect(listProcesses().filter(({ pid, zombie }) => !zombie && startedWith(pid, `MARKER=${marker}`))).toEqual([]);
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
  while (listProcesses().filter(({ group, zombie }) => group === child.pid && !zombie).length < 2) await Bun.sleep(1);
  const ended = await processes.endMarked("LEFTOVER", mark);
  expect(ended).toContain(child.pid);
  expect(ended.length).toBe(2);
  expect(child.groupAlive()).toBe(false);
  expect(await processes.endMarked("LEFTOVER", mark)).toEqual([]);
});

test("without FFI everything still starts, and the ties say that they are off", async () => {
  const outcome = await withoutFfi.run({ executable: "/bin/echo", args: ["hello"], env, timeoutMs: 5_000 });
  expect(outcome).toMatchObject({ started: true, stdout: "hello\n" });
  expect(withoutFfi.ties).toEqual({ parentDeathSignal: false, stdinLease: false });
});

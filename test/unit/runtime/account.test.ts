import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { openLibc } from "../../../src/runtime/os/libc.ts";
import type { Processes } from "../../../src/runtime/process-ports.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { createProcesses } from "../../../src/runtime/shared/processes.ts";
import { sourceCommand } from "../../support/project.ts";
import { childEnv } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const isRoot = process.platform === "linux" && process.getuid?.() === 0;
const account = { uid: 65534, gid: 65533, groups: [65533, 4242] };
const directory = scratchDirectory();
chmodSync(directory, 0o755);

const processesWith = (libc: ReturnType<typeof openLibc>): Processes =>
  createProcesses({ clock: createClock(), libc, self: sourceCommand });
const processes = processesWith(openLibc());

/** The file that an account may read only by way of its group, and one that it may not. */
function twoFiles(): { readable: string; secret: string } {
  const [readable, secret] = ["readable", "secret"].map((name) => join(directory, `${name}-${crypto.randomUUID()}`));
  if (readable === undefined || secret === undefined) throw new Error("two names");
  for (const file of [readable, secret]) writeFileSync(file, "text", { mode: 0o600 });
  return { readable, secret };
}

describe.skipIf(!isRoot)("a command that runs as somebody else", () => {
  test.each([
    ["", processes],
    [", where there is no FFI too", processesWith(undefined)],
  ])("has that user, that group and its groups, and no right of ours%s", async (_, subject) => {
    const outcome = await subject.run({
      executable: "/bin/sh",
      args: ["-c", "grep -E '^(Uid|Gid|Groups|CapPrm|CapEff|CapAmb)' /proc/self/status"],
      env: childEnv,
      timeoutMs: 10_000,
      account,
    });
    if (!outcome.started) throw new Error(outcome.code);
    const lines = outcome.stdout.trim().split("\n");
    const facts = Object.fromEntries(lines.map((line) => line.replaceAll(/\s+/g, " ").trim().split(": ")));
    const none = "0".repeat(16);
    expect(facts).toEqual({
      Uid: "65534 65534 65534 65534",
      Gid: "65533 65533 65533 65533",
      Groups: "4242 65533",
      CapPrm: none,
      CapEff: none,
      CapAmb: none,
    });
  });

  test("writes to the file that we opened, which it may not open itself", async () => {
    const outputFile = join(directory, `${crypto.randomUUID()}.log`);
    const script = 'echo output; cat "$1"; pwd';
    const args = ["-c", script, "sh", outputFile];
    const started = await processes.start({ executable: "/bin/sh", args, env: childEnv, outputFile, account });
    if (!started.started) throw new Error(started.code);
    await started.child.exited;
    const text = readFileSync(outputFile, "utf8");
    expect(text).toStartWith("output\n");
    expect(text).toContain("Permission denied");
    expect(statSync(outputFile)).toMatchObject({ uid: 0, mode: 0o100600 });
  });

  test("reads what was written for its group, in a directory that lets it pass, and nothing beside it", async () => {
    const files = createFiles({ libc: undefined });
    const folder = join(directory, crypto.randomUUID(), "storage");
    await files.ensureDirectory(folder, { passage: account.gid });
    expect(statSync(folder)).toMatchObject({ uid: 0, gid: account.gid, mode: 0o40710 });
    expect(statSync(join(folder, "..")).mode).toBe(0o40710);
    await files.write(join(folder, "effective.yaml"), "x", { readers: account.gid });
    await files.write(join(folder, "secret.yaml"), "x");
    expect(statSync(join(folder, "effective.yaml"))).toMatchObject({ uid: 0, gid: account.gid, mode: 0o100640 });
    const read = (name: string) => ({ path: join(folder, name), to: "read" as const });
    expect(
      await processes.tryAccess(account, [read("effective.yaml"), read("secret.yaml"), read("missing"), read(".")]),
    ).toEqual({ asked: true, refusals: ["", "EACCES", "ENOENT", "EACCES"] });
  });

  test("goes to / where it may not enter the working directory, and stays where it may", async () => {
    const closed = join(directory, crypto.randomUUID());
    mkdirSync(closed, { mode: 0o700 });
    const program = `
      import { createRuntime } from ${JSON.stringify(join(import.meta.dir, "../../../src/runtime/shared/runtime.ts"))};
      const { processes } = createRuntime({ self: ${JSON.stringify(sourceCommand)} });
      const account = ${JSON.stringify(account)};
      const outcome = await processes.run({ executable: "/bin/pwd", args: [], env: {}, timeoutMs: 10_000, account });
      process.stdout.write(outcome.stdout);`;
    const from = async (cwd: string) =>
      (await Bun.spawn([process.execPath, "-e", program], { cwd, stdout: "pipe" }).stdout.text()).trim();
    expect(await from(closed)).toBe("/");
    expect(await from(directory)).toBe(directory);
  });

  test("is started as any other where that is who we are", async () => {
    const { readable } = twoFiles();
    const us = { uid: 0, gid: 0, groups: [0] };
    expect(await processes.tryAccess(us, [{ path: readable, to: "read" }])).toEqual({ asked: true, refusals: [""] });
    expect(processes.whyNotAs(us)).toBeUndefined();
    expect(processes.whyNotAs(account)).toBeUndefined();
  });

  test("that may not be executed by it is refused with the errno of the system", async () => {
    const program = join(directory, crypto.randomUUID());
    writeFileSync(program, "#!/bin/sh\n", { mode: 0o700 });
    const command = { executable: program, args: [], env: childEnv, timeoutMs: 10_000, account };
    expect(await processes.run(command)).toEqual({ started: false, code: "EACCES" });
    expect(await processes.run({ ...command, account: { uid: 0, gid: 0, groups: [0] } })).toMatchObject({
      started: true,
    });
  });
});

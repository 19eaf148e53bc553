import { describe, expect, test } from "bun:test";
import { readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";

import { openLibc } from "../../../src/runtime/os/libc.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { lockAddress, lockBySocket } from "../../../src/runtime/shared/socket-lock.ts";
import { fixture } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const newPath = () => join(directory, crypto.randomUUID());

describe.each([
  ["ffi", createFiles({ libc: openLibc() })],
  ["no-ffi", createFiles({ libc: undefined })],
] as const)("a lock (%s)", (way, files) => {
  test("holds the content in a file that nobody else may read", async () => {
    const path = newPath();
    writeFileSync(path, "the content of an earlier holder\n", { mode: 0o644 });
    const lock = await files.lock(path, "77\n");
    expect(lock.held).toBe(true);
    expect(readFileSync(path, "utf8")).toBe("77\n");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    if (lock.held) lock.release();
  });

  test("refuses the next with the holder's content, by whatever path it comes, until it is released", async () => {
    const path = newPath();
    const lock = await files.lock(path, "77\n");
    symlinkSync(path, `${path}.link`);
    expect(await files.lock(path, "78\n")).toEqual({ held: false, holder: "77\n" });
    expect(await files.lock(`${path}.link`, "79\n")).toEqual({ held: false, holder: "77\n" });
    expect(readFileSync(path, "utf8")).toBe("77\n");
    if (!lock.held) throw new Error("not held");
    lock.release();
    lock.release();
    const next = await files.lock(path, "80\n");
    expect(next.held).toBe(true);
    if (next.held) next.release();
  });

  test("is not in the way of another file", async () => {
    const locks = [await files.lock(newPath(), "1"), await files.lock(newPath(), "2")];
    for (const lock of locks) {
      expect(lock.held).toBe(true);
      if (lock.held) lock.release();
    }
  });

  test("holds between processes and ends with a killed one", async () => {
    const path = newPath();
    await using holder = lockHolder(way, path);
    expect(await holder.says).toBe("held");
    expect(await files.lock(path, "x")).toEqual({ held: false, holder: `${holder.pid}\n` });
    await using second = lockHolder(way, path);
    expect(await second.says).toBe(`refused: ${holder.pid}`);
    await holder[Symbol.asyncDispose]();
    const lock = await files.lock(path, "mine");
    expect(lock.held).toBe(true);
    if (lock.held) lock.release();
  });

  test("on a file that cannot be opened fails with the errno name", async () => {
    await expect(files.lock(join(directory, "none/lock"), "x")).rejects.toMatchObject({ code: "ENOENT" });
  });
});

function lockHolder(way: string, path: string) {
  const child = Bun.spawn([process.execPath, fixture("lock-holder.ts"), way, path], { stdout: "pipe" });
  const firstLine = async () => {
    for await (const chunk of child.stdout) return new TextDecoder().decode(chunk).trim();
    return "nothing";
  };
  return {
    pid: child.pid,
    says: firstLine(),
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.exited;
    },
  };
}

describe("a lock by a socket", () => {
  test("stands for the file and not for its path, where the kernel has names without files", () => {
    const file = { path: "/a/lock", identity: "8:15" };
    for (const platform of ["linux", "win32"] as const) {
      expect(lockAddress({ ...file, path: "/b/lock" }, platform)).toBe(lockAddress(file, platform));
      expect(lockAddress({ ...file, identity: "8:16" }, platform)).not.toBe(lockAddress(file, platform));
    }
    expect(lockAddress(file, "linux")).toMatch(/^\0opampsupervisor-[0-9a-f]{32}$/);
    expect(lockAddress(file, "win32")).toMatch(/^\\\\\.\\pipe\\opampsupervisor-[0-9a-f]{32}$/);
    expect(lockAddress(file, "darwin")).toBe("/a/lock.sock");
  });

  test("on a socket file is refused while somebody listens there", async () => {
    const address = `${newPath()}.sock`;
    const release = await lockBySocket(address);
    expect(await lockBySocket(address)).toBe(false);
    if (release === false) throw new Error("not held");
    release();
  });

  test("replaces a socket file that a killed process left behind", async () => {
    const address = `${newPath()}.sock`;
    const killed = Bun.spawn([
      process.execPath,
      "-e",
      `require("net").createServer().listen(${JSON.stringify(address)}, () => process.kill(process.pid, "SIGKILL"))`,
    ]);
    await killed.exited;
    expect(statSync(address).isSocket()).toBe(true);
    const release = await lockBySocket(address);
    expect(release).not.toBe(false);
    if (release !== false) release();
  });

  test("that cannot listen for another reason fails with it", async () => {
    await expect(lockBySocket(join(directory, "none/lock.sock"))).rejects.toMatchObject({ code: expect.any(String) });
  });

  test("turns visitors away", async () => {
    const address = `\0opampsupervisor-test-${crypto.randomUUID()}`;
    const release = await lockBySocket(address);
    const visitor = connect(address);
    const { promise, resolve } = Promise.withResolvers<void>();
    visitor.on("close", () => resolve());
    await promise;
    if (release !== false) release();
  });

  test("is free again for others after its release", async () => {
    const address = `\0opampsupervisor-test-${crypto.randomUUID()}`;
    const release = await lockBySocket(address);
    if (release === false) throw new Error("not held");
    release();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const other = createServer().on("listening", resolve).on("error", reject).listen(address);
    await promise;
    other.close();
  });
});

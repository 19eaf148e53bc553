import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { checkExecutable, executionFailure } from "../../../src/collector/executable.ts";
import { explainExecutionFailure } from "../../../src/collector/execution-failure.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { createHost } from "../../../src/runtime/shared/host.ts";
import { errno, MemoryFiles } from "../../support/memory-files.ts";
import { childEnv, realProcesses } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const files = createFiles({ libc: undefined });
const host = createHost();

function put(name: string, data: string | Uint8Array, mode = 0o755): string {
  const path = join(directory, name);
  writeFileSync(path, data);
  chmodSync(path, mode);
  return path;
}

describe("before it is started", () => {
  const check = (executable: string) => checkExecutable({ executable, files, host });

  test("a program may be used", async () => {
    expect(await check("/bin/sh")).toMatchObject({ usable: true, stat: { kind: "file", executable: true } });
  });

  test("a missing file is told", async () => {
    const executable = join(directory, "missing");
    const message = `no such file: ${executable}`;
    expect(await check(executable)).toEqual({ usable: false, code: "NO_SUCH_FILE", message });
    expect(await check("/bin/sh/otelcol")).toMatchObject({ code: "NO_SUCH_FILE" });
  });

  test("a missing file without a whole path is told with the place that was looked at", async () => {
    const message = `no such file: otelcol (looked for in ${host.directory}, not in PATH)`;
    expect(await check("otelcol")).toEqual({ usable: false, code: "NO_SUCH_FILE", message });
  });

  test("a directory is told", async () => {
    const executable = join(directory, "folder");
    mkdirSync(executable);
    const message = `not a file: ${executable} (it is a directory)`;
    expect(await check(executable)).toEqual({ usable: false, code: "NOT_A_FILE", message });
    expect(await check("/dev/null")).toMatchObject({ message: "not a file: /dev/null (it is a special file)" });
  });

  test("a file that may not be executed is told, with a cure", async () => {
    const executable = put("plain", "#!/bin/sh\n", 0o600);
    const message = `not executable: ${executable} (chmod +x would make it so)`;
    expect(await check(executable)).toEqual({ usable: false, code: "NOT_EXECUTABLE", message });
  });

  test("a directory on the way that may not be entered is told", async () => {
    const closed = new MemoryFiles();
    closed.intercept = () => {
      throw errno("EACCES");
    };
    expect(await checkExecutable({ executable: "/closed/otelcol", files: closed, host })).toEqual({
      usable: false,
      code: "CANNOT_LOOK",
      message: "cannot look at /closed/otelcol: EACCES",
    });
  });
});

describe("what the system refuses to execute", () => {
  async function refusal(executable: string) {
    const outcome = await realProcesses.run({ executable, args: [], env: childEnv, timeoutMs: 10_000 });
    if (outcome.started) throw new Error("it was started");
    return await explainExecutionFailure({ executable, code: outcome.code, files, host });
  }

  const shell = readFileSync("/bin/sh");

  test("is named by its architecture where that is another one", async () => {
    const program = Buffer.from(shell);
    program.writeUInt16LE(host.arch === "riscv64" ? 0x102 : 0xf3, 18);
    const executable = put("foreign", program);
    expect(await refusal(executable)).toEqual({
      code: "WRONG_ARCHITECTURE",
      message: expect.stringMatching(
        new RegExp(`^${executable} is built for linux/\\w+, this machine is linux/${host.arch}$`),
      ),
      blameless: false,
    });
  });

  test("is named by the dynamic loader that is missing", async () => {
    const at = shell.indexOf("/ld-linux");
    const program = Buffer.from(shell);
    program.write("/ld-other", at);
    const executable = put("other-libc", program);
    expect(await refusal(executable)).toEqual({
      code: "CANNOT_EXECUTE",
      message: expect.stringMatching(
        /cannot be started: its dynamic loader \/lib.*\/ld-other.* is not on this machine/,
      ),
      blameless: false,
    });
  });

  test("is named by the interpreter that is missing", async () => {
    const executable = put("script", "#!/nonexistent/bash -e\n");
    const message = `${executable} cannot be started: its interpreter /nonexistent/bash is not on this machine`;
    expect(await refusal(executable)).toEqual({ code: "CANNOT_EXECUTE", message, blameless: false });
  });

  test("is told to have Windows line ends where that is the cause", async () => {
    const executable = put("windows", "#!/bin/sh\r\necho hello\r\n");
    expect((await refusal(executable)).message).toContain("its first line ends with a carriage return");
  });

  test.each([
    ["an empty file", ""],
    ["a script without a first line of its own", "echo hello\n"],
  ])("%s is no program", async (_, text) => {
    const executable = put("no-program", text);
    expect(await refusal(executable)).toEqual({
      code: "CANNOT_EXECUTE",
      message: `${executable} cannot be started: not a program for this machine, nor a script with an interpreter in its first line (ENOEXEC)`,
      blameless: false,
    });
  });

  test("is explained by the error alone where the file cannot be read", async () => {
    const executable = join(directory, "unreadable");
    expect(await explainExecutionFailure({ executable, code: "ENOENT", files, host })).toEqual({
      code: "CANNOT_EXECUTE",
      message: executionFailure(executable, "ENOENT"),
      blameless: false,
    });
  });

  test.each(["ENOMEM", "EAGAIN", "EMFILE", "ETXTBSY", "ETIMEDOUT", "EACCES", "EPERM"])(
    "and %s says nothing of the file",
    async (code) => {
      const executable = put("any", "#!/bin/sh\n");
      expect(await explainExecutionFailure({ executable, code, files, host })).toMatchObject({ blameless: true });
    },
  );

  test("keeps an errno that nobody has words for", () => {
    expect(executionFailure("/x", "EIO")).toBe("/x cannot be started: EIO");
  });
});

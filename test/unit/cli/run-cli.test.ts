import { describe, expect, test } from "bun:test";
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { commands } from "../../../src/cli/commands.ts";
import { sourceCommand } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();

interface Streams {
  stdout?: number | "pipe";
  stderr?: number | "pipe";
}

async function run(args: readonly string[], { stdout = "pipe", stderr = "pipe" }: Streams = {}) {
  const child = Bun.spawn([...sourceCommand, ...args], { cwd: directory, stdout, stderr });
  const text = (stream: unknown) => (stream instanceof ReadableStream ? new Response(stream).text() : "");
  const [code, out, err] = await Promise.all([child.exited, text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

function configuration(lines: string): string {
  const path = join(directory, `${crypto.randomUUID()}.yaml`);
  writeFileSync(path, `server: {endpoint: "ws://127.0.0.1:1/v1/opamp"}\n${lines}\n`);
  return path;
}

describe("what is asked for is printed to standard output, with exit code 0", () => {
  test.each(["--version", "-v"])("%s", async (flag) => {
    expect(await run([flag])).toEqual({ code: 0, out: "opampsupervisor source\n", err: "" });
  });

  test.each(["--help", "-h"])("%s", async (flag) => {
    const { code, out, err } = await run([flag]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("--config=<FILE>");
  });

  test("the help, when the version is asked for too", async () => {
    expect((await run(["--version", "--help"])).out).toContain("USAGE");
  });

  test("unless the disk is full: that is a failure", async () => {
    const full = openSync("/dev/full", "w");
    const { code, err } = await run(["--version"], { stdout: full });
    closeSync(full);
    expect({ code, err }).toEqual({ code: 1, err: "opampsupervisor: cannot write to standard output: ENOSPC\n" });
  });

  test("as far as a reader wants it: one that has gone is no failure", async () => {
    const program = sourceCommand.map((word) => `'${word}'`).join(" ");
    const child = Bun.spawn(["bash", "-c", `{ ${program} --help; echo "$?" >code; } | true`], {
      cwd: directory,
      stderr: "pipe",
    });
    await child.exited;
    expect(readFileSync(join(directory, "code"), "utf8")).toBe("0\n");
    expect(await new Response(child.stderr).text()).toBe("");
  });
});

describe("a mistake is told on standard error, with exit code 2", () => {
  test.each([
    [[], "--config FILE is needed (--help lists the flags)"],
    [["expalin"], "unknown command: expalin; did you mean explain? (--help lists the flags)"],
    [["nothing"], `unknown command: nothing; there are ${Object.keys(commands).join(", ")} (--help lists the flags)`],
    [["run", "surplus"], "unexpected argument: surplus (--help lists the flags)"],
    [
      ["--config", "x.yaml", "statsu"],
      "unexpected argument: statsu; the command comes first: opampsupervisor status (--help lists the flags)",
    ],
    [["validate", "a.yaml", "b.yaml"], "unexpected argument: b.yaml (--help lists the flags)"],
    [["completion", "bsh"], "unexpected argument: bsh; did you mean bash? (--help lists the flags)"],
    [["completion", "tcl"], "unexpected argument: tcl; there are bash, zsh, fish, powershell (--help lists the flags)"],
    [["version", "--jsno"], "unknown flag: --jsno; did you mean --json? (--help lists the flags)"],
    [["check-policy", "--config=x"], "REMOTE is needed (--help lists the flags)"],
    [["explain"], "--config FILE is needed (--help lists the flags)"],
    [["--bogus"], "unknown flag: --bogus (--help lists the flags)"],
    [["--config"], "--config needs a value: --config FILE (--help lists the flags)"],
    [["--config=x", "--log-encoding=xml"], "--log-encoding must be json or console, is xml"],
  ])("in the arguments: %j", async (args, problem) => {
    expect(await run(args)).toEqual({ code: 2, out: "", err: `opampsupervisor: ${problem}\n` });
  });

  test("the configuration's absence", async () => {
    const { code, out, err } = await run(["--config", "missing.yaml"]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toMatch(/^opampsupervisor: missing\.yaml: .*no such file or directory \[CONFIG_FILE\]\n$/);
  });

  test("each mistake in the configuration, with its place", async () => {
    const path = configuration("agent: {executable: /bin/true, exectuable: x}\nstorage: {directory: [1]}");
    const { code, err } = await run([`--config=${path}`]);
    expect(code).toBe(2);
    expect(err.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^opampsupervisor: .*\.yaml:2:.* \[CONFIG_UNKNOWN_KEY\]$/),
      expect.stringMatching(/^opampsupervisor: .*\.yaml:3:.* \[CONFIG_TYPE\]$/),
    ]);
  });

  test("a log file that cannot be opened", async () => {
    const path = configuration(
      `agent: {executable: /bin/true}\nstorage: {directory: ./none}\ntelemetry: {logs: {output_paths: [/nonexistent/log]}}`,
    );
    const { code, out, err } = await run(["--config", path]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("/nonexistent/log");
    expect(err).toEndWith(" [LOG_OUTPUT]\n");
  });

  test("by the exit code alone where standard error cannot take it", async () => {
    const full = openSync("/dev/full", "w");
    expect((await run(["--bogus"], { stderr: full })).code).toBe(2);
    closeSync(full);
  });
});

describe("a failure at run time is the last line of the log, with exit code 1", () => {
  const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split("\n").at(-1) ?? "");

  test("a Collector that is not there", async () => {
    const path = configuration(`agent: {executable: /nonexistent/otelcol}\nstorage: {directory: ./storage}`);
    const { code, out, err } = await run(["--config", path]);
    expect(code).toBe(1);
    expect(lastLine(`${out}${err}`)).toMatchObject({
      level: "error",
      msg: "Cannot supervise the Collector: no such file: /nonexistent/otelcol",
      code: "NO_SUCH_FILE",
    });
  });

  test("a storage directory that cannot be used", async () => {
    const path = configuration(`agent: {executable: /bin/true}\nstorage: {directory: /dev/null/storage}`);
    const { code, out, err } = await run(["--config", path]);
    expect(code).toBe(1);
    expect(lastLine(`${out}${err}`)).toMatchObject({ level: "error", code: "STORAGE" });
  });

  test("what nobody expected, such as a file that cannot be written", async () => {
    const collector = join(directory, "collector");
    writeFileSync(collector, "#!/bin/sh\nexit 1\n");
    chmodSync(collector, 0o755);
    mkdirSync(join(directory, "blocked/bootstrap.yaml"), { recursive: true });
    const path = configuration(`agent: {executable: ${collector}}\nstorage: {directory: ./blocked}`);
    const { code, out, err } = await run(["--config", path]);
    expect(code).toBe(1);
    expect(lastLine(`${out}${err}`)).toMatchObject({
      level: "error",
      msg: expect.stringMatching(/^Cannot supervise the Collector: cannot write \S+bootstrap\.yaml: EISDIR; /),
      code: "EISDIR",
    });
  });
});

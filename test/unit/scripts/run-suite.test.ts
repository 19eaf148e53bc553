import { describe, expect, test } from "bun:test";
import { join } from "node:path";

import { countsLine, nothing, sum } from "../../../scripts/test/counts.ts";
import type { Counts } from "../../../scripts/test/counts.ts";
import { failuresText } from "../../../scripts/test/failures-text.ts";
import { readReport } from "../../../scripts/test/junit.ts";
import type { Need, Supply } from "../../../scripts/test/needs.ts";
import { judge, runBunTest } from "../../../scripts/test/run-bun-test.ts";
import type { BunTestResult } from "../../../scripts/test/run-bun-test.ts";
import { runSuite } from "../../../scripts/test/run-suite.ts";
import { suites } from "../../../scripts/test/suites.ts";
import { projectRoot } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const passing = 'import { expect, test } from "bun:test";\ntest("holds", () => expect(1).toBe(1));\n';

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = scratchDirectory();
  for (const [name, text] of Object.entries(files)) await Bun.write(join(directory, "suite", name), text);
  return directory;
}

async function run(files: Readonly<Record<string, string>>): Promise<BunTestResult> {
  return runBunTest({ directory: await folderOf(files), folder: "suite", timeoutMs: 5000, output: "ignore" });
}

describe("a run is counted", () => {
  test("case by case, nested ones and skipped ones included", async () => {
    const mixed = [
      passing,
      'import { describe } from "bun:test";',
      'describe("outer", () => { test("fails", () => expect(1).toBe(2)); test.skip("waits", () => {}); });',
      'test.todo("is still to come");',
    ].join("\n");
    const { counts, problems, failures } = await run({ "mixed.test.ts": mixed, "deep/other.test.ts": passing });
    expect(counts).toEqual({ passed: 2, failed: 1, skipped: 2 });
    expect(problems).toEqual([]);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(/^suite\/mixed\.test\.ts:5 fails\n.*\n\nExpected: 2\nReceived: 1$/);
  });

  test("with a failure for a file that does not load", async () => {
    const broken = 'throw new Error("at load");\n';
    const { counts, problems } = await run({ "good.test.ts": passing, "broken.test.ts": broken });
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(problems).toEqual(["suite/broken.test.ts: no test ran"]);
  });

  test("with a failure for a file that holds no test", async () => {
    const { counts, problems } = await run({ "good.test.ts": passing, "empty.test.ts": "export const value = 1;\n" });
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(problems).toEqual(["suite/empty.test.ts: no test ran"]);
  });

  test("with a failure for a crash in the middle", async () => {
    const crash = 'import { test } from "bun:test";\ntest("dies", () => { process.kill(process.pid, "SIGKILL"); });\n';
    const { counts, problems } = await run({ "crash.test.ts": crash });
    expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(problems).toEqual(["bun test ended without a report (SIGKILL)"]);
  });

  test("with a failure for an exit code that no case explains", () => {
    const xml =
      '<testsuites tests="1" failures="0" skipped="0"><testcase name="holds" file="a.test.ts" /></testsuites>';
    expect(judge("exit code 0", 0, xml, ["a.test.ts"]).counts).toEqual({ passed: 1, failed: 0, skipped: 0 });
    const { counts, problems } = judge("exit code 3", 3, xml, ["a.test.ts"]);
    expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(problems).toEqual(["bun test ended with exit code 3 although no case failed"]);
  });

  test("with a failure for a folder without tests", async () => {
    const { counts } = await run({ "README.md": "nothing here\n" });
    expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test("with a failure for a folder that is not there", async () => {
    const options = { directory: scratchDirectory(), folder: "suite", timeoutMs: 5000, output: "ignore" } as const;
    const { counts, problems } = await runBunTest(options);
    expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(problems).toEqual(["there is no folder suite"]);
  });
});

test("each failure of a report is told with its place, markup undone, and a timeout too", () => {
  const xml = [
    '<testsuites tests="3" failures="2" skipped="0">',
    '<testcase name="holds" file="a.test.ts" line="1" />',
    '<testcase name="says &quot;a &amp; b&quot;" file="a.test.ts" line="2" assertions="1">',
    '  <failure type="AssertionError" message="short">Error: &lt;x&gt;&#10;  at a.test.ts:2:1&#10;</failure>',
    "</testcase>",
    '<testcase name="waits" file="a.test.ts" line="3" assertions="0">',
    '  <failure type="TimeoutError" message="test timed out" />',
    "</testcase>",
    "</testsuites>",
  ].join("\n");
  expect(readReport(xml)?.failures).toEqual([
    'a.test.ts:2 says "a & b"\nError: <x>\n  at a.test.ts:2:1',
    "a.test.ts:3 waits\ntest timed out",
  ]);
});

test("the end of a run names what failed, in few lines", () => {
  expect(failuresText([])).toEqual([]);
  const long = ["b.test.ts:1 much", ...Array.from({ length: 30 }, (_, index) => `line ${index}`)].join("\n");
  const [head, first = "", second = ""] = failuresText(["a.test.ts:1 fails\nwhy", long]);
  expect(head).toBe("\n── failed");
  expect(first).toBe(" FAIL  a.test.ts:1 fails\n       why");
  expect(second.split("\n")).toHaveLength(26);
  expect(second).toEndWith("(6 more lines above)");
});

test("half a report is no report", () => {
  expect(readReport('<testsuites tests="2" failures="0" skipped="0"><testsuite>')).toBeUndefined();
  expect(readReport("")).toBeUndefined();
});

describe("a suite", () => {
  interface Ran {
    counts: Counts;
    failures: readonly string[];
    printed: string;
  }

  async function suiteWith(supply: Supply, requireAll = false): Promise<Ran> {
    const reading =
      'import { expect, test } from "bun:test";\ntest("env", () => expect(process.env.PROBE).toBe("yes"));\n';
    const lines: string[] = [];
    const need: Need = { name: "a tool", supply: () => Promise.resolve(supply) };
    const { counts, failures } = await runSuite(
      { name: "sample", folder: "suite", needs: [need], timeoutMs: 5000, listAll: false },
      {
        print: (line) => lines.push(line),
        requireAll,
        signal: new AbortController().signal,
        supplies: new Map(),
        overrides: { directory: await folderOf({ "env.test.ts": reading }), output: "ignore" },
      },
    );
    return { counts, failures, printed: lines.join("\n") };
  }

  test("gets what its needs put into the environment", async () => {
    const { counts } = await suiteWith({ kind: "there", env: { PROBE: "yes" }, note: "found" });
    expect(counts).toEqual({ passed: 1, failed: 0, skipped: 0 });
  });

  test("is skipped by name where the machine lacks what it needs", async () => {
    const { counts, printed } = await suiteWith({ kind: "absent", reason: "not installed" });
    expect(counts).toEqual({ passed: 0, failed: 0, skipped: 1 });
    expect(printed).toContain("SKIP  suite sample did not run, it needs a tool: not installed");
  });

  test("fails instead where everything is required", async () => {
    const { counts, failures, printed } = await suiteWith({ kind: "absent", reason: "not installed" }, true);
    expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(failures).toEqual(["suite sample did not run, it needs a tool: not installed"]);
    expect(printed).toContain("FAIL  suite sample did not run, it needs a tool: not installed");
  });

  test("fails where what it needs is ours and broken", async () => {
    const { counts } = await suiteWith({ kind: "broken", reason: "does not compile" });
    expect(counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

test("the last line of a run has one form", () => {
  const counts = sum(sum(nothing, { passed: 2, failed: 1, skipped: 0 }), { passed: 3, failed: 0, skipped: 0 });
  expect(countsLine(counts)).toBe("5 passed, 1 failed");
  expect(countsLine({ ...counts, skipped: 2 })).toBe("5 passed, 1 failed, 2 skipped");
});

test("every folder of tests is a suite", () => {
  const files = [...new Bun.Glob("test/**/*.test.{ts,tsx}").scanSync(projectRoot)];
  const homeless = files.filter((file) => !suites.some(({ folder }) => file.startsWith(`${folder}/`)));
  expect(homeless).toEqual([]);
});

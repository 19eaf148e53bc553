import { describe, expect, test } from "bun:test";

import type { LogOutputs } from "../../../src/runtime/log-output.ts";
import { type LogSinks, openSinks } from "../../../src/telemetry/sinks.ts";
import { FakeClock } from "../../support/fake-clock.ts";

/** Outputs in memory; a path in `broken` refuses lines, a path in `missing` cannot be opened. */
class MemoryOutputs implements LogOutputs {
  readonly lines = new Map<string, string[]>();
  readonly broken = new Set<string>();
  readonly missing = new Set<string>();
  readonly slow = new Set<string>();
  readonly openings: string[] = [];

  open(path: string) {
    this.openings.push(path);
    if (this.missing.has(path)) throw Object.assign(new Error("no such directory"), { code: "ENOENT" });
    const lines: string[] = [];
    this.lines.set(path, lines);
    const write = (line: string) => {
      if (this.broken.has(path)) throw Object.assign(new Error("disk full"), { code: "ENOSPC" });
      lines.push(line);
    };
    return {
      write,
      pass: (passed: Uint8Array) => write(new TextDecoder().decode(passed)),
      behind: () => this.slow.has(path),
    };
  }
}

function sinksOf(outputs: LogOutputs, outputPaths: string[], errorOutputPaths: string[]): LogSinks {
  const result = openSinks({ outputs, clock: new FakeClock(), outputPaths, errorOutputPaths });
  if (!result.opened) throw new Error(result.reason);
  return result.sinks;
}

describe("openSinks()", () => {
  test("gives each line to every output path and to no error output path", () => {
    const outputs = new MemoryOutputs();
    sinksOf(outputs, ["stdout", "/log"], ["stderr"]).write("a");
    expect(Object.fromEntries(outputs.lines)).toEqual({ stdout: ["a"], "/log": ["a"], stderr: [] });
  });

  test("opens a path once, however often it is named", () => {
    const outputs = new MemoryOutputs();
    sinksOf(outputs, ["/log", "/log"], ["/log"]).write("a");
    expect(outputs.openings).toEqual(["/log"]);
    expect(outputs.lines.get("/log")).toEqual(["a"]);
  });

  test("tells which path cannot be opened and why", () => {
    const outputs = new MemoryOutputs();
    outputs.missing.add("/gone/log");
    expect(openSinks({ outputs, clock: new FakeClock(), outputPaths: ["/gone/log"], errorOutputPaths: [] })).toEqual({
      opened: false,
      path: "/gone/log",
      reason: "cannot open the log output /gone/log: ENOENT: no such directory",
    });
  });

  test("tells the error outputs once that lines are lost, and how many when it is over", () => {
    const outputs = new MemoryOutputs();
    const sinks = sinksOf(outputs, ["stdout", "/log"], ["stderr"]);
    outputs.broken.add("/log");
    sinks.write("a");
    sinks.write("b");
    outputs.broken.delete("/log");
    sinks.write("c");
    expect(outputs.lines.get("stdout")).toEqual(["a", "b", "c"]);
    expect(outputs.lines.get("/log")).toEqual(["c"]);
    expect(outputs.lines.get("stderr")).toEqual([
      "2026-01-01T00:00:00.000Z write error: log lines for /log are lost: ENOSPC: disk full",
      "2026-01-01T00:00:00.000Z log lines for /log are written again, 2 were lost",
    ]);
  });

  test("never throws, not even where the error outputs fail as well", () => {
    const outputs = new MemoryOutputs();
    const sinks = sinksOf(outputs, ["/log"], ["/log", "stderr"]);
    outputs.broken.add("/log").add("stderr");
    expect(() => sinks.write("a")).not.toThrow();
  });

  test("passes whole lines on as they are, and counts those that are lost", () => {
    const outputs = new MemoryOutputs();
    const sinks = sinksOf(outputs, ["a", "b"], ["errors"]);
    outputs.broken.add("a");
    sinks.pass(new TextEncoder().encode("1\n2\n"), 2);
    outputs.broken.clear();
    sinks.pass(new TextEncoder().encode("3\n"), 1);
    expect(outputs.lines.get("a")).toEqual(["3\n"]);
    expect(outputs.lines.get("b")).toEqual(["1\n2\n", "3\n"]);
    expect(outputs.lines.get("errors")?.at(-1)).toEndWith("log lines for a are written again, 2 were lost");
  });

  test("is behind as long as one output is", () => {
    const outputs = new MemoryOutputs();
    const sinks = sinksOf(outputs, ["a", "b"], []);
    expect(sinks.behind()).toBe(false);
    outputs.slow.add("b");
    expect(sinks.behind()).toBe(true);
  });
});

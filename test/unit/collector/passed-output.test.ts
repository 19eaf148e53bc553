import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";

import { lastWords } from "../../../src/collector/last-words.ts";
import { maxLineBytes } from "../../../src/collector/line-splitter.ts";
import { PassedOutput } from "../../../src/collector/passed-output.ts";
import type { OutputTaker } from "../../../src/runtime/process-ports.ts";
import { FakeClock, settle } from "../../support/fake-clock.ts";
import { FakeProcesses } from "../../support/fake-processes.ts";
import { childEnv, realProcesses, until } from "../../support/real-processes.ts";

/** A Collector whose output is passed to lines in memory. */
async function passing(secrets: readonly string[] = []) {
  const processes = new FakeProcesses();
  const clock = new FakeClock();
  const passed: string[] = [];
  const reader = { behind: false };
  const sinks = {
    pass: (lines: Uint8Array) => void passed.push(...new TextDecoder().decode(lines).split("\n").slice(0, -1)),
    behind: () => reader.behind,
  };
  const output = new PassedOutput({ processes, clock, sinks, encoding: "json", tailBytes: 50, secrets: () => secrets });
  const start = async (): Promise<OutputTaker> => {
    await output.start({ executable: "/otelcol", args: [], env: {} });
    const options = processes.started.at(-1);
    if (options === undefined || !("output" in options)) throw new Error("not started with pipes");
    return options.output;
  };
  const taker = await start();
  const say = (text: string, stream: "stdout" | "stderr" = "stdout") => taker.take(stream, Buffer.from(text));
  const messages = () => passed.map((line) => String(JSON.parse(line).msg));
  return { output, clock, processes, passed, reader, taker, say, messages, start };
}

describe("passed output", () => {
  test("is lines of the log, those of both streams apart", async () => {
    const { say, taker, passed } = await passing();
    await say("sta");
    await say("Error: no\n", "stderr");
    await say("rt\nlast");
    taker.end("stdout");
    expect(passed.map((line) => [JSON.parse(line).level, JSON.parse(line).msg])).toEqual([
      ["error", "Error: no"],
      ["info", "start"],
      ["info", "last"],
    ]);
  });

  test("shows no secret, in no spelling", async () => {
    const { say, passed } = await passing(['s3cret"value']);
    await say('token s3cret"value\n{"level":"info","ts":"2026-01-02T03:04:05.006Z","msg":"s3cret\\"value"}\n');
    expect(passed.map((line) => JSON.parse(line).msg)).toEqual(["token [REDACTED]", "[REDACTED]"]);
  });

  test.each([1, 7, 12])("shows no part of a secret that the cut of a long line leaves: %d bytes", async (part) => {
    const { say, taker, messages } = await passing(["s3cretvalue-1"]);
    const long = `${"x".repeat(maxLineBytes - part)}s3cretvalue-1`;
    await say(`${long}\nnext ${long}`);
    taker.end("stdout");
    for (const message of messages()) expect(message).toMatch(/^(next )?x+… \(cut/);
  });

  test("makes what is no text printable", async () => {
    const { taker, messages } = await passing();
    await taker.take("stdout", new Uint8Array([0xff, 0x00, 0x1b, 0xc2, 0x9b, 0x0a]));
    expect(messages()).toEqual(["\ufffd\u0000\u001b\u009b"]);
  });

  test("leaves the last lines of a run to be found, and none of the run before", async () => {
    const { output, say, start, processes, taker } = await passing();
    await say("of the first run\n");
    const from = await output.written();
    const second = await start();
    await second.take("stderr", Buffer.from(`${"x".repeat(60)}\nError: because\nof that\n`));
    second.end("stdout");
    second.end("stderr");
    processes.child.exits();
    await settle();
    expect(await output.tail({ bytes: 50, from, secrets: [] })).toBe("Error: because\nof that");
    expect(await output.tail({ bytes: 50, from: 0, secrets: ["of that"] })).toBe("Error: because\n[REDACTED]");
    taker.end("stdout");
  });

  test("leaves the head of a dump of all goroutines to be found, which is far from its end", async () => {
    const { output, processes, taker } = await passing();
    await taker.take("stderr", Buffer.from("SIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n\n"));
    for (let count = 0; count < 1_000; count += 1) {
      await taker.take("stderr", Buffer.from(`goroutine ${count} [select]:\n${"x".repeat(480)}\n\n`));
    }
    taker.end("stdout");
    taker.end("stderr");
    processes.child.exits();
    const read = (bytes: number) => output.tail({ bytes, from: 0, secrets: [] });
    const said = await lastWords({ exit: { kind: "exited", code: 2 }, read, tailBytes: 50 });
    expect(said).toEqual({ statement: "", tail: "SIGQUIT: quit\nPC=0x1 m=0 sigcode=0\n", signal: "SIGQUIT" });
  });

  test("is read to its end before its last lines are told, but not for ever", async () => {
    const { output, clock, say, processes, taker } = await passing();
    processes.child.exits();
    await settle();
    const whole = output.tail({ bytes: 50, from: 0, secrets: [] });
    await say("late\n");
    taker.end("stdout");
    taker.end("stderr");
    expect(await whole).toBe("late");
    const { output: other, processes: held, clock: time } = await passing();
    held.child.exits();
    await settle();
    const given = other.tail({ bytes: 50, from: 0, secrets: [] });
    await time.advanceAsync(1_000);
    expect(await given).toBe("");
    expect(clock.waiting).toBeLessThanOrEqual(1);
  });

  test("waits for a reader that is behind, and for one that has stopped only once", async () => {
    const { clock, reader, say, messages } = await passing();
    const waits = async (ms: number) => {
      let over = false;
      void Promise.resolve(say("line\n")).then(() => (over = true));
      await clock.advanceAsync(ms);
      return !over;
    };
    reader.behind = true;
    expect(await waits(1_900)).toBe(true);
    reader.behind = false;
    await clock.advanceAsync(10);
    reader.behind = true;
    expect(await waits(2_100)).toBe(false);
    expect(await waits(0)).toBe(false);
    reader.behind = false;
    expect(await waits(0)).toBe(false);
    reader.behind = true;
    expect(await waits(1_900)).toBe(true);
    expect(messages()).toHaveLength(5);
  });
});

describe("a real child", () => {
  async function outputOf(script: string): Promise<Record<string, string>> {
    const texts = { stdout: "", stderr: "" };
    const ended = { stdout: Promise.withResolvers<void>(), stderr: Promise.withResolvers<void>() };
    const output: OutputTaker = {
      take: (stream, piece) => void (texts[stream] += new TextDecoder().decode(piece)),
      end: (stream) => ended[stream].resolve(),
    };
    const start = await realProcesses.start({ executable: "/bin/sh", args: ["-c", script], env: childEnv, output });
    if (!start.started) throw new Error(start.code);
    await Promise.all([start.child.exited, ended.stdout.promise, ended.stderr.promise]);
    return texts;
  }

  test("is heard to the end of both streams, which it can open by name", async () => {
    expect(await outputOf("echo out; echo err >&2; echo named > /dev/stdout; printf last")).toEqual({
      stdout: "out\nnamed\nlast",
      stderr: "err\n",
    });
  });

  test("that cannot be started leaves no descriptor open", async () => {
    const output: OutputTaker = { take: () => {}, end: () => {} };
    const start = () => realProcesses.start({ executable: "/nonexistent", args: [], env: childEnv, output });
    await start();
    const before = readdirSync("/proc/self/fd").length;
    for (let round = 0; round < 5; round++) expect(await start()).toEqual({ started: false, code: "ENOENT" });
    for (let round = 0; round < 5; round++) await outputOf("echo out");
    await until(() => readdirSync("/proc/self/fd").length <= before);
  });
});

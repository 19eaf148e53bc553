import { describe, expect, test } from "bun:test";

import { PassedLine } from "../../../src/telemetry/passed-line.ts";

const now = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const json = new PassedLine({ encoding: "json", now: () => now });
const console = new PassedLine({ encoding: "console", now: () => now });
const nowText = "1767323045.678000";

describe("a JSON line of the Collector", () => {
  const line =
    '{"level":"warn","ts":"2026-01-02T03:04:05.006Z","caller":"a/b.go:1","msg":"said \\"so\\"","resource":{"a":"b"},"n":1e3}';

  test("keeps level, time, caller, message and fields, and gets a logger", () => {
    expect(json.of(line, "stdout", true)).toBe(
      '{"level":"warn","ts":1767323045.006000,"logger":"collector","caller":"a/b.go:1","msg":"said \\"so\\"","resource":{"a":"b"},"n":1e3}',
    );
    expect(console.of(line, "stdout", true)).toBe(
      '2026-01-02T03:04:05.006Z\tWARN\tcollector\ta/b.go:1\tsaid "so"\t{"resource": {"a":"b"}, "n": 1000}',
    );
  });

  test.each([
    ["2026-01-02T05:04:05.006+0200", "1767323045.006000"],
    ["2026-01-02T03:04:05.007Z", "1767323045.007000"],
  ])("of the time %s, whatever came before", (time, seconds) => {
    const passed = json.of(line.replace(/2026-[^"]*/, time), "stdout", true);
    expect(passed).toStartWith(`{"level":"warn","ts":${seconds},"logger":"collector",`);
    expect(Date.parse(time) / 1000).toBeCloseTo(JSON.parse(passed).ts, 3);
  });

  test("keeps the name of its logger below ours", () => {
    const named = line.replace('"caller"', '"logger":"otel","caller"');
    expect(JSON.parse(json.of(named, "stdout", true)).logger).toBe("collector.otel");
    expect(console.of(named, "stdout", true).split("\t")[2]).toBe("collector.otel");
  });

  test("with characters that a terminal could obey has them escaped", () => {
    const passed = json.of(line.replace("said", "said\u009b2J"), "stdout", false);
    expect(passed).toContain("\\u009b2J");
    expect(JSON.parse(passed)).toMatchObject({
      level: "warn",
      msg: 'said\u009b2J "so"',
      resource: { a: "b" },
      n: 1000,
    });
  });

  test.each(["dpanic", "panic", "fatal", "debug"])("keeps the level %s", (level) => {
    for (const clean of [true, false]) {
      expect(JSON.parse(json.of(line.replace("warn", level), "stdout", clean)).level).toBe(level);
    }
  });
});

describe("what looks like one and is none", () => {
  const head = '{"level":"info","ts":"2026-01-02T03:04:05.006Z",';

  test.each([`${head}"msg":"cut`, `${head}"msg":"a"}x`, head, '{"level":"', "{", "[1]", '{"level":"info"}'])(
    "%s is a message of its own",
    (line) => {
      expect(JSON.parse(json.of(line, "stderr", true))).toEqual({
        level: "error",
        ts: Number(nowText),
        logger: "collector",
        msg: line,
      });
    },
  );

  test("a time that cannot be read is kept beside that of the arrival", () => {
    const odd = '{"level":"info","ts":"yesterday","msg":"m"}';
    expect(json.of(odd, "stdout", true)).toBe(
      `{"level":"info","ts":${nowText},"logger":"collector","msg":"m","field_ts":"yesterday"}`,
    );
  });

  test("another time, level or order of keys loses nothing", () => {
    const odd = '{"msg":"m","ts":5.25,"level":"odd","logger":7}';
    expect(JSON.parse(json.of(odd, "stdout", true))).toEqual({
      level: "info",
      ts: 5.25,
      logger: "collector",
      msg: "m",
      field_level: "odd",
    });
  });
});

test.each([
  ["stdout", "info"],
  ["stderr", "error"],
] as const)("any other line of %s is a message of level %s", (stream, level) => {
  expect(json.of("plain\ttext\u0000", stream, false)).toBe(
    `{"level":"${level}","ts":${nowText},"logger":"collector","msg":"plain\\ttext\\u0000"}`,
  );
  expect(console.of("plain", stream, true)).toBe(`2026-01-02T03:04:05.678Z\t${level.toUpperCase()}\tcollector\tplain`);
});

import { describe, expect, test } from "bun:test";

import { createLog, type LogOptions } from "../../../src/telemetry/create-log.ts";
import { maxValueBytes } from "../../../src/telemetry/field-text.ts";
import type { Level, Log } from "../../../src/telemetry/log.ts";
import { FakeClock } from "../../support/fake-clock.ts";

function logged(action: (log: Log) => void, options: Partial<LogOptions> = {}): string[] {
  const lines: string[] = [];
  const clock = new FakeClock();
  clock.advance(1234.567);
  action(
    createLog({
      level: "info",
      encoding: "json",
      caller: false,
      clock,
      write: (line) => void lines.push(line),
      ...options,
    }).log,
  );
  return lines;
}

describe("a JSON line", () => {
  test("has the keys of the Go supervisor's log in their order, with six decimals of a second", () => {
    const lines = logged((log) =>
      log.info("Supervisor starting", { id: "01965352", port: 4320, up: true, none: null }),
    );
    expect(lines).toEqual([
      '{"level":"info","ts":1767225601.234567,"logger":"supervisor","msg":"Supervisor starting",' +
        '"id":"01965352","port":4320,"up":true,"none":null}',
    ]);
  });

  test("names the place that wrote it below the logger's name", () => {
    const [line = ""] = logged(
      (log) => {
        log.named("opamp-client").info("x");
      },
      { caller: true },
    );
    expect(line).toMatch(/"logger":"opamp-client","caller":"telemetry\/create-log\.test\.ts:\d+","msg":"x"}$/);
  });

  test("keeps fields that are named as one of its own keys under a prefix", () => {
    const [line = ""] = logged((log) =>
      log.info("real", { msg: "other", field_msg: "third", level: "x", error: "boom" }),
    );
    expect(JSON.parse(line)).toMatchObject({
      level: "info",
      msg: "real",
      field_msg: "other",
      field_field_msg: "third",
      field_level: "x",
      error: "boom",
    });
  });

  test("leaves out a field without a value", () => {
    expect(logged((log) => log.info("x", { a: undefined, b: 1 }))[0]).toEndWith('"msg":"x","b":1}');
  });

  test("stays one line of well-formed ASCII-safe JSON whatever the text holds", () => {
    const text = "a\nb\u0000\u001b[31m\u009b2J\u2028\ud800 é";
    const [line = ""] = logged((log) => log.info(text, { [text]: text, list: [text] }));
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028]/);
    const wellFormed = text.replace("\ud800", "\ufffd");
    expect(JSON.parse(line)).toMatchObject({ msg: wellFormed, [wellFormed]: wellFormed, list: [wellFormed] });
  });

  test("has numbers that JSON cannot hold as text", () => {
    expect(logged((log) => log.info("x", { a: NaN, b: -Infinity }))[0]).toEndWith('"a":"NaN","b":"-Infinity"}');
  });

  test("keeps a long value up to the bound and tells how much is left out", () => {
    const [line = ""] = logged((log) => log.info("x", { text: "😀".repeat(20_000), fits: "y".repeat(maxValueBytes) }));
    const { text, fits } = JSON.parse(line) as { text: string; fits: string };
    expect(fits).toBe("y".repeat(maxValueBytes));
    expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(maxValueBytes);
    expect(text).toMatch(/^(😀)+… \(cut after \d+ of 40000 characters\)$/u);
  });

  test("keeps the head of a long list", () => {
    const [line = ""] = logged((log) =>
      log.info("x", { list: Array.from({ length: 10_000 }, (_, i) => `entry ${i}`) }),
    );
    const { list } = JSON.parse(line) as { list: string[] };
    expect(list[0]).toBe("entry 0");
    expect(list.at(-1)).toMatch(/^… \(cut after \d+ of 10000 entries\)$/);
    expect(line.length).toBeLessThan(2 * maxValueBytes);
  });
});

describe("a console line", () => {
  test("has zap's columns", () => {
    const lines = logged((log) => log.warn("Two\twords", { id: "x", on: true }), { encoding: "console" });
    expect(lines).toEqual(['2026-01-01T00:00:01.234Z\tWARN\tsupervisor\tTwo\\u0009words\t{"id": "x", "on": true}']);
  });

  test("ends with the message where there are no fields", () => {
    expect(logged((log) => log.error("gone"), { encoding: "console" })).toEqual([
      "2026-01-01T00:00:01.234Z\tERROR\tsupervisor\tgone",
    ]);
  });
});

describe("the level", () => {
  const all = (log: Log) => {
    log.debug("d");
    log.info("i");
    log.warn("w");
    log.error("e");
  };
  const written = (level: LogOptions["level"]) => {
    const levels: Level[] = [];
    logged(all, { level, write: (_, at) => void levels.push(at) });
    return levels;
  };

  test("lets through what is as grave or graver", () => {
    expect(written("debug")).toEqual(["debug", "info", "warn", "error"]);
    expect(written("warn")).toEqual(["warn", "error"]);
    expect(written("error")).toEqual(["error"]);
  });
});

test("equal lines in a row are all written", () => {
  const lines = logged((log) => {
    for (let i = 0; i < 50; i++) log.info("same", { n: 1 });
  });
  expect(lines).toHaveLength(50);
});

import { expect, test } from "bun:test";

import { Troubles } from "../../../../src/telemetry/sdk/troubles.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { TestLog } from "../../../support/test-log.ts";

const what = { signal: "logs", target: "h:4318" };
const failure = { ...what, code: "ECONNREFUSED", reason: "nothing accepts connections" };

test("a row of failures is told once, now and again, and when it is over", () => {
  const clock = new FakeClock();
  const log = new TestLog();
  const troubles = new Troubles(clock, log);
  for (let second = 0; second < 1300; second += 1) {
    troubles.failed(failure);
    clock.advance(1000);
  }
  expect(log.lines.map(({ level, fields }) => [level, fields["failures"]])).toEqual([
    ["warn", 1],
    ["warn", 601],
    ["warn", 1201],
  ]);
  troubles.worked(what);
  troubles.worked(what);
  expect(log.lines.slice(3).map(({ level, message }) => [level, message])).toEqual([
    ["info", "Own telemetry is exported again"],
  ]);
  troubles.failed(failure);
  expect(log.lines.length).toBe(5);
});

import { expect, test } from "bun:test";

import { createLog } from "../../../src/telemetry/create-log.ts";
import { LogTap, type TappedEntry } from "../../../src/telemetry/log-tap.ts";
import { FakeClock } from "../../support/fake-clock.ts";

function tapped(options: { holds: boolean }) {
  const tap = new LogTap(options);
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const { log } = createLog({ level: "info", encoding: "json", write, clock: new FakeClock(), caller: false, tap });
  return { tap, log, lines };
}

test("who listens hears what is written, at its level, under its logger, and what was written before", () => {
  const { tap, log, lines } = tapped({ holds: true });
  log.info("before", { a: 1 });
  log.debug("too low");
  const heard: TappedEntry[] = [];
  tap.listen((entry) => heard.push(entry));
  log.named("opamp-client").error("after");
  expect(heard.map(({ level, logger, message, fields }) => [level, logger, message, fields])).toEqual([
    ["info", "supervisor", "before", { a: 1 }],
    ["error", "opamp-client", "after", {}],
  ]);
  expect(heard[0]?.at).toBe(new FakeClock().now());
  expect(lines).toHaveLength(2);
  tap.listen(undefined);
  log.info("nobody");
  expect(heard).toHaveLength(2);
});

test("nothing is held for nobody, and not without end for somebody", () => {
  const closed = tapped({ holds: false });
  closed.log.info("gone");
  const heard: TappedEntry[] = [];
  closed.tap.listen((entry) => heard.push(entry));
  expect(heard).toEqual([]);
  const open = tapped({ holds: true });
  for (let line = 0; line < 1000; line += 1) open.log.info(String(line));
  open.tap.listen((entry) => heard.push(entry));
  expect(heard.map(({ message }) => message)).toEqual(Array.from({ length: 256 }, (_, line) => String(line)));
});

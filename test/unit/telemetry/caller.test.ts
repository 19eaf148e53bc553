import { expect, test } from "bun:test";

import { callerOf, placeOf } from "../../../src/telemetry/caller.ts";

test("callerOf() names the line that called the given function", () => {
  const callee = () => ({ place: callerOf(callee) });
  const places = [callee(), callee()].map(({ place }) => place);
  expect(places[0]).toMatch(/^telemetry\/caller\.test\.ts:\d+$/);
  expect(places[1]).toBe(places[0]);
});

test("callerOf() leaves the depth of stacks as it was", () => {
  const before = Error.stackTraceLimit;
  callerOf(() => undefined);
  expect(Error.stackTraceLimit).toBe(before);
});

test("placeOf() reads every form of a frame", () => {
  const places = {
    "Error\n    at go (src/supervisor/loop.ts:13:15)": "supervisor/loop.ts:13",
    "Error\n    at src/main.ts:16:55": "main.ts:16",
    "Error\n    at async #run (/home/me/src/a project/src/opamp/client/ws.ts:1:2)": "opamp/client/ws.ts:1",
    "Error\n    at new Loop (C:\\work\\src\\supervisor\\loop.ts:7:1)": "supervisor/loop.ts:7",
    "Error\n    at <anonymous> (/w/test/unit/telemetry/x.test.ts:2:3)": "telemetry/x.test.ts:2",
  };
  expect(Object.keys(places).map(placeOf)).toEqual(Object.values(places));
});

test("placeOf() names nothing where the stack is empty", () => {
  expect([placeOf(""), placeOf("Error"), placeOf("Error\n    at native")]).toEqual([undefined, undefined, undefined]);
});

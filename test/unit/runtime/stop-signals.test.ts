import { expect, test } from "bun:test";

import { asking } from "../../../src/runtime/os/stop-signals.ts";

test("an ordered end is asked for by SIGTERM and SIGINT, on Windows by a ctrl-break too", () => {
  expect(asking("linux")).toEqual(["SIGTERM", "SIGINT"]);
  expect(asking("win32")).toEqual(["SIGTERM", "SIGINT", "SIGBREAK"]);
});

import { expect, test } from "bun:test";

import { errorText } from "../../../src/telemetry/error-text.ts";

test("errorText() gives the message, the code and the causes", () => {
  const cause = Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
  expect(errorText(new Error("cannot write /x", { cause }))).toBe("cannot write /x: ENOSPC: no space left on device");
});

test("errorText() says nothing twice", () => {
  const cause = new Error("broken pipe");
  expect(errorText(new Error("write failed: broken pipe", { cause }))).toBe("write failed: broken pipe");
});

test("errorText() ends with a cause that is its own", () => {
  const error = new Error("round");
  error.cause = error;
  expect(errorText(error)).toBe("round");
});

test("errorText() makes a text of anything", () => {
  expect([errorText("plain"), errorText(null), errorText(new TypeError())]).toEqual([
    "plain",
    "thrown value of type object",
    "TypeError",
  ]);
});

import { describe, expect, test } from "bun:test";

import { composeMessage, retryAfterHeader } from "../../../../src/opamp/server/answer.ts";

const instanceUid = Uint8Array.of(1);
const parts = { instanceUid, capabilities: 5 };

describe("composeMessage()", () => {
  test("S-013 has the uid when there is nothing to say", () => {
    expect(composeMessage({ instanceUid, capabilities: 0, content: {} })).toEqual({
      instanceUid,
      capabilities: 0,
      flags: 0,
    });
  });

  test("S-015 an error excludes all other fields", () => {
    const content = { errorResponse: { errorMessage: "no" }, remoteConfig: {} };
    expect(composeMessage({ ...parts, content })).toEqual({ instanceUid, errorResponse: content.errorResponse });
  });

  test("S-019 a command stands with the uid and the capabilities alone", () => {
    expect(composeMessage({ ...parts, content: { command: {}, remoteConfig: {}, flags: 1 } })).toEqual({
      ...parts,
      command: {},
    });
  });

  test("S-014, S-016 neither uid nor capabilities are the owner's to give", () => {
    const content = { instanceUid: Uint8Array.of(2), capabilities: 0xffff, flags: 1 };
    expect(composeMessage({ ...parts, content })).toEqual({ ...parts, flags: 1 });
  });
});

test("Retry-After has whole seconds, at least one", () => {
  expect([0, 1, 1000, 1001].map((ms) => retryAfterHeader(ms)["retry-after"])).toEqual(["1", "1", "1", "2"]);
});

import { describe, expect, test } from "bun:test";

import { composeMessage } from "../../../../src/opamp/server/answer.ts";

const instanceUid = Uint8Array.of(1);
const parts = { instanceUid, capabilities: 5, flags: 1 };

describe("composeMessage()", () => {
  test("S-013 has the uid when there is nothing to say", () => {
    expect(composeMessage({ instanceUid, capabilities: 0, flags: 0, content: undefined })).toEqual({
      instanceUid,
      capabilities: 0,
      flags: 0,
    });
  });

  test("adds the flags of the owner", () => {
    expect(composeMessage({ ...parts, content: { flags: 2, remoteConfig: {} } })).toEqual({
      ...parts,
      flags: 3,
      remoteConfig: {},
    });
  });

  test("S-015 an error excludes all other fields", () => {
    const content = { errorResponse: { errorMessage: "no" }, remoteConfig: {} };
    expect(composeMessage({ ...parts, content })).toEqual({ instanceUid, errorResponse: content.errorResponse });
  });

  test("S-019 a command stands with the uid and the capabilities alone", () => {
    expect(composeMessage({ ...parts, content: { command: {}, remoteConfig: {}, flags: 1 } })).toEqual({
      instanceUid,
      capabilities: 5,
      command: {},
    });
  });
});

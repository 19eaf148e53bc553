import { expect, test } from "bun:test";

import { PeerLimit } from "../../../../src/opamp/client/peer-limit.ts";

test("what was refused for its size is the limit until a connection ends for another reason", () => {
  const limit = new PeerLimit();
  expect(limit.bytes).toBe(Infinity);
  limit.refused(10_000);
  limit.refused(20_000);
  expect(limit.bytes).toBe(9_999);
  limit.ended({ tooLarge: false });
  expect(limit.bytes).toBe(Infinity);
});

test("a connection that was closed for the size of a message blames the largest of its own", () => {
  const limit = new PeerLimit();
  limit.sent(50_000);
  limit.ended({ tooLarge: false });
  limit.sent(5_000);
  limit.sent(10_000);
  limit.sent(100);
  limit.ended({ tooLarge: true });
  expect(limit.bytes).toBe(9_999);
});

test("nothing is learned from a refusal of something small, so that the agent is never silenced", () => {
  const limit = new PeerLimit();
  limit.sent(100);
  limit.ended({ tooLarge: true });
  limit.refused(4_096);
  expect(limit.bytes).toBe(Infinity);
});

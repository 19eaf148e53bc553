import { expect, test } from "bun:test";

import { CustomQueue } from "../../../../src/opamp/client/custom-queue.ts";

const message = (size: number) => ({ capability: "a.b", type: "t", data: new Uint8Array(size) });

test("what waits is bounded in number and in bytes together", () => {
  const queue = new CustomQueue({ maxMessages: 3, maxBytes: 1_000 });
  expect([400, 400, 400].map((size) => queue.add(message(size)))).toEqual(["queued", "queued", "full"]);
  expect(queue.add(message(10))).toBe("queued");
  expect(queue.add(message(10))).toBe("full");
});

test("a message that is larger than all together may be is too large, not only now", () => {
  expect(new CustomQueue({ maxMessages: 3, maxBytes: 1_000 }).add(message(1_000))).toBe("too-large");
});

test("what was put back goes first, and counts again", () => {
  const queue = new CustomQueue({ maxMessages: 2, maxBytes: 1_000 });
  queue.add(message(600));
  const taken = queue.takeFirst() ?? new Uint8Array();
  expect(queue.add(message(500))).toBe("queued");
  queue.putBack(taken);
  expect(queue.length).toBe(2);
  expect(queue.takeFirst()).toBe(taken);
  expect(queue.add(message(600))).toBe("full");
  expect(queue.add(message(300))).toBe("queued");
});

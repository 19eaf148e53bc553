import { expect, test } from "bun:test";

import { ReadAhead } from "../../../src/runtime/shared/read-ahead.ts";
import { settle } from "../../support/fake-clock.ts";

const piece = new Uint8Array(65_536);

test("no more than a mebibyte is read ahead, and on as it is taken", async () => {
  let pulled = 0;
  const ahead = new ReadAhead(
    new ReadableStream({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(piece);
      },
    }),
  );
  await settle();
  const full = pulled;
  expect(full).toBeGreaterThanOrEqual(16);
  expect(full).toBeLessThanOrEqual(18);
  for (let taken = 0; taken < 10; taken += 1) expect(await ahead.next()).toEqual({ value: piece });
  await settle();
  expect(pulled).toBe(full + 10);
});

test("what came before a break is there, however late it is taken, and the break after it", async () => {
  const error = new Error("broken off");
  let pulled = 0;
  const ahead = new ReadAhead(
    new ReadableStream({
      pull: (controller) => {
        pulled += 1;
        if (pulled > 3) controller.error(error);
        else controller.enqueue(piece);
      },
    }),
  );
  await settle();
  for (let taken = 0; taken < 3; taken += 1) expect(await ahead.next()).toEqual({ value: piece });
  expect(await ahead.next()).toEqual({ error });
  expect(await ahead.next()).toEqual({ error });
});

test("who stops it, while a piece is waited for, is told by what was said", async () => {
  const cancelled = Promise.withResolvers<unknown>();
  const ahead = new ReadAhead(new ReadableStream({ cancel: (reason) => cancelled.resolve(reason) }));
  const next = ahead.next();
  const error = new Error("given up");
  ahead.stop(error);
  expect(await next).toEqual({ error });
  expect(await cancelled.promise).toBe(error);
});

test("the end is told as often as it is asked for", async () => {
  const ahead = new ReadAhead(new ReadableStream({ start: (controller) => controller.close() }));
  expect(await ahead.next()).toEqual({ end: true });
  expect(await ahead.next()).toEqual({ end: true });
});

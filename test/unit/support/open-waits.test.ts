import { expect, test } from "bun:test";

import { awaiting, standstill, witness } from "../../support/open-waits.ts";
import { Watch } from "../../support/watch.ts";

test("a test that stands still says what it waited for, and what was seen", async () => {
  witness(() => "Of the supervisor: its last line");
  const watch = new Watch();
  let count = 0;
  const waited = watch.until(() => count === 1);
  expect(standstill()).toMatch(
    /^The test stood still\. It has waited\n {2}\d+ ms for \(\) => count === 1\nOf the supervisor: its last line$/,
  );
  count = 1;
  watch.changed();
  await waited;
  expect(standstill()).toBeUndefined();
});

test("one whose newest wait was answered did not, whatever it has left open", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const left = awaiting("what loses a race", promise);
  await awaiting("what wins it", Promise.resolve());
  expect(standstill()).toBeUndefined();
  resolve();
  await left;
});

import { expect, test } from "bun:test";

import { InTurn } from "../../../src/runtime/in-turn.ts";

test("work waits for the work before it, and gives its own result", async () => {
  const turns = new InTurn();
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  const first = turns.run(async () => {
    await gate.promise;
    done.push("first");
    return 1;
  });
  const second = turns.run(() => done.push("second"));
  await Promise.resolve();
  expect(done).toEqual([]);
  gate.resolve();
  expect(await Promise.all([first, second])).toEqual([1, 2]);
  expect(done).toEqual(["first", "second"]);
});

test("work that fails is told to its caller alone", async () => {
  const turns = new InTurn();
  const failing = turns.run(() => Promise.reject(new Error("no")));
  const next = turns.run(() => "done");
  expect(failing).rejects.toThrow("no");
  expect(await next).toBe("done");
  await turns.settled();
});

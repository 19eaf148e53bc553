import { expect, test } from "bun:test";

import { simulate } from "./simulate.ts";

/** Of the stories that are told at every run of the tests; `bun run sim` tells others. */
const perTest = 20;
const firsts = Array.from({ length: 6 }, (_, index) => 1 + index * perTest);

test.each(firsts)("in the stories of seed %d and those that follow it, all invariants hold", async (first) => {
  for (let seed = first; seed < first + perTest; seed += 1) {
    const { fault, story } = await simulate(seed);
    if (fault !== undefined) throw new Error(`${story.join("\n")}\n${fault}\nagain: bun run sim --seed ${seed}`);
  }
});

test("a seed tells the same story every time", async () => {
  const [once, again] = [await simulate(7), await simulate(7)];
  expect(once.story).toEqual(again.story);
  expect((await simulate(8)).story).not.toEqual(once.story);
});

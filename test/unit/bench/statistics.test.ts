import { expect, test } from "bun:test";

import { median, summarise } from "../../bench/result/statistics.ts";

test("the median is the middle one, or half way between the two in the middle", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
  expect(median([])).toBeNaN();
});

test("a summary holds the median, the lowest and the highest sample", () => {
  expect(summarise([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3, count: 3, above: false });
});

test("there is no summary of nothing", () => {
  expect(summarise([])).toBeUndefined();
});

test("a wait that was given up makes the median a bound where it reaches it", () => {
  expect(summarise([{ above: 15 }, { above: 15 }])).toEqual({ median: 15, low: 15, high: 15, count: 2, above: true });
  expect(summarise([4, 5, { above: 15 }])).toEqual({ median: 5, low: 4, high: 15, count: 3, above: false });
});

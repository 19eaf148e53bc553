import { expect, test } from "bun:test";

import { isShown, masked } from "../../support/masked.ts";

test("what differs from run to run is masked, and nothing else", () => {
  expect(masked("up since 2026-11-27T10:26:18Z (1 h 59 m ago),\n  pid 527, 3f9a01c2…")).toBe(
    "up since TIME (SPAN ago), pid N, HASH",
  );
  expect(masked("34 MiB, 5.06 % of a processor (30 ms in all)")).toBe("N MiB, N % of a processor (SPAN in all)");
  expect(masked("127.0.0.1:4318, version 0.149.0, starts 2")).toBe("127.0.0.1:4318, version VERSION, starts 2");
});

test.each([
  ["pid 1, up", "pid 2, up", true],
  ["pid 1, up", "pid 2, down", false],
  ["one\n…\nfour", "one\ntwo\nthree\nfour", true],
  ["one\n…", "one\ntwo", true],
  ["one\n…\nfour", "one\ntwo", false],
  ["one", "one\ntwo", false],
  ["a.c", "abc", false],
])("%j shows %j: %p", (shown, actual, is) => {
  expect(isShown(shown, actual)).toBe(is);
});

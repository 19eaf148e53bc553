import { expect, test } from "bun:test";

import { ensureConsole } from "../../../../src/runtime/os/windows/console.ts";
import { fakeKernel } from "../../../support/fake-kernel.ts";

test("a process that has a console keeps it", () => {
  const { kernel, made } = fakeKernel({ GetConsoleCP: () => 65001 });
  expect(ensureConsole(kernel)).toBe(true);
  expect(made.map(([name]) => name)).toEqual(["GetConsoleCP"]);
});

test("a service gets one whose window is hidden, and its output goes where it went", () => {
  const output = 1000n;
  const { kernel, made } = fakeKernel({
    GetConsoleCP: () => 0,
    GetStdHandle: (which) => output + BigInt(which & 0xff),
    GetConsoleWindow: () => 5n,
  });
  const hidden: bigint[] = [];
  expect(ensureConsole(kernel, (window) => hidden.push(window))).toBe(true);
  expect(hidden).toEqual([5n]);
  expect(made.filter(([name]) => name === "AllocConsole")).toHaveLength(1);
  expect(made.filter(([name]) => name === "SetStdHandle")).toEqual([
    ["SetStdHandle", 0xffff_fff6, output + 0xf6n],
    ["SetStdHandle", 0xffff_fff5, output + 0xf5n],
    ["SetStdHandle", 0xffff_fff4, output + 0xf4n],
  ]);
});

test("where none can be had, it is told", () => {
  const { kernel } = fakeKernel({ GetConsoleCP: () => 0, GetStdHandle: () => 0n, AllocConsole: () => 0 });
  expect(ensureConsole(kernel)).toBe(false);
});

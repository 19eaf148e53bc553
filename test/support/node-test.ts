import "../../src/runtime/node/globals.ts";

import { after, afterEach, before, beforeEach, describe as group, test as single, type TestContext } from "node:test";
import { format } from "node:util";

/** As much of `bun:test` as the tests of the ports use, over the test runner of Node. */
import { expect } from "expect";

export { afterEach, beforeEach, expect };
export const afterAll = after;
export const beforeAll = before;

type Body = () => unknown;

let current: TestContext | undefined;

/** For the test that runs now. */
export function onTestFinished(work: () => unknown): void {
  current?.after(async () => void (await work()));
}

function run(name: string, body: Body, timeout = 30_000): void {
  void single(name, { timeout }, async (context) => {
    current = context;
    await body();
  });
}

/** One row after the other; a row that is no list is the one argument. */
function each(rows: readonly unknown[], begin: (name: string, body: Body) => void) {
  return (name: string, body: (...given: readonly unknown[]) => unknown): void => {
    for (const row of rows) {
      const given: readonly unknown[] = Array.isArray(row) ? row : [row];
      const holes = name.match(/%[sdjp]/g)?.length ?? 0;
      begin(format(name.replaceAll("%p", "%j"), ...given.slice(0, holes)), () => body(...given));
    }
  };
}

export const test = Object.assign(run, {
  each: (rows: readonly unknown[]) => each(rows, run),
  if: (holds: boolean) => (holds ? run : () => {}),
  skipIf: (holds: boolean) => (holds ? () => {} : run),
});

export const describe = Object.assign((name: string, body: Body) => void group(name, () => void body()), {
  each: (rows: readonly unknown[]) => each(rows, (name, body) => void group(name, () => void body())),
});

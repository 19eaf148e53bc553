import { onTestFinished } from "bun:test";

/** Something that the test waits for. */
interface Wait {
  what: string;
  /** On the clock that never jumps. */
  since: number;
}

const open = new Set<Wait>();
const witnesses: (() => string)[] = [];
let newest: Wait | undefined;
let isHeard = false;

/**
 * `promise`, with a note of what it is. A test that stands still until its limit tells at its end what it waited for, for how
 * long, and what its witnesses have seen; no wait needs a limit of its own for that. A test that comes to its end has had
 * its newest wait answered, whatever it has left open on its way.
 */
export async function awaiting<Value>(what: string, promise: Promise<Value>): Promise<Value> {
  const wait = { what, since: performance.now() };
  open.add(wait);
  newest = wait;
  try {
    return await promise;
  } finally {
    open.delete(wait);
  }
}

/** Has `tell` say what it knows when the running test stands still. */
export function witness(tell: () => string): void {
  witnesses.push(tell);
  if (isHeard) return;
  isHeard = true;
  onTestFinished(() => {
    const report = standstill();
    if (report !== undefined) console.error(report);
    open.clear();
    witnesses.length = 0;
    newest = undefined;
    isHeard = false;
  });
}

/** What a test that stands still says; `undefined` where the newest wait was answered. */
export function standstill(): string | undefined {
  if (newest === undefined || !open.has(newest)) return undefined;
  const waits = [...open].map(({ what, since }) => `  ${Math.round(performance.now() - since)} ms for ${what}`);
  return ["The test stood still. It has waited", ...waits, ...witnesses.map((tell) => tell())].join("\n");
}

import { NotTestable } from "../rule.ts";

/** Longest time that passes by itself for a rule, milliseconds. */
const patienceMs = 5_000;

/** Waits so many milliseconds, for a subject whose time cannot be skipped. */
export async function letPass(ms: number): Promise<void> {
  if (ms > patienceMs) throw new NotTestable(`${ms / 1000} s would have to pass`);
  await Bun.sleep(ms);
}

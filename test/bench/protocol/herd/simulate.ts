import type { Random } from "../../../../src/runtime/ports.ts";
import type { ReconnectRule } from "./rules.ts";

export interface HerdOptions {
  rule(random: Random): ReconnectRule;
  clients: number;
  /** From the moment when all lose the server to its return. */
  outageMs: number;
  random: Random;
}

/** Times in milliseconds since the loss, in no order. */
export interface Herd {
  /** Every attempt, those that succeed included. */
  attempts: number[];
  /** The attempts that succeed, one of each client. */
  returns: number[];
}

/** What the server sees of clients that lose it all at once, on a clock that jumps from attempt to attempt. */
export function simulateHerd({ rule, clients, outageMs, random }: HerdOptions): Herd {
  const herd: Herd = { attempts: [], returns: [] };
  for (let index = 0; index < clients; index += 1) {
    const client = rule(random);
    let at = client.afterLoss();
    for (; at < outageMs; at += client.afterFailure()) herd.attempts.push(at);
    herd.attempts.push(at);
    herd.returns.push(at);
  }
  return herd;
}

/** Most of the times that lie within `windowMs`. */
export function busiest(times: readonly number[], windowMs: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  let first = 0;
  let most = 0;
  for (const [index, time] of sorted.entries()) {
    while (time - (sorted[first] ?? 0) >= windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** The time by which a share of all (0 to 1) has come. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** How many lie in each window, from 0 to `endMs`. */
export function histogram(times: readonly number[], windowMs: number, endMs: number): number[] {
  const counts = Array.from({ length: Math.ceil(endMs / windowMs) }, () => 0);
  for (const time of times) {
    const index = Math.floor(time / windowMs);
    const count = counts[index];
    if (count !== undefined) counts[index] = count + 1;
  }
  return counts;
}

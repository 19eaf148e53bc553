import { createHash } from "node:crypto";

import { type Closure, readComponents } from "../components.ts";
import type { Runtime } from "../runtimes.ts";
import type { Target } from "../targets.ts";

/** What a release consists of, in no format yet. */
export interface Bill extends Closure {
  version: string;
  /** Seconds since the Unix epoch. */
  time: number;
  runtimes: readonly Runtime[];
  /** The same for the same content; a UUID of version 8 (RFC 9562). */
  identity: string;
}

/** The bill of these targets, from `bun.lock` and their runtimes. */
export async function billOf(
  version: string,
  targets: readonly Pick<Target, "runtime">[],
  time: number,
): Promise<Bill> {
  const closure = await readComponents();
  const runtimes = targets.map(({ runtime }) => runtime);
  const content = JSON.stringify([
    version,
    time,
    runtimes,
    closure.components.map(({ key, integrity }) => [key, integrity]),
  ]);
  return { ...closure, version, time, runtimes, identity: identityOf(content) };
}

function identityOf(content: string): string {
  const bytes = createHash("sha256").update(content).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

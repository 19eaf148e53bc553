import { readlinkSync } from "node:fs";

import { dlopen } from "#runtime/ffi.ts";

import { readProc } from "./linux-processes.ts";

/** Part of the address space, bytes. */
export interface Mapping {
  start: number;
  length: number;
}

/** madvise(2), the same on each architecture that we build for. */
const MADV_DONTNEED = 4;
const MADV_COLD = 20;

/** In `/proc/PID/smaps`: addresses, rights, offset, device, inode, path. A private mapping that nobody may write to has `--p` or `-xp`. */
const head = /^([0-9a-f]+)-([0-9a-f]+) (r-xp|r--p) [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [1-9]\d* +(.*)$/m;

/**
 * The mappings of `executable` whose every page is as it is in the file, so that none is lost with its page: private, not to be
 * written, and with no page of their own, in memory or swapped out. A page that was written before it was protected, as
 * the dynamic linker does it, is such a page. Where `smaps` (`/proc/PID/smaps`) does not say all of this, the mapping is none of them.
 */
export function cleanMappings(smaps: string, executable: string): Mapping[] {
  return smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).flatMap((text): Mapping[] => {
    const [, start = "", end = "", , path] = head.exec(text) ?? [];
    if (path !== executable || !isZero(text, "Anonymous") || !isZero(text, "Swap")) return [];
    const from = Number.parseInt(start, 16);
    return [{ start: from, length: Number.parseInt(end, 16) - from }];
  });
}

function isZero(text: string, field: string): boolean {
  return new RegExp(`^${field}: +0 kB$`, "m").test(text);
}

/** Whether the kernel took the advice. */
type Advise = (mapping: Mapping, advice: number) => boolean;

let known: Advise | undefined;

/**
 * Lets go of the pages of this program's own code. They stay in the page cache, first in the row of what the kernel takes when it
 * needs room, and come back from there with their next use. Only the executable's own mappings are touched, since
 * they are as the kernel has made them: a library may be loading while this looks. Does nothing where the system does not tell of
 * them, or forbids FFI.
 *
 * The first advice takes from them that they were used. Without it the second one would mark them as in steady use, so
 * where the kernel does not know it (before Linux 5.4) nothing is done.
 */
export function giveBackOwnCode(): void {
  try {
    const mappings = cleanMappings(readProc("self", "smaps") ?? "", readlinkSync("/proc/self/exe"));
    known ??= open();
    for (const mapping of mappings) {
      if (known(mapping, MADV_COLD)) known(mapping, MADV_DONTNEED);
    }
  } catch {
    // No /proc, or no FFI here.
  }
}

function open(): Advise {
  const { symbols } = dlopen("libc.so.6", { madvise: { args: ["u64", "u64", "i32"], returns: "i32" } });
  return ({ start, length }, advice) => symbols.madvise(start, length, advice) === 0;
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A whole number, or bytes by their address. */
export type Argument = number | bigint | NodeJS.ArrayBufferView | null;

/** The addon of `native-calls.c`. */
export interface NativeCalls {
  /** Calls a function of the C library; what is returned is a signed number of 64 bits. */
  call(name: string, ...args: Argument[]): bigint;
  /** `errno` after the last call. */
  error(): number;
  /** Where bytes lie in memory, for as long as somebody holds them. */
  address(bytes: NodeJS.ArrayBufferView): number;
  has(name: string): boolean;
}

/** The addon for the machine that this program is built for, in base64. The build states it. */
declare const NATIVE_CALLS: string;

let known: NativeCalls | Error | undefined;

/** The addon, which the first call loads. Throws where no directory takes it. */
export function nativeCalls(): NativeCalls {
  known ??= load();
  if (known instanceof Error) throw known;
  return known;
}

/**
 * The loader of libraries reads files alone, so the addon is one for a moment, in the first of these places in which files may
 * be made and executed.
 */
function load(): NativeCalls | Error {
  if (typeof NATIVE_CALLS === "undefined") return new Error("this program was built without its native part");
  let last: unknown;
  for (const place of new Set([tmpdir(), "/tmp", "/run", "/dev/shm", "/var/tmp", process.cwd()])) {
    try {
      return loadIn(place, Buffer.from(NATIVE_CALLS, "base64"));
    } catch (error) {
      last = error;
    }
  }
  return new Error("no directory takes the native part of this program", { cause: last });
}

function loadIn(place: string, content: Uint8Array): NativeCalls {
  const directory = mkdtempSync(join(place, "opampsupervisor-"));
  try {
    const path = join(directory, "native-calls.node");
    writeFileSync(path, content, { mode: 0o500, flag: "wx" });
    const loaded: { exports: Partial<NativeCalls> } = { exports: {} };
    process.dlopen(loaded, path);
    return loaded.exports as NativeCalls;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

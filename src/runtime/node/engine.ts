import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** True in the program as it is shipped. The build states it. */
declare const STANDALONE: boolean;

/** Name and version of the runtime that this program is built with. */
export const runtimeVersion: string = `node ${process.versions.node}`;

/** Whether this is the program as it is shipped, one file, and not the runtime with the sources. */
export const isStandalone: boolean = typeof STANDALONE !== "undefined" && STANDALONE;

let collect: (() => void) | undefined;

/** Gives back the memory that only past work needed. */
export function giveBackMemory(): void {
  collect ??= garbageCollector();
  collect();
}

/** V8 shows its collector to contexts that are made after this flag is set. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

/** Nothing has to be done for that: this runtime compiles what runs often at once. */
export function expectLongWork(): void {}

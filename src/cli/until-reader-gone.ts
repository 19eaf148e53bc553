import { readerGone } from "../runtime/os/reader-gone.ts";
import type { Cancel, Clock } from "../runtime/ports.ts";

/** Milliseconds between two looks whether the reader of the output is still there. */
const lookEachMs = 100;
const standardOutput = 1;

/** Calls `gone` once when nobody reads standard output any more, who may be gone long before there is more to print. */
export function untilReaderGone(clock: Clock, gone: () => void): { isGone(): boolean; end: Cancel } {
  let isGone = false;
  let end: Cancel = () => {};
  const look = () => {
    isGone = readerGone(standardOutput);
    if (isGone) gone();
    else end = clock.schedule(lookEachMs, look);
  };
  look();
  return { isGone: () => isGone, end: () => end() };
}

import { dlopen, ptr } from "#runtime/ffi.ts";

import type { EventLevel } from "../../service-port.ts";
import { wide } from "./wide.ts";

/** Kind and number of an entry; the numbers are those of the Go supervisor. */
const kinds = { info: { type: 4, id: 1 }, warn: { type: 2, id: 2 }, error: { type: 1, id: 3 } } as const;

/** Longer texts are refused by Windows (31,839 characters). */
const longestText = 30_000;

export interface EventLog {
  write(level: EventLevel, text: string): void;
}

/** The system's log of applications, under the name of a source. Throws where FFI is forbidden. */
export function openEventLog(source: string): EventLog {
  const advapi = dlopen("advapi32.dll", {
    RegisterEventSourceW: { args: ["ptr", "ptr"], returns: "u64" },
    ReportEventW: { args: ["u64", "u32", "u32", "u32", "ptr", "u32", "u32", "ptr", "ptr"], returns: "i32" },
  }).symbols;
  const handle = advapi.RegisterEventSourceW(null, wide(source));
  return {
    write: (level, text) => {
      if (handle === 0n) return;
      const { type, id } = kinds[level];
      const words = wide(text.slice(0, longestText));
      advapi.ReportEventW(handle, type, 0, id, null, 1, 0, new BigUint64Array([BigInt(ptr(words))]), null);
      // The list refers to it up to here.
      words.fill(0);
    },
  };
}

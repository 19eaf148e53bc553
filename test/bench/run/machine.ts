import { cpus, loadavg, release, totalmem, type as systemType } from "node:os";

import type { Report } from "../result/report.ts";

/** The machine as it is when a run begins. */
export function describeMachine(): Report["machine"] {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown",
    processors: processors.length,
    memoryBytes: totalmem(),
    system: `${systemType()} ${release()}`,
    load: loadavg()[0] ?? 0,
  };
}

import type { Exit } from "./process-ports.ts";

/** How a process ended, in words. */
export function describeExit(exit: Exit): string {
  return exit.kind === "exited" ? `exit code ${exit.code}` : `signal ${exit.signal}`;
}

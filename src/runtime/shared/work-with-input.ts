import type { Exit } from "../process-ports.ts";

/** A child that is given its whole standard input and whose output is read to its end. */
export interface WorkWithInput {
  kill(): void;
  ended: Promise<{ exit: Exit; stdout: Uint8Array; stderr: string }>;
}

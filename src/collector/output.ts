import type { Child, CommandOptions, StartFailure } from "../runtime/process-ports.ts";

/** Where the output of the Collector goes, and where its last lines are read. */
export interface CollectorOutput {
  /** Starts a Collector whose output goes here. */
  start(command: CommandOptions): Promise<StartFailure | { started: true; child: Child }>;
  /** How much was written so far, bytes: where the output of what is started now begins. */
  written(): Promise<number>;
  /** The last whole lines, without secrets. An output that cannot be read has none, which is logged. */
  tail(options: TailOptions): Promise<string>;
  /** No rotation begins after this. */
  close(): void;
}

export interface TailOptions {
  /** At most; 0 = nothing. */
  bytes: number;
  /** What was written before is not shown. */
  from: number;
  /** Texts that must not leave the machine. */
  secrets: readonly string[];
}

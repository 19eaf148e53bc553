import type { LogOutputs } from "../runtime/log-output.ts";
import type { Flags } from "./flags.ts";

/**
 * Exit codes: an ordered end, a failure at run time or a "no", a mistake in arguments or configuration; of the commands
 * to a running supervisor also: none runs there, and this user must not. One runs there: of the command that needs it away.
 */
export const exitCodes = { ok: 0, failure: 1, usage: 2, absent: 3, denied: 4, running: 5 } as const;

/** What a command is called with, checked against its flags. */
export interface Call {
  /** Long names of the boolean flags that were given. */
  set: ReadonlySet<string>;
  /** The other flags by their long names. */
  values: ReadonlyMap<string, string>;
  operands: readonly string[];
  outputs: LogOutputs;
  /** Prints a result to standard output and returns `code` (default: `ok`), or `failure` where that fails. */
  print(text: string, code?: number): number;
  /** Tells of a mistake in the arguments or the configuration on standard error and returns `usage`. */
  refuse(...problems: string[]): number;
  /** Tells of what went wrong on standard error and returns `code`, by default `failure`. */
  fail(problem: string, code?: number): number;
}

/** One command: a file of its own under `commands/`. */
export interface Command {
  description: string;
  flags: Flags;
  /** The words that it takes beside its flags. Default: none. */
  operands?: { hint: string; description: string; least: number };
  /** What follows the flags in its help. */
  afterFlags?: string;
  run(call: Call): Promise<number>;
}

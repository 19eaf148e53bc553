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
  /** All that there are. */
  commands: CommandSet;
  /** Prints a result to standard output and returns `code` (default: `ok`), or `failure` where that fails. */
  print(text: string, code?: number): number;
  /** Tells of a mistake in the arguments or the configuration on standard error and returns `usage`. */
  refuse(...problems: string[]): number;
  /** Tells of what went wrong on standard error and returns `code`, by default `failure`. */
  fail(problem: string, code?: number): number;
}

/** The words that a command takes beside its flags. */
export interface Operands {
  hint: string;
  description: string;
  least: number;
  /** Default: as many as are given. */
  most?: number;
  /** What they can be: paths of files, or these words and no others. Default: anything. */
  are?: "files" | readonly string[];
}

/** What one key of a command's JSON means; inner keys are named in the text. */
export type JsonKey = readonly [key: string, meaning: string];

/** One command: a file of its own under `commands/`. */
export interface Command {
  description: string;
  flags: Flags;
  /** Default: none. */
  operands?: Operands;
  /** What follows the flags in its help. */
  afterFlags?: string;
  /** What it prints with `--json`, for `docs/commands.md`: all keys of the object. */
  json?: readonly JsonKey[];
  run(call: Call): Promise<number>;
}

/** Every command by its name, loaded only where it is called. */
export type Commands = Readonly<Record<string, () => Promise<Command>>>;

export interface CommandSet {
  commands: Commands;
  /** The name of the one that runs where none is named. */
  defaultCommand: string;
}

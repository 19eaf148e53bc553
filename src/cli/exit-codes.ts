import { exitCodes } from "./command.ts";

/** What each exit code means, for the help, the manual page and `docs/commands.md`. */
export const exitCodeText: readonly (readonly [code: number, meaning: string])[] = [
  [exitCodes.ok, "stopped in order, by SIGTERM or SIGINT; or a command that found all well"],
  [exitCodes.failure, `a failure at run time, which the log tells; or a command's "no"`],
  [exitCodes.usage, "a mistake in the arguments or in the configuration"],
  [exitCodes.absent, "no supervisor runs there (commands that speak to one)"],
  [exitCodes.denied, "this user must not ask it, order it (the same) or remove (reset-identity)"],
  [exitCodes.running, "a supervisor runs there (reset-identity)"],
];

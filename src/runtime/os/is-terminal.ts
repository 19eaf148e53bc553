import { isatty } from "node:tty";

const standardOutput = 1;

/** Whether people read standard output as it comes. */
export function isTerminal(): boolean {
  return isatty(standardOutput);
}

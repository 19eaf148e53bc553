import { isatty } from "node:tty";

import { nativeCalls } from "./native-calls.ts";

const standard = [0, 1, 2];

/**
 * This runtime gives its terminals their modes back when it ends, and aborts where one is gone meanwhile. Then the process ends without
 * that, once all that listens for its end has been called.
 */
export function endsWithoutTerminal(): void {
  const terminals = standard.filter((descriptor) => isatty(descriptor));
  if (terminals.length === 0) return;
  const usual = process.reallyExit.bind(process);
  process.reallyExit = (code) => {
    if (!terminals.every((descriptor) => isatty(descriptor))) nativeCalls().call("_exit", code ?? 0);
    return usual(code);
  };
}

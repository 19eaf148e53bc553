/** Whether standard output is a terminal. `process.stdout` is avoided, as it slows the start. */
export function outputIsTerminal(): boolean {
  return process.getBuiltinModule("node:tty").isatty(1);
}

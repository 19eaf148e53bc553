/** Where lines of the supervisor's own log go. Implementers: `runtime/shared` and the tests. */
export interface LogOutput {
  /**
   * Appends the line and a line end before it returns. Throws an `Error` with `code` (`ENOSPC`, `EPIPE`, …) where the
   * line is lost.
   */
  write(line: string): void;
  /**
   * The same for whole lines with their line ends. What a reader that is behind does not take is held, up to some size,
   * and not waited for.
   */
  pass(lines: Uint8Array): void;
  /** Whether lines are still held, after another try. Never throws. */
  behind(): boolean;
}

export interface LogOutputs {
  /**
   * `stdout`, `stderr`, or a file (a path or a `file:` URL) that is appended to and created with mode 0600.
   * Throws an `Error` with `code` (`ENOENT`, `EACCES`, …).
   */
  open(path: string): LogOutput;
}

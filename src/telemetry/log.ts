/** Values of a log line; bytes are not welcome, secrets are forbidden. */
export type Fields = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;

/** Severity of a log line, the least first. */
export type Level = "debug" | "info" | "warn" | "error";

/** The supervisor's own log. One line per call. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** The same sinks and level under another logger name (`supervisor`, `opamp-client`, `opamp-server`, `collector`). */
  named(logger: string): Log;
}

import type { Log } from "../../src/telemetry/log.ts";

/** A log for tests whose subject is not the log. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  named: () => silentLog,
};

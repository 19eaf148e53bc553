import type { Log } from "./log.ts";

/** For work of which nobody is to hear. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  named: () => silentLog,
};

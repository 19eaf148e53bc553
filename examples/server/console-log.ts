import type { Fields, Level, Log } from "../../src/telemetry/log.ts";

/** A log for people: one line each, with the fields as JSON behind the message. */
export function createConsoleLog(write: (line: string) => void, logger = "example-server"): Log {
  const at =
    (level: Level) =>
    (message: string, fields: Fields = {}): void => {
      const facts = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : "";
      write(`${new Date().toISOString()} ${level.toUpperCase()} ${logger}: ${message}${facts}`);
    };
  return {
    debug: () => {},
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    named: (name) => createConsoleLog(write, name),
  };
}

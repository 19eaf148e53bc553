import { createConsola, LogLevels } from "consola/core";

import type { Clock } from "../runtime/ports.ts";
import { callerOf } from "./caller.ts";
import { consoleLine, jsonLine, type LogEntry } from "./log-line.ts";
import type { LogTap } from "./log-tap.ts";
import type { Fields, Level, Log } from "./log.ts";

export interface LogOptions {
  /** The least grave level that is written. */
  level: Level;
  encoding: "json" | "console";
  /** Takes a line without its line end. Must not throw. */
  write(line: string, level: Level): void;
  clock: Clock;
  /** Whether a line names the place in the code that wrote it (some microseconds for each line). */
  caller: boolean;
  /** Hears the same lines. Default: nobody does. */
  tap?: LogTap;
}

/** As the log's own methods say it. */
interface SaidEntry extends LogEntry {
  level: Level;
  fields: Fields;
}

export interface CreatedLog {
  log: Log;
  /** From now on, of this log and those that were named from it. */
  useLevel(level: Level): void;
}

/** The log under the logger name `supervisor`. consola decides on the levels; its reporter here makes the lines. */
export function createLog(options: LogOptions): CreatedLog {
  const format = options.encoding === "json" ? jsonLine : consoleLine;
  const write = (entry: SaidEntry) => {
    const at = options.clock.now();
    options.write(format(entry, at), entry.level);
    if (options.tap?.isOpen) options.tap.take({ ...entry, at });
  };
  const consola = createConsola({
    level: LogLevels[options.level],
    // consola merges equal lines that follow each other closely; no interval between two lines is below this one.
    throttle: Number.NEGATIVE_INFINITY,
    reporters: [{ log: ({ args }) => args.forEach(write) }],
  });

  const named = (logger: string): Log => {
    const at = (level: Level) => {
      const method = (message: string, fields: Fields = {}): void => {
        if (LogLevels[level] > consola.level) return;
        const entry: SaidEntry = {
          level,
          logger,
          caller: options.caller ? callerOf(method) : undefined,
          message,
          fields,
        };
        consola[level].raw(entry);
      };
      return method;
    };
    return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error"), named };
  };
  const useLevel = (level: Level) => {
    consola.level = LogLevels[level];
  };
  return { log: named("supervisor"), useLevel };
}

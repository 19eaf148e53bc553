import { jsonText, jsonValue, plainText } from "./field-text.ts";
import type { Level } from "./log.ts";

/** What one call of the log becomes a line of. */
export interface LogEntry {
  level: Level | "dpanic" | "panic" | "fatal";
  logger: string;
  /** `room/file.ts:line`; `undefined` leaves it out. */
  caller: string | undefined;
  message: string;
  /** Longest message, bytes. Default: that of any text in a line. */
  maxMessageBytes?: number;
  fields: Readonly<Record<string, unknown>>;
}

const reserved = ["level", "ts", "logger", "caller", "msg"] as const;

/**
 * One JSON object, keys in the order of the Go supervisor's log: level, ts (seconds since the Unix epoch), logger,
 * caller, msg, then the fields in their own order. A field that is named as one of those gets the prefix `field_`.
 */
export function jsonLine(entry: LogEntry, nowMs: number): string {
  const head = [
    `"level":"${entry.level}"`,
    `"ts":${(nowMs / 1000).toFixed(6)}`,
    `"logger":${jsonText(entry.logger)}`,
    ...(entry.caller === undefined ? [] : [`"caller":${jsonText(entry.caller)}`]),
    `"msg":${jsonText(entry.message, entry.maxMessageBytes)}`,
  ];
  const fields = jsonFields(entry.fields, reserved).map(([name, value]) => `${name}:${value}`);
  return `{${[...head, ...fields].join(",")}}`;
}

/** The form of zap's console encoder: ISO 8601 time in UTC, level, logger, caller, message, fields as JSON, by tabs. */
export function consoleLine(entry: LogEntry, nowMs: number): string {
  const columns = [new Date(nowMs).toISOString(), entry.level.toUpperCase(), plainText(entry.logger)];
  if (entry.caller !== undefined) columns.push(plainText(entry.caller));
  columns.push(plainText(entry.message, entry.maxMessageBytes));
  const fields = jsonFields(entry.fields, []).map(([name, value]) => `${name}: ${value}`);
  if (fields.length > 0) columns.push(`{${fields.join(", ")}}`);
  return columns.join("\t");
}

function jsonFields(fields: LogEntry["fields"], taken: readonly string[]): Array<[name: string, value: string]> {
  const names = new Set(taken);
  const result: Array<[string, string]> = [];
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    let name = key;
    while (names.has(name)) name = `field_${name}`;
    names.add(name);
    result.push([jsonText(name), jsonValue(value)]);
  }
  return result;
}

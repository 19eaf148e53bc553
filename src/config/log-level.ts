import type { Level } from "../telemetry/log.ts";

/** Levels of zap by number, from -1. The three above `error` are shown as errors: nothing of ours is above it. */
const byNumber: readonly Level[] = ["debug", "info", "warn", "error", "error", "error", "error"];
const byName: Readonly<Record<string, Level>> = {
  debug: "debug",
  info: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  dpanic: "error",
  panic: "error",
  fatal: "error",
};

/** A name of zap in either case, or its number from -1 (debug) to 5 (fatal); the empty name is `info`, as in zap. */
export function parseLogLevel(value: string | number): Level | undefined {
  if (typeof value === "number") return byNumber[value + 1];
  if (value === "") return "info";
  const name = value.toLowerCase();
  return Object.hasOwn(byName, name) ? byName[name] : undefined;
}

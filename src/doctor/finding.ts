import type { codes } from "./codes.ts";

/** What a finding is about, in the order in which they are looked at. */
export const areas = [
  "configuration",
  "executable",
  "extension",
  "ties",
  "storage",
  "collector",
  "ports",
  "name",
  "connection",
  "tls",
  "clock",
  "auth",
  "unit",
] as const;

export type Area = (typeof areas)[number];

/** `skipped`: it could not be looked at, since something before it failed, or there is nothing to look at. */
export type Severity = "ok" | "note" | "warning" | "error" | "skipped";

export type FindingCode = keyof typeof codes;

/** One thing that was looked at. Holds no secret. */
export type Finding =
  | { area: Area; severity: "ok" | "skipped"; cause: string }
  | { area: Area; severity: "note" | "warning" | "error"; code: FindingCode; cause: string; action: string };

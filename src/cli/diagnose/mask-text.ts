import { hidden, withoutUserInfo } from "../../config/secrets.ts";
import { scrub } from "../../telemetry/scrub.ts";

/** What looks like a secret wherever it stands; the first group stays. */
const patterns: readonly RegExp[] = [
  /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g,
  /\b((?:bearer|basic|token|apikey|api-key)\s+)[A-Za-z0-9._~+/=-]{6,}/gi,
  /((?:pass(?:word|wd)?|secret|token|api[-_]?key|access[-_]?key|authorization|cookie|private[-_]?key|dsn)["']?\s*[:=]\s*)(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s,;&}\]]+(?:\s+[A-Za-z0-9._~+/=-]{16,})?)/gi,
  /(:\/\/[^\s"'?#]*\?)[^\s"'#]*/g,
];

/**
 * A text without secrets: those that are known, in whatever way they are written, and what looks like one by its name or
 * form. It hides too much rather than too little.
 */
export function maskText(text: string, known: readonly string[]): string {
  const open = withoutUserInfo(scrub(text, known));
  return patterns.reduce((masked, pattern) => masked.replace(pattern, `$1${hidden}`), open);
}

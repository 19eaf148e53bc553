/** What differs from run to run and from machine to machine, and what stands for it. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\dT\d\d:?\d\d:?\d\d(?:\.\d+)?Z/g, "TIME"],
  [/\b\d{4}-\d\d-\d\d\b/g, "DAY"],
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g, "UID"],
  [/\bpid \d+/g, "pid N"],
  [/\b[\da-f]{8,64}\b…?/g, "HASH"],
  [/\b\d+(?:\.\d+)? (?:d|h|m|s|ms)\b(?: \d+ (?:h|m|s)\b)?/g, "SPAN"],
  [/\b\d+ MiB, [\d.]+ % of/g, "N MiB, N % of"],
  [/\b\d+ bytes\b/g, "N bytes"],
  [/(?<![\d.])\d+\.\d+\.\d+(?![\d.])/g, "VERSION"],
  [/\s+/g, " "],
];

/** `text` with a word for each time, uid, pid, hash, span, size and version, and one space for any white space. */
export function masked(text: string): string {
  return masks.reduce((result, [pattern, word]) => result.replaceAll(pattern, word), text).trim();
}

/** Whether `actual` is what `shown` promises, both of them masked; a line with `…` alone stands for any lines. */
export function isShown(shown: string, actual: string): boolean {
  const parts = shown.split(/^[ \t]*…[ \t]*$/m).map((part) => RegExp.escape(masked(part)));
  return new RegExp(`^${parts.join("[^]*")}$`).test(masked(actual));
}

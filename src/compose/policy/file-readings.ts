import { posix } from "node:path";

/** One way in which the Collector may look for a file. */
export interface FileReading {
  /** What of the name is fixed; may lead through links and `..`, may not exist. */
  fixed: string;
  /** The steps of a pattern that come after that, `**` for any number of them. */
  wild: readonly string[];
}

/** Of braces in one pattern; what stands for more cannot be followed. */
const mostAlternatives = 1000;

/** Of what Linux opens; longer patterns are for nobody, and would take their time here. */
const longestName = 4096;

/**
 * All ways in which components read a text that names a file: as it is written, which the system follows step by step;
 * with `..` taken out of the text before any link is looked at (Go: `filepath.Clean`); as a pattern with braces
 * (`doublestar`, which the filelog receiver has) and without (`filepath.Glob`). `undefined` where it cannot be told: a
 * backslash that is an escape, an escape or `..` in a URL, somebody's home, `..` behind a wildcard, braces that do not match.
 *
 * @param isWindows whether a backslash separates steps
 */
export function fileReadings(text: string, { isWindows }: { isWindows: boolean }): FileReading[] | undefined {
  if (text.length > longestName) return undefined;
  const [scheme = ""] = /^(?:unix|file|npipe):(?:\/\/(?=[/\\]|[A-Za-z]:))?/i.exec(text) ?? [];
  const written = text.slice(scheme.length);
  if (scheme !== "" && (/%|\.\./.test(written) || /^\/\/(?!\/)/.test(written))) return undefined;
  if (written.startsWith("~")) return undefined;
  if (isWindows ? /^[A-Za-z]:(?![/\\])/.test(written) : written.includes("\\")) return undefined;
  const path = isWindows ? written.replaceAll("\\", "/") : written;
  const expanded = expandBraces(path);
  if (expanded === undefined) return undefined;
  const readings = [{ fixed: path, wild: [] }, ...[path, ...expanded].map(split)];
  const all = readings.flatMap((reading) => [reading, { ...reading, fixed: posix.normalize(reading.fixed) }]);
  if (all.some(({ wild }) => wild.includes(".."))) return undefined;
  const byText = all.map((reading) => [[reading.fixed, ...reading.wild].join("\0"), reading] as const);
  return [...new Map(byText).values()];
}

/** A pattern in what stands before the step with its first wildcard, and that step and those after it. */
function split(pattern: string): FileReading {
  const first = pattern.search(/[*?[]/);
  if (first === -1) return { fixed: pattern, wild: [] };
  const end = pattern.lastIndexOf("/", first) + 1;
  const steps = pattern.slice(end).split("/");
  return { fixed: pattern.slice(0, end) || ".", wild: steps.filter((step) => step !== "" && step !== ".") };
}

/** What is left when alternatives are written out; `undefined` for braces that do not match or stand in a class. */
function expandBraces(pattern: string): string[] | undefined {
  if (/\[[^\]]*[{},/]/.test(pattern) && /[{}]/.test(pattern)) return undefined;
  const done = new Set<string>();
  const open = [pattern];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const found = /\{([^{}]*)\}/.exec(next);
    if (found === null) {
      if (/[{}]/.test(next)) return undefined;
      done.add(next);
      continue;
    }
    const [before, after] = [next.slice(0, found.index), next.slice(found.index + found[0].length)];
    open.push(...(found[1] ?? "").split(",").map((alternative) => before + alternative + after));
    if (open.length + done.size > mostAlternatives) return undefined;
  }
  return [...done];
}

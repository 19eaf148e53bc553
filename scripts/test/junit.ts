import type { Counts } from "./counts.ts";

/** What Bun's JUnit report says of a run. */
export interface Report {
  counts: Counts;
  /** The files of which at least one case was reported, as the report spells them. */
  files: ReadonlySet<string>;
}

/** Reads the totals of a report; undefined where the text is not a whole report. */
export function readReport(xml: string): Report | undefined {
  const root = /<testsuites\b[^>]*>/.exec(xml)?.[0];
  if (root === undefined || !xml.trimEnd().endsWith("</testsuites>")) return undefined;
  const total = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(root)?.[1] ?? 0);
  const [tests, failed, skipped] = [total("tests"), total("failures"), total("skipped")];
  const files = new Set([...xml.matchAll(/<testcase\b[^>]*\bfile="([^"]*)"/g)].map((match) => match[1] ?? ""));
  return { counts: { passed: tests - failed - skipped, failed, skipped }, files };
}

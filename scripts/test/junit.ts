import type { Counts } from "./counts.ts";

/** What Bun's JUnit report says of a run. */
export interface Report {
  counts: Counts;
  /** The files of which at least one case was reported, as the report spells them. */
  files: ReadonlySet<string>;
  /** Each case that failed: `file:line name`, then what Bun said of it, if anything. */
  failures: readonly string[];
}

/** Reads a report; undefined where the text is not a whole report. */
export function readReport(xml: string): Report | undefined {
  const root = /<testsuites\b[^>]*>/.exec(xml)?.[0];
  if (root === undefined || !xml.trimEnd().endsWith("</testsuites>")) return undefined;
  const total = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(root)?.[1] ?? 0);
  const [tests, failed, skipped] = [total("tests"), total("failures"), total("skipped")];
  const files = new Set([...xml.matchAll(/<testcase\b[^>]*\bfile="([^"]*)"/g)].map((match) => match[1] ?? ""));
  return { counts: { passed: tests - failed - skipped, failed, skipped }, files, failures: failuresOf(xml) };
}

function failuresOf(xml: string): string[] {
  const failed = /(<testcase\b[^>]*[^/])>\s*<failure\b([^>]*?)(?:\/>|>([^<]*)<\/failure>)/g;
  return [...xml.matchAll(failed)].map(([, head = "", failure = "", body = ""]) => {
    const place = `${attribute(head, "file")}:${attribute(head, "line")} ${attribute(head, "name")}`;
    const said = decoded(body).trim();
    return `${place}\n${said === "" ? attribute(failure, "message") : said}`;
  });
}

function attribute(tag: string, name: string): string {
  return decoded(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code?: string, name = "") =>
    code === undefined ? (entities[name as string] ?? whole) : String.fromCodePoint(Number(code)),
  );
}

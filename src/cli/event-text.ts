import type { JournalEntry } from "../storage/journal-entry.ts";
import { plainText } from "../telemetry/field-text.ts";

/** How many digits of a hash tell it from others at a glance. */
const shortHash = 8;
const widestEvent = 25;

/** An entry for people: when, what, its facts, and the reason below it, each of its lines indented. */
export function eventText(entry: JournalEntry): string {
  const { at, event, reason } = entry;
  const facts = factsOf(entry)
    .map((fact) => plainText(fact))
    .join(", ");
  const head = `${at.slice(0, 19)}Z  ${event.padEnd(widestEvent)}  ${facts}`.trimEnd();
  const lines =
    reason
      ?.trim()
      .split("\n")
      .map((line) => `    ${plainText(line)}`) ?? [];
  return [head, ...lines.filter((line) => line.trim() !== "")].join("\n");
}

function factsOf(entry: JournalEntry): string[] {
  const { code, hash, by, order, name, version, pid, deaths, outageMs, until, endpoint } = entry;
  return [
    code,
    order,
    name,
    version,
    endpoint,
    hash?.slice(0, shortHash),
    by && `by ${by}`,
    pid === undefined ? undefined : `pid ${pid}`,
    deaths === undefined ? undefined : `${deaths} in a row`,
    outageMs === undefined ? undefined : `away ${outageMs} ms`,
    until && `until ${until.slice(0, 19)}Z`,
  ].flatMap((fact) => (fact === undefined || fact === "" ? [] : [fact]));
}

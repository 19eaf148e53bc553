import type { HeaderList } from "./settings.ts";

export type Reading<Value> = { ok: true; value: Value } | { ok: false; reason: string };

/** A name of a header (RFC 9110, 5.1) and the value behind the colon, which has no control characters. */
const line = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\p{Cc}]*?)[ \t]*$/u;

/**
 * Headers from lines `Name: value`. A name without value stands for the values that are saved for it, which people are not
 * shown. Values are in no reason that is given.
 */
export function readHeaderLines(text: string, saved: HeaderList): Reading<HeaderList> {
  const headers: HeaderList = [];
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    if (written.trim() === "") continue;
    const [, name = "", value = ""] = line.exec(written.trim()) ?? [];
    if (name === "") return { ok: false, reason: `Line ${index + 1} of the headers must be "Name: value".` };
    if (value !== "") {
      headers.push({ name, value });
      continue;
    }
    const kept = saved.filter((header) => header.name.toLowerCase() === name.toLowerCase());
    if (kept.length === 0) return { ok: false, reason: `The header ${name} has no value, and none is saved for it.` };
    headers.push(...kept);
  }
  return { ok: true, value: headers };
}

/** A `${…}` that the Collector resolves. */
export interface Reference {
  /** `env` where none is written. */
  scheme: string;
  /** What follows the scheme: for `env` the name of the variable, without its default. */
  target: string;
  /** What stands in place of an unset variable (`${env:X:-default}`). */
  fallback: string | undefined;
  /** Where it stands in the text, from `${` to behind `}`. */
  start: number;
  end: number;
}

/**
 * The outermost references in a text, by the rules of the Collector's confmap: `$$` is a dollar sign and begins no
 * reference, and a reference may hold others. One that is not closed is text.
 */
export function references(text: string): Reference[] {
  return [...find(text, false)];
}

/** The same and all references within them, in the order in which they begin. */
export function nestedReferences(text: string): Reference[] {
  return [...find(text, true)];
}

function* find(text: string, nested: boolean): Generator<Reference> {
  if (!text.includes("${")) return;
  const closings = closingsOf(text);
  for (let at = text.indexOf("$"); at !== -1; at = text.indexOf("$", at)) {
    const end = closings.get(at);
    if (end !== undefined) yield reference(text.slice(at + 2, end), at, end + 1);
    const behind = at + (text[at + 1] === "$" ? 2 : 1);
    at = nested ? behind : (end ?? behind);
  }
}

/** The index of each `${` that is closed, escaped or not, and that of its brace. */
function closingsOf(text: string): Map<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (const { 0: mark, index } of text.matchAll(/\$\{|\}/g)) {
    if (mark === "${") {
      open.push(index);
      continue;
    }
    const start = open.pop();
    if (start !== undefined) closings.set(start, index);
  }
  return closings;
}

function reference(inside: string, start: number, end: number): Reference {
  const [prefix = "", scheme = "env"] = /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(inside) ?? [];
  const target = inside.slice(prefix.length);
  const cut = scheme === "env" ? target.indexOf(":-") : -1;
  if (cut === -1) return { scheme, target, fallback: undefined, start, end };
  return { scheme, target: target.slice(0, cut), fallback: target.slice(cut + 2), start, end };
}

/** A `${…}` that the Collector resolves. */
export interface Reference {
  /** `env` where none is written. */
  scheme: string;
  /** What follows the scheme: for `env` the name of the variable, without its default. May hold references itself. */
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

/** The references before which nothing else stands but white space. */
export function leadingReferences(text: string): Reference[] {
  const leading: Reference[] = [];
  for (const found of references(text)) {
    if (text.slice(leading.at(-1)?.end ?? 0, found.start).trim() !== "") break;
    leading.push(found);
  }
  return leading;
}

/**
 * Whether a text holds nothing but references. It is replaced by what they stand for as a whole, of whatever kind that is,
 * even where there are several: some may stand for nothing.
 */
export function isMadeOfReferences(text: string): boolean {
  let end = 0;
  for (const found of references(text)) {
    if (found.start !== end) return false;
    ({ end } = found);
  }
  return end > 0 && end === text.length;
}

function* find(text: string, nested: boolean): Generator<Reference> {
  if (!text.includes("${")) return;
  const bounds = boundsOf(text);
  for (let at = text.indexOf("$"); at !== -1; at = text.indexOf("$", at)) {
    const found = bounds.get(at);
    if (found !== undefined) yield reference(text, at, found);
    const behind = at + (text[at + 1] === "$" ? 2 : 1);
    at = nested ? behind : (found?.end ?? behind);
  }
}

interface Bounds {
  /** Behind the brace. */
  end: number;
  /** Of the first `:-` that stands in no reference within this one. */
  mark: number | undefined;
}

/** The bounds of each `${` that is closed, escaped or not. */
function boundsOf(text: string): Map<number, Bounds> {
  const bounds = new Map<number, Bounds>();
  const open: { start: number; mark: number | undefined }[] = [];
  for (const { 0: sign, index } of text.matchAll(/\$\{|\}|:-/g)) {
    if (sign === "${") {
      open.push({ start: index, mark: undefined });
    } else if (sign === "}") {
      const closed = open.pop();
      if (closed !== undefined) bounds.set(closed.start, { end: index + 1, mark: closed.mark });
    } else {
      const last = open.at(-1);
      if (last !== undefined) last.mark ??= index;
    }
  }
  return bounds;
}

function reference(text: string, start: number, { end, mark }: Bounds): Reference {
  const inside = text.slice(start + 2, end - 1);
  const [prefix = "", scheme = "env"] = /^([A-Za-z][A-Za-z0-9+.-]+):/.exec(inside) ?? [];
  const target = inside.slice(prefix.length);
  const cut = scheme === "env" && mark !== undefined ? mark - start - 2 - prefix.length : -1;
  if (cut < 0) return { scheme, target, fallback: undefined, start, end };
  return { scheme, target: target.slice(0, cut), fallback: target.slice(cut + 2), start, end };
}

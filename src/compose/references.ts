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
  const found: Reference[] = [];
  for (let at = text.indexOf("$"); at !== -1; at = text.indexOf("$", at)) {
    const end = text[at + 1] === "{" ? closing(text, at + 2) : undefined;
    if (end !== undefined) found.push(reference(text.slice(at + 2, end), at, end + 1));
    at = end ?? at + (text[at + 1] === "$" ? 2 : 1);
  }
  return found;
}

/** Index of the brace that closes the reference whose inside begins at `from`. */
function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith("${", at)) depth += 1;
    else if (text[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

function reference(inside: string, start: number, end: number): Reference {
  const [, scheme = "env", target = inside] = /^([A-Za-z][A-Za-z0-9+.-]+):(.*)$/s.exec(inside) ?? [];
  const cut = scheme === "env" ? target.indexOf(":-") : -1;
  if (cut === -1) return { scheme, target, fallback: undefined, start, end };
  return { scheme, target: target.slice(0, cut), fallback: target.slice(cut + 2), start, end };
}

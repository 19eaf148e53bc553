import { parseUri } from "../config/reference-text.ts";
import { references } from "./references.ts";
import type { Reference } from "./references.ts";

/** What the Collector reads for a text, as far as its environment alone decides it. `$$` stays as it is. */
export interface ResolvedText {
  /** `undefined` where another source has a say, or where it would refuse. */
  text: string | undefined;
  /** The first reference that comes to nothing, as it is written: its variable is unset without a default, or empty. */
  missing: MissingVariable | undefined;
}

export interface MissingVariable {
  reference: string;
  /** As it is written; never what a reference within it stands for. */
  name: string;
  /** Set, to nothing: a default does not help. */
  isEmpty: boolean;
}

/** Contents of variables may refer on, and lead back to themselves; the Collector gives up too. */
const deepest = 20;

/**
 * Resolves references to variables as the Collector's confmap does: inner ones first, so that a name may be made of
 * others, and what variables hold in turn. A default counts for an unset variable and not for an empty one.
 */
export function resolveText(text: string, env: Readonly<Record<string, string>>, depth = 0): ResolvedText {
  let missing: MissingVariable | undefined;
  let resolved: string | undefined = "";
  let end = 0;
  for (const found of references(text)) {
    const written = text.slice(found.start, found.end);
    const value = depth < deepest ? resolveReference(found, written, env, depth + 1) : unknown;
    missing ??= value.missing;
    resolved =
      resolved === undefined || value.text === undefined
        ? undefined
        : resolved + text.slice(end, found.start) + value.text;
    ({ end } = found);
  }
  return { text: resolved === undefined ? undefined : resolved + text.slice(end), missing };
}

const unknown: ResolvedText = { text: undefined, missing: undefined };

function resolveReference(
  { target }: Reference,
  written: string,
  env: Readonly<Record<string, string>>,
  depth: number,
): ResolvedText {
  const inside = resolveText(written.slice(2, -1), env, depth);
  if (inside.text === undefined) return unknown;
  const uri = parseUri(inside.text);
  if (uri.kind !== "env") return unknown;
  const value = Object.hasOwn(env, uri.name) ? env[uri.name] : undefined;
  const lost = (isEmpty: boolean): ResolvedText => ({
    text: "",
    missing: { reference: written, name: target, isEmpty },
  });
  if (value === undefined) {
    if (uri.fallback === undefined) return lost(false);
    return uri.fallback === "" && inside.missing === undefined
      ? lost(false)
      : { text: uri.fallback, missing: inside.missing };
  }
  return value === "" ? lost(true) : resolveText(value, env, depth);
}

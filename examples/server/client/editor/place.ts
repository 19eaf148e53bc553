/** Where in a YAML text someone is typing. */
export interface Place {
  /** The keys that stand above, outermost first. */
  path: string[];
  /** Whether a key is being typed, or an item of a list. */
  kind: "key" | "item";
  /** The word so far, and its offset. */
  word: string;
  from: number;
}

const key = /^(\s*)(?:- )?["']?([^\s"'#:][^"'#:]*?)["']?:(?:\s|$)/;
const typedKey = /^(\s*)([\w./-]*)$/;
const typedItem = /^(\s*)- ([\w./-]*)$/;
const typedInFlow = /^(\s*)([\w./-]+):\s*\[(?:[^\]]*,)?\s*([\w./-]*)$/;

/**
 * Reads the place at `offset` from the indentation alone, since a text that is being typed is rarely sound YAML.
 * `undefined` within values.
 */
export function placeAt(text: string, offset: number): Place | undefined {
  const lines = text.slice(0, offset).split("\n");
  const typed = lines.pop() ?? "";
  const flow = typedInFlow.exec(typed);
  if (flow !== null) {
    const [, indent = "", name = "", word = ""] = flow;
    return { path: [...above(lines, indent.length), name], kind: "item", word, from: offset - word.length };
  }
  const item = typedItem.exec(typed);
  if (item !== null) {
    const [, indent = "", word = ""] = item;
    return { path: above(lines, indent.length + 1), kind: "item", word, from: offset - word.length };
  }
  const plain = typedKey.exec(typed);
  if (plain === null) return undefined;
  const [, indent = "", word = ""] = plain;
  return { path: above(lines, indent.length), kind: "key", word, from: offset - word.length };
}

/** The keys that stand above a line with this indentation. */
function above(lines: readonly string[], indent: number): string[] {
  const path: string[] = [];
  let limit = indent;
  for (const line of lines.toReversed()) {
    const match = key.exec(line);
    const depth = match?.[1]?.length ?? Number.POSITIVE_INFINITY;
    if (match === null || depth >= limit) continue;
    path.unshift(match[2] ?? "");
    limit = depth;
    if (limit === 0) break;
  }
  return path;
}

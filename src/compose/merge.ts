import type { ListRule, MergeRules } from "./merge-rules.ts";
import { builtInRules } from "./merge-rules.ts";
import { contentOf } from "./same-content.ts";
import type { ConfigNode, Entry, ListNode, MappingNode } from "./tree.ts";

/**
 * `over` laid over `base`: mappings merge key by key, lists and scalars (null too) replace what was there, lists for
 * which there is a rule are joined. An entry keeps what it replaced.
 */
export function merge(base: MappingNode, over: MappingNode, rules: MergeRules = builtInRules): MappingNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const old = entries.get(key);
    entries.set(key, old === undefined ? entry : mergeEntry(rules.under(key), old, entry));
  }
  return { ...over, entries };
}

function mergeEntry(rules: MergeRules, old: Entry, entry: Entry): Entry {
  const { key } = entry;
  const [base, over] = [old.value, entry.value];
  if (base.kind === "mapping" && over.kind === "mapping") {
    const value = merge(base, over, rules);
    return { key, value, ...(old.replaced !== undefined && { replaced: old.replaced }) };
  }
  const value = base.kind === "list" && over.kind === "list" ? mergeLists(rules.list, base, over) : over;
  return { key, value, replaced: old };
}

function mergeLists(rule: ListRule | undefined, base: ListNode, over: ListNode): ListNode {
  if (rule === "by-name") return joinByName(base, over);
  if (rule === "unique") return union(base, over);
  if (rule === "append") return { ...over, items: [...base.items, ...over.items] };
  if (rule === "prepend") return { ...over, items: [...over.items, ...base.items] };
  return over;
}

/** What is in `over` and not yet in `base` is appended; what is there twice is dropped. */
export function union(base: ListNode, over: ListNode): ListNode {
  const seen = new Set<string>();
  const items = [...base.items, ...over.items].filter((item) => {
    const content = contentOf(item);
    if (seen.has(content)) return false;
    seen.add(content);
    return true;
  });
  return { ...over, items };
}

/** Lists of `{name, value}`: later values replace earlier ones of their name in place; entries without name are kept. */
export function joinByName(base: ListNode, over: ListNode): ListNode {
  const items: ConfigNode[] = [];
  const places = new Map<string, number>();
  for (const item of [...base.items, ...over.items]) {
    const name = attributeName(item);
    const place = name === undefined ? undefined : places.get(name);
    if (place !== undefined) {
      items[place] = item;
      continue;
    }
    if (name !== undefined) places.set(name, items.length);
    items.push(item);
  }
  return { ...over, items };
}

/** The text of `name` in an entry of `resource::attributes`. */
export function attributeName(item: ConfigNode): string | undefined {
  const name = item.kind === "mapping" ? item.entries.get("name")?.value : undefined;
  return name?.kind === "scalar" ? name.text : undefined;
}

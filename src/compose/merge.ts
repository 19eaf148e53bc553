import type { ConfigNode, ListNode, MappingNode } from "./tree.ts";

/**
 * `over` laid over `base`, by the rules of the Go supervisor: mappings merge key by key, lists and scalars (null too)
 * replace what was there. Two lists are joined instead: `service::extensions` (what is new is appended) and
 * `service::telemetry::resource::attributes` (an entry replaces the one of its name in place, new names are appended).
 */
export function merge(base: MappingNode, over: MappingNode): MappingNode {
  return mergeMappings(rootRule, base, over);
}

interface MergeRule {
  readonly join?: (base: ListNode, over: ListNode) => ListNode;
  readonly children?: ReadonlyMap<string, MergeRule>;
}

function mergeBy(rule: MergeRule | undefined, base: ConfigNode, over: ConfigNode): ConfigNode {
  if (base.kind === "list" && over.kind === "list" && rule?.join !== undefined) return rule.join(base, over);
  return base.kind === "mapping" && over.kind === "mapping" ? mergeMappings(rule, base, over) : over;
}

function mergeMappings(rule: MergeRule | undefined, base: MappingNode, over: MappingNode): MappingNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const old = entries.get(key);
    const value = old === undefined ? entry.value : mergeBy(rule?.children?.get(key), old.value, entry.value);
    entries.set(key, { key: entry.key, value });
  }
  return { kind: "mapping", entries, offset: over.offset };
}

/** What is in `over` and not yet in `base` is appended; repeated names are dropped. */
export function union(base: ListNode, over: ListNode): ListNode {
  const seen = new Set<string>();
  const items = [...base.items, ...over.items].filter((item) => {
    if (item.kind !== "scalar") return true;
    if (seen.has(item.text)) return false;
    seen.add(item.text);
    return true;
  });
  return { kind: "list", items, offset: over.offset };
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
  return { kind: "list", items, offset: over.offset };
}

/** The text of `name` in an entry of `resource::attributes`. */
export function attributeName(item: ConfigNode): string | undefined {
  const name = item.kind === "mapping" ? item.entries.get("name")?.value : undefined;
  return name?.kind === "scalar" ? name.text : undefined;
}

const rootRule: MergeRule = {
  children: new Map([
    [
      "service",
      {
        children: new Map<string, MergeRule>([
          ["extensions", { join: union }],
          [
            "telemetry",
            { children: new Map([["resource", { children: new Map([["attributes", { join: joinByName }]]) }]]) },
          ],
        ]),
      },
    ],
  ]),
};

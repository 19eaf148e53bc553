import { listeningType } from "../listening-types.ts";
import type { Refusal } from "../refusal.ts";
import { at, isNull } from "../tree.ts";
import type { ConfigNode, Entry, MappingNode } from "../tree.ts";
import { scalars } from "../walk.ts";
import { canonicalType, typeOf } from "./components.ts";
import { denial } from "./denial.ts";
import { ruleOf, useOf } from "./fields.ts";
import type { FieldUse } from "./fields.ts";
import { componentKinds } from "./policy.ts";
import type { Policy } from "./policy.ts";

/** Exporters that connect to nothing. */
const localExporters: ReadonlySet<string> = new Set(["debug", "nop", "file", "logging", "prometheus"]);

/**
 * The first component, made by remote content alone, that listens or connects where its type does by default: what is not
 * written out cannot be held against the rules, and differs from version to version.
 */
export function unstatedAddress(tree: MappingNode, { listen, destinations }: Policy): Refusal | undefined {
  if (listen !== undefined) {
    for (const kind of componentKinds) {
      for (const [id, entry] of componentsOf(tree, kind)) {
        if (listeningType(kind, id)?.unasked !== true) continue;
        const silent = partsOf([kind, id], entry).find(
          ({ path, node }) => isMade(node) && !states(node, path, "listen"),
        );
        if (silent === undefined) continue;
        const fault = "listens where its type does by default";
        return denial({ ...silent, rule: ruleOf.listen, fault, allowed: "an address that is written out" });
      }
    }
  }
  if (destinations === undefined) return undefined;
  for (const [id, { value }] of componentsOf(tree, "exporters")) {
    const about = { path: ["exporters", id], node: value };
    if (localExporters.has(canonicalType(typeOf(id) ?? ""))) continue;
    if (!isMade(value) || states(value, about.path, "destination")) continue;
    const fault = "connects to where its type does by default";
    return denial({ ...about, rule: ruleOf.destination, fault, allowed: "a destination that is written out" });
  }
  return undefined;
}

function componentsOf(tree: MappingNode, kind: string): [id: string, entry: Entry][] {
  const section = at(tree, [kind]);
  return section?.kind === "mapping" ? [...section.entries] : [];
}

/** What listens by itself: the component, or each of its protocols. */
function partsOf(path: readonly string[], { value }: Entry): { path: readonly string[]; node: ConfigNode }[] {
  const protocols = at(value, ["protocols"]);
  if (protocols?.kind !== "mapping") return [{ path, node: value }];
  return [...protocols.entries].map(([name, entry]) => ({ path: [...path, "protocols", name], node: entry.value }));
}

/** Whether all that is said of a component is said by remote content. */
function isMade(node: ConfigNode): boolean {
  if (node.kind !== "mapping" || node.entries.size === 0) return node.source.kind === "remote";
  return [...node.entries.values()].every(({ value }) => isMade(value));
}

/** A proxy or the place where tokens come from is not where the data go. */
const besides = /proxy|token|auth/i;

function states(node: ConfigNode, place: readonly string[], wanted: FieldUse): boolean {
  for (const { path, node: scalar } of scalars(node, place)) {
    if (isNull(scalar) || scalar.text === "" || path.slice(place.length).some((step) => besides.test(step))) continue;
    const use = useOf(path, scalar.text);
    if (use === wanted || (use === "file" && /^(?:unix|npipe):|^\//i.test(scalar.text))) return true;
  }
  return false;
}

import type { Refusal } from "../refusal.ts";
import { at } from "../tree.ts";
import type { ConfigNode, MappingNode } from "../tree.ts";
import { denial, listed } from "./denial.ts";
import { componentKinds } from "./policy.ts";
import type { Policy, TypeRule } from "./policy.ts";

/** What the Collector takes for the id of a component: a type of ASCII letters, digits and `_`, and a name after `/`. */
const componentId = /^[\s\x85]*([A-Za-z][0-9A-Za-z_]{0,62})[\s\x85]*(?:\/(.*))?$/s;

/**
 * The type in a component's id; the Collector takes white space around it away. `undefined` for what is no id.
 */
export function typeOf(id: string): string | undefined {
  return componentId.exec(id)?.[1];
}

/** Equal for a type and its deprecated alias, which differ in underscores only (`filelog`, `file_log`). */
export function canonicalType(type: string): string {
  return type.toLowerCase().replaceAll("_", "");
}

/** Whether an id is one of a type, or of a deprecated alias of it. */
export function isOfType(id: string, type: string): boolean {
  return canonicalType(typeOf(id) ?? "") === canonicalType(type);
}

/**
 * Kind and id of the component that a place belongs to; within a receiver that makes others (`receiver_creator`), of the one
 * that is made.
 */
export function ownerOf([kind = "", id = "", within, made]: readonly string[]): [kind: string, id: string] {
  const isMade =
    kind === "receivers" && within === "receivers" && made !== undefined && isOfType(id, "receiver_creator");
  return [kind, isMade ? made : id];
}

/** The first component of remote content whose type the rules do not let in. */
export function deniedComponent(tree: MappingNode, { components }: Policy): Refusal | undefined {
  for (const kind of componentKinds) {
    const rule = components[kind];
    const refusal = rule && deniedIn([kind], at(tree, [kind]), rule);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** A receiver that makes others makes them of whatever type it is told to: these are looked at too. */
function deniedIn(path: readonly string[], section: ConfigNode | undefined, rule: TypeRule): Refusal | undefined {
  if (section?.kind !== "mapping") return undefined;
  for (const [id, { key, value }] of section.entries) {
    const node = remotePart(value) ?? (key.source.kind === "remote" ? key : undefined);
    const shown = node && { ...key, source: node.source, offset: node.offset };
    const isCreator = path[0] === "receivers" && isOfType(id, "receiver_creator");
    const within = isCreator ? [...path, id, "receivers"] : undefined;
    const refusal =
      (shown && deniedType([...path, id], shown, rule)) ?? (within && deniedIn(within, at(value, ["receivers"]), rule));
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function deniedType(path: readonly string[], node: ConfigNode, rule: TypeRule): Refusal | undefined {
  const about = { path, node };
  const [kind = ""] = path;
  const type = typeOf(path.at(-1) ?? "");
  if (type === undefined) {
    return denial({
      ...about,
      rule: `agent.policy.components.${kind}`,
      fault: "is no id of a component",
      allowed: "type or type/name",
    });
  }
  const has = (types: readonly string[]) => types.some((known) => canonicalType(known) === canonicalType(type));
  if (rule.deny !== undefined && has(rule.deny)) {
    const allowed = rule.allow === undefined ? `all but ${listed(rule.deny)}` : listed(rule.allow);
    return denial({ ...about, rule: `agent.policy.components.${kind}.deny`, fault: "is denied", allowed });
  }
  if (rule.allow === undefined || has(rule.allow)) return undefined;
  return denial({
    ...about,
    rule: `agent.policy.components.${kind}.allow`,
    fault: "is not allowed",
    allowed: listed(rule.allow),
  });
}

/** The first node below (or at) `node` that remote content has put there. */
function remotePart(node: ConfigNode): ConfigNode | undefined {
  if (node.kind === "mapping" && node.entries.size > 0) {
    for (const { value } of node.entries.values()) {
      const found = remotePart(value);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return node.source.kind === "remote" ? node : undefined;
}

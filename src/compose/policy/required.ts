import { pipelinesOf, pipelinesPath } from "../pipelines.ts";
import type { Refusal } from "../refusal.ts";
import { at } from "../tree.ts";
import type { ConfigNode, MappingNode } from "../tree.ts";
import { isSameType, typeOf } from "./components.ts";
import { denial } from "./denial.ts";
import type { Policy, Requirement } from "./policy.ts";

/** The first pipeline, of whatever layer, that lacks what is required of all. */
export function missingRequirement(tree: MappingNode, { required }: Policy): Refusal | undefined {
  for (const requirement of required) {
    for (const [id, pipeline] of pipelinesOf(tree)) {
      const path = [...pipelinesPath, id, requirement.kind];
      const used = at(pipeline, [requirement.kind]);
      if (fulfils(used, requirement)) continue;
      const { kind, type, position } = requirement;
      const allowed = position === "any" ? `${type} among its ${kind}` : `${type} as the ${position} of its ${kind}`;
      return denial({ rule: "agent.policy.required", path, node: used ?? pipeline, fault: `lacks ${type}`, allowed });
    }
  }
  return undefined;
}

function fulfils(used: ConfigNode | undefined, { kind, type, position }: Requirement): boolean {
  if (used?.kind !== "list") return false;
  const isWanted = (item: ConfigNode | undefined) =>
    item?.kind === "scalar" && isSameType(kind, typeOf(item.text) ?? "", type);
  if (position === "any") return used.items.some(isWanted);
  return isWanted(used.items.at(position === "first" ? 0 : -1));
}

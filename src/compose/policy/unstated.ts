import type { Refusal } from "../refusal.ts";
import { isNull } from "../tree.ts";
import type { ConfigNode, MappingNode } from "../tree.ts";
import { denial } from "./denial.ts";
import { ruleOf } from "./fields.ts";
import type { Policy } from "./policy.ts";
import { silentClient, silentScrape } from "./silent-clients.ts";
import { silentListener } from "./silent-listeners.ts";
import type { Read } from "./sources.ts";
import { states } from "./states.ts";

/**
 * The first component, made by remote content alone, that listens or connects where its type does by default, or comes to that
 * because remote content takes away what the operator has written: what is not written out cannot be held against the
 * rules, and differs from version to version.
 */
export function unstatedAddress(tree: MappingNode, policy: Policy, read: Read): Refusal | undefined {
  const { listen, destinations } = policy;
  return (
    (listen && silentListener(tree)) ??
    (destinations && silentClient(tree, policy)) ??
    (destinations?.schemes?.includes("http") === false ? silentScrape(tree) : undefined) ??
    takenAway(tree, policy, read)
  );
}

/** The first value of remote content that is nothing, in place of one of the operator that says where. */
function takenAway(node: MappingNode, policy: Policy, read: Read, place: readonly string[] = []): Refusal | undefined {
  const { listen, destinations } = policy;
  const uses = [...(listen ? (["listen"] as const) : []), ...(destinations ? (["destination"] as const) : [])];
  for (const [key, { value, replaced }] of node.entries) {
    const path = [...place, key];
    if (value.kind === "mapping" && value.entries.size > 0) {
      const refusal = takenAway(value, policy, read, path);
      if (refusal !== undefined) return refusal;
    }
    if (value.source.kind !== "remote" || !isNothing(value, read)) continue;
    for (let old = replaced; old !== undefined; old = old.replaced) {
      const { value: before } = old;
      const lost = before.source.kind === "remote" ? undefined : uses.find((use) => states(before, path, use));
      if (lost === undefined) continue;
      const fault = "takes away what is said of where this goes";
      return denial({ path, node: value, rule: ruleOf[lost], fault, allowed: "an address that is written out" });
    }
  }
  return undefined;
}

function isNothing(node: ConfigNode, read: Read): boolean {
  if (node.kind === "scalar") return isNull(node) || read(node.text) === "";
  return node.kind === "list" ? node.items.length === 0 : node.entries.size === 0;
}

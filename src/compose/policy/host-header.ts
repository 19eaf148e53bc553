import type { Refusal } from "../refusal.ts";
import { at } from "../tree.ts";
import type { PlacedNode } from "../walk.ts";
import { checkDestination } from "./check-address.ts";
import { denial } from "./denial.ts";
import { ruleOf } from "./fields.ts";
import type { Policy } from "./policy.ts";
import type { Read } from "./sources.ts";

/**
 * Why a header that stands for the host, given as `{name, value}` or `{key, value}`, goes beyond `agent.policy.destinations`:
 * for those who pass requests on it decides where they go, whatever the endpoint is.
 */
export function checkHostHeader({ path, node }: PlacedNode, policy: Policy, read: Read): Refusal | undefined {
  const { destinations } = policy;
  if (destinations === undefined || node.kind !== "mapping" || path.at(-2) !== "headers") return undefined;
  const name = at(node, ["name"]) ?? at(node, ["key"]);
  if (name?.kind !== "scalar" || !/^:?(?:host|authority)$/i.test(read(name.text)?.trim() ?? "host")) return undefined;
  const value = at(node, ["value"]);
  const text = value?.kind === "scalar" ? read(value.text) : undefined;
  if (value?.kind !== "scalar" || text === undefined) {
    const fault = "names the host of requests by what is known at run time alone";
    return denial({ path, node, rule: ruleOf.destination, fault, allowed: "a value that is written out" });
  }
  const { schemes, hosts } = destinations;
  const placed = { path: [...path, "value"], node: value };
  return checkDestination(placed, text, { ...policy, destinations: { schemes, hosts } });
}

import { references } from "../references.ts";
import type { PlacedNode, PlacedScalar } from "../walk.ts";
import { scalars } from "../walk.ts";
import { isElsewhere } from "./check-address.ts";
import { connects, ruleOf, useOf } from "./fields.ts";
import { heldNode } from "./held-values.ts";
import { componentKinds } from "./policy.ts";
import type { Policy } from "./policy.ts";
import { readIn } from "./sources.ts";
import type { Read } from "./sources.ts";

/**
 * The keys of the supervisor's configuration that bound what stands at a place, whether it keeps within them or not: what
 * `checkPolicy` looks at, told for one place, with what a variable or a default brings in there.
 *
 * @param env the Collector's environment
 */
export function rulesOver(
  { path, node }: PlacedNode,
  policy: Policy,
  env: Readonly<Record<string, string>> = {},
): string[] {
  const [first, second, , fourth] = path;
  const isRequired =
    first === "service" && second === "pipelines" && policy.required.some(({ kind }) => kind === fourth);
  const rules = new Set(isRequired ? ["agent.policy.required"] : []);
  if (node.source.kind === "remote") {
    const kind = componentKinds.find((known) => known === first);
    if (kind !== undefined && policy.components[kind] !== undefined) rules.add(`agent.policy.components.${kind}`);
    if (policy.limits.depth !== undefined) rules.add("agent.policy.limits.depth");
  }
  const read = readIn(env);
  for (const whole of new Set([node, heldNode({ path, node }, read)])) {
    for (const scalar of scalars(whole, path)) {
      if (scalar.node.source.kind === "remote")
        rulesOverScalar(scalar, policy, read).forEach((rule) => rules.add(rule));
    }
  }
  return [...rules];
}

function rulesOverScalar({ path, node }: PlacedScalar, policy: Policy, read: Read): string[] {
  const text = read(node.text) ?? node.text;
  const sources = references(node.text).length > 0 ? ["agent.policy.config_sources"] : [];
  const use = useOf(path, text);
  const { listen, destinations, accessDirs } = policy;
  const isFileBroughtIn = references(node.text).some(({ scheme }) => scheme === "file");
  if (isFileBroughtIn && accessDirs !== undefined) sources.push(ruleOf.file);
  if (path.at(-1) === "auth_type" && accessDirs !== undefined) sources.push(ruleOf.file);
  const isOfScheme = use === "scheme" || path.at(-1) === "insecure";
  if (isOfScheme && destinations?.schemes !== undefined) sources.push(ruleOf.scheme);
  if (use === "file" && accessDirs !== undefined) return [...sources, ruleOf.file];
  const isListening = use === "listen" && listen !== undefined && !connects(path);
  const isConnecting =
    destinations !== undefined && (use === "destination" || (use === "listen" && isElsewhere(path, text, policy)));
  return [...sources, ...(isListening ? [ruleOf.listen] : []), ...(isConnecting ? [ruleOf.destination] : [])];
}

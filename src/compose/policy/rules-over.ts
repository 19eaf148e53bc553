import { references } from "../references.ts";
import { resolveText } from "../resolve-text.ts";
import type { PlacedNode, PlacedScalar } from "../walk.ts";
import { scalars } from "../walk.ts";
import { isElsewhere } from "./check-address.ts";
import { connects, ruleOf, useOf } from "./fields.ts";
import { componentKinds } from "./policy.ts";
import type { Policy } from "./policy.ts";

/**
 * The keys of the supervisor's configuration that bound what stands at a place, whether it keeps within them or not: what
 * `checkPolicy` looks at, told for one place.
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
  for (const scalar of scalars(node, path)) {
    if (scalar.node.source.kind === "remote") rulesOverScalar(scalar, policy, env).forEach((rule) => rules.add(rule));
  }
  return [...rules];
}

function rulesOverScalar(
  { path, node }: PlacedScalar,
  policy: Policy,
  env: Readonly<Record<string, string>>,
): string[] {
  const text = resolveText(node.text, env).text ?? node.text;
  const sources = references(node.text).length > 0 ? ["agent.policy.config_sources"] : [];
  const use = useOf(path, text);
  const { listen, destinations, accessDirs } = policy;
  const isFileBroughtIn = references(node.text).some(({ scheme }) => scheme === "file");
  if (isFileBroughtIn && accessDirs !== undefined) sources.push(ruleOf.file);
  if (use === "file" && accessDirs !== undefined) return [...sources, ruleOf.file];
  const isListening = use === "listen" && listen !== undefined && !connects(path);
  const isConnecting =
    destinations !== undefined && (use === "destination" || (use === "listen" && isElsewhere(path, text, policy)));
  return [...sources, ...(isListening ? [ruleOf.listen] : []), ...(isConnecting ? [ruleOf.destination] : [])];
}

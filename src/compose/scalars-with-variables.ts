import { readLayer } from "./read-layer.ts";
import { references } from "./references.ts";
import { resolveText } from "./resolve-text.ts";
import type { ConfigNode, MappingNode } from "./tree.ts";
import { scalars } from "./walk.ts";
import type { PlacedScalar } from "./walk.ts";

type Environment = Readonly<Record<string, string>>;

/** Variables that hold variables that hold mappings: nobody writes that so deep. */
const deepest = 5;

/**
 * Every scalar. In place of one that is a variable and nothing else (`grpc: ${env:GRPC}`) come those of the mapping that
 * the variable holds, as the Collector reads that as YAML; they stand where the reference does.
 *
 * @param env the Collector's whole environment
 */
export function* scalarsWithVariables(
  node: ConfigNode,
  path: readonly string[],
  env: Environment,
  depth = 0,
): Generator<PlacedScalar> {
  for (const scalar of scalars(node, path)) {
    const held = depth < deepest ? heldMapping(scalar.node.text, env) : undefined;
    if (held === undefined) {
      yield scalar;
      continue;
    }
    const { source, offset } = scalar.node;
    for (const { path: whole, node: inner } of scalarsWithVariables(held, scalar.path, env, depth + 1)) {
      yield { path: whole, node: { ...inner, source, offset } };
    }
  }
}

function heldMapping(text: string, env: Environment, depth = 0): MappingNode | undefined {
  const held = heldText(text, env);
  if (held === undefined || depth > deepest) return undefined;
  const reading = readLayer({ kind: "local", name: "a variable" }, held);
  if (!reading.read) return heldMapping(held, env, depth + 1);
  return reading.tree.entries.size > 0 ? reading.tree : undefined;
}

/** What stands in place of a text that is a variable and nothing else; `undefined` for other texts. */
function heldText(text: string, env: Environment): string | undefined {
  const [only] = references(text);
  if (only?.scheme !== "env" || only.start > 0 || only.end < text.length) return undefined;
  const name = resolveText(only.target, env).text ?? "";
  return Object.hasOwn(env, name) ? env[name] : only.fallback;
}

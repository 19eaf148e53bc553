import type { ConfigNode, ScalarNode } from "./tree.ts";

export interface PlacedScalar {
  /** Keys and, in lists, numbers from 0. */
  path: readonly string[];
  node: ScalarNode;
}

/** Every scalar of a tree, in its order. */
export function* scalars(node: ConfigNode, path: readonly string[] = []): Generator<PlacedScalar> {
  if (node.kind === "scalar") {
    yield { path, node };
  } else if (node.kind === "list") {
    for (const [index, item] of node.items.entries()) yield* scalars(item, [...path, `${index}`]);
  } else {
    for (const [key, { value }] of node.entries) yield* scalars(value, [...path, key]);
  }
}

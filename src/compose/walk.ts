import type { ConfigNode, ScalarNode } from "./tree.ts";

export interface PlacedNode<Node extends ConfigNode = ConfigNode> {
  /** Keys and, in lists, numbers from 0. */
  path: readonly string[];
  node: Node;
}

export type PlacedScalar = PlacedNode<ScalarNode>;

/** Every node of a tree in its order, mappings and lists before what is in them. */
export function* nodes(node: ConfigNode, path: readonly string[] = []): Generator<PlacedNode> {
  yield { path, node };
  if (node.kind === "list") {
    for (const [index, item] of node.items.entries()) yield* nodes(item, [...path, `${index}`]);
  } else if (node.kind === "mapping") {
    for (const [key, { value }] of node.entries) yield* nodes(value, [...path, key]);
  }
}

/** Every scalar of a tree, in its order. */
export function* scalars(tree: ConfigNode, at: readonly string[] = []): Generator<PlacedScalar> {
  for (const { path, node } of nodes(tree, at)) if (node.kind === "scalar") yield { path, node };
}

import { at, isNull } from "./tree.ts";
import type { ConfigNode, MappingNode } from "./tree.ts";

export const pipelinesPath = ["service", "pipelines"] as const;

/** The pipelines of a configuration by their ids, in its order; none where only the Collector can resolve them. */
export function pipelinesOf(tree: MappingNode): [id: string, pipeline: ConfigNode][] {
  const pipelines = at(tree, pipelinesPath);
  if (pipelines?.kind !== "mapping") return [];
  return [...pipelines.entries].flatMap(([id, { value }]) => (isNull(value) ? [] : [[id, value]]));
}

import { pipelinesPath } from "./pipelines.ts";
import { at, isNull, list, mapping, nothing, plain, withValue } from "./tree.ts";
import type { MappingNode } from "./tree.ts";

/** The tree with one pipeline from nowhere to nowhere where it has none at all, for a Collector that needs one. */
export function withNoopPipeline(tree: MappingNode): MappingNode {
  const pipelines = at(tree, pipelinesPath) ?? nothing;
  const isMissing = pipelines.kind === "mapping" ? pipelines.entries.size === 0 : isNull(pipelines);
  if (!isMissing) return tree;
  const traces = mapping([
    ["receivers", list(plain("nop"))],
    ["exporters", list(plain("nop"))],
  ]);
  const withPipeline = withValue(tree, pipelinesPath, mapping([["traces", traces]]));
  return ["receivers", "exporters"].reduce((result, kind) => addNop(result, kind), withPipeline);
}

function addNop(tree: MappingNode, kind: string): MappingNode {
  const components = at(tree, [kind]) ?? nothing;
  const hasRoom = components.kind === "mapping" ? !components.entries.has("nop") : isNull(components);
  return hasRoom ? withValue(tree, [kind, "nop"], nothing) : tree;
}

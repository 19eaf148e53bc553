import { pipelinesOf } from "./pipelines.ts";
import { at } from "./tree.ts";
import type { ConfigNode, MappingNode } from "./tree.ts";

/** A component of a configuration. */
export interface StartedComponent {
  kind: string;
  id: string;
  settings: ConfigNode;
}

/** The components that pipelines and `service::extensions` name; others are configured and never started. */
export function startedComponents(tree: MappingNode): StartedComponent[] {
  const named = new Map<string, Set<string>>();
  const name = (kind: string, list: ConfigNode | undefined): void => {
    const ids = named.get(kind) ?? new Set();
    if (list?.kind === "list") list.items.forEach((item) => item.kind === "scalar" && ids.add(item.text.trim()));
    named.set(kind, ids);
  };
  for (const [, pipeline] of pipelinesOf(tree)) {
    if (pipeline.kind !== "mapping") continue;
    for (const kind of ["receivers", "exporters", "processors"]) name(kind, at(pipeline, [kind]));
  }
  name("extensions", at(tree, ["service", "extensions"]));
  return [...named].flatMap(([kind, ids]) => {
    const section = at(tree, [kind]);
    if (section?.kind !== "mapping") return [];
    return [...section.entries].flatMap(([id, { value }]) =>
      ids.has(id.trim()) && value.kind !== "list" ? [{ kind, id, settings: value }] : [],
    );
  });
}

import { sha256 } from "../runtime/sha256.ts";
import { pipelinesOf } from "./pipelines.ts";
import { print } from "./print.ts";
import { at, type ConfigNode, isNull, mapping, type MappingNode } from "./tree.ts";

/** What a pipeline takes data from, and what it gives it to; connectors are among them. */
export interface Route {
  /** Of the pipeline, such as `traces/2`. */
  id: string;
  receivers: readonly RouteEnd[];
  exporters: readonly RouteEnd[];
}

export interface RouteEnd {
  /** Of the component. */
  id: string;
  /** Equal for components with equal configurations. */
  digest: string;
}

/** Hexadecimal digits: enough to tell two configurations of one component apart. */
const digestLength = 16;

/** The ways through a configuration; a list that only the Collector can resolve is empty. */
export function routesOf(tree: MappingNode): Route[] {
  const digests = new Map<string, string>();
  const end = (kind: string, id: string): RouteEnd => {
    const key = `${kind} ${id}`;
    const digest = digests.get(key) ?? digestOf(at(tree, [kind, id]));
    digests.set(key, digest);
    return { id, digest };
  };
  return pipelinesOf(tree).map(([id, pipeline]) => {
    const part = (kind: string) =>
      pipeline.kind === "mapping" ? namesIn(at(pipeline, [kind])).map((name) => end(kind, name)) : [];
    return { id, receivers: part("receivers"), exporters: part("exporters") };
  });
}

function namesIn(node: ConfigNode | undefined): string[] {
  return node?.kind === "list" ? node.items.flatMap((item) => (item.kind === "scalar" ? [item.text] : [])) : [];
}

function digestOf(node: ConfigNode | undefined): string {
  if (node === undefined || isNull(node)) return "";
  return sha256(print(mapping([["", node]]))).slice(0, digestLength);
}

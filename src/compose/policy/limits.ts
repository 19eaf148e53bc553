import type { Refusal } from "../refusal.ts";
import type { ConfigNode, MappingNode } from "../tree.ts";
import { denial } from "./denial.ts";
import type { Policy } from "./policy.ts";
import { pipelinesOf } from "./required.ts";

/** The first limit that remote content, or a configuration with remote content in it, exceeds. */
export function exceededLimit(tree: MappingNode, { limits }: Policy, remoteBytes: number): Refusal | undefined {
  const { bytes, pipelines, depth } = limits;
  if (bytes !== undefined && remoteBytes > bytes) {
    const fault = `the remote files have ${remoteBytes} bytes`;
    return denial({ rule: "agent.policy.limits.bytes", path: [], node: tree, fault, allowed: `${bytes}` });
  }
  const count = pipelinesOf(tree).length;
  const [first] = pipelinesOf(tree).filter(([, { source }]) => source.kind === "remote");
  if (pipelines !== undefined && count > pipelines && first !== undefined) {
    const [id, node] = first;
    const fault = `there are ${count} pipelines`;
    return denial({
      rule: "agent.policy.limits.pipelines",
      path: ["service", "pipelines", id],
      node,
      fault,
      allowed: `${pipelines}`,
    });
  }
  const deep = depth === undefined ? undefined : deeper(tree, depth, []);
  if (deep === undefined) return undefined;
  const fault = "is nested too deeply";
  return denial({ rule: "agent.policy.limits.depth", ...deep, fault, allowed: `${depth} levels` });
}

interface Deep {
  path: readonly string[];
  node: ConfigNode;
}

/** The first remote node with more than `depth` keys and list places above it. */
function deeper(node: ConfigNode, depth: number, path: readonly string[]): Deep | undefined {
  if (path.length > depth && node.source.kind === "remote") return { path, node };
  const children: (readonly [string, ConfigNode])[] =
    node.kind === "mapping"
      ? [...node.entries].map(([key, { value }]) => [key, value])
      : node.kind === "list"
        ? node.items.map((item, index) => [`${index}`, item])
        : [];
  for (const [key, child] of children) {
    const found = deeper(child, depth, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

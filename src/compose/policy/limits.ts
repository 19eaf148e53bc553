import { pipelinesOf, pipelinesPath } from "../pipelines.ts";
import type { Refusal } from "../refusal.ts";
import type { MappingNode } from "../tree.ts";
import { nodes } from "../walk.ts";
import { denial } from "./denial.ts";
import type { Policy } from "./policy.ts";

/** The first limit that remote content, or a configuration with remote content in it, exceeds. */
export function exceededLimit(tree: MappingNode, { limits }: Policy, remoteBytes: number): Refusal | undefined {
  const { bytes, pipelines, depth } = limits;
  if (bytes !== undefined && remoteBytes > bytes) {
    const fault = `the remote files have ${remoteBytes} bytes`;
    return denial({ rule: "agent.policy.limits.bytes", path: [], node: tree, fault, allowed: `${bytes}` });
  }
  const there = pipelinesOf(tree);
  const first = there.find(([, { source }]) => source.kind === "remote");
  if (pipelines !== undefined && there.length > pipelines && first !== undefined) {
    const [id, node] = first;
    const about = { path: [...pipelinesPath, id], node };
    const fault = `there are ${there.length} pipelines`;
    return denial({ ...about, rule: "agent.policy.limits.pipelines", fault, allowed: `${pipelines}` });
  }
  if (depth === undefined) return undefined;
  for (const placed of nodes(tree)) {
    if (placed.path.length <= depth || placed.node.source.kind !== "remote") continue;
    const fault = "is nested too deeply";
    return denial({ ...placed, rule: "agent.policy.limits.depth", fault, allowed: `${depth} levels` });
  }
  return undefined;
}

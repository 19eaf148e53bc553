import { pathText, valueText, whereText } from "../refusal.ts";
import type { Refusal } from "../refusal.ts";
import type { ConfigNode } from "../tree.ts";

export interface Denied {
  /** The key of `agent.policy` (or of `agent`) that says so. */
  rule: string;
  path: readonly string[];
  node: ConfigNode;
  /** What is wrong, in a few words, without the value. */
  fault: string;
  /** What would be taken. */
  allowed: string;
}

/** `remote file "r", line 3: exporters::otlp::endpoint: "evil:1": the host is not allowed by …; allowed: …`. */
export function denial({ rule, path, node, fault, allowed }: Denied): Refusal {
  const place = node.source.place(node.offset);
  const value = node.kind === "scalar" ? ` ${valueText(node, path)}` : "";
  return {
    code: "POLICY_DENIED",
    reason: `${whereText(node)}: ${pathText(path)}:${value} ${fault} (${rule}); allowed: ${allowed}`,
    layer: node.source.name,
    path,
    ...(place && { place }),
  };
}

/** The values of a list for people: `a, b, c`, or `nothing`. */
export function listed(values: readonly string[]): string {
  return values.length === 0 ? "nothing" : values.join(", ");
}

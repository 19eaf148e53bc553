import { refusalAt, valueText } from "../refusal.ts";
import type { Refusal } from "../refusal.ts";
import type { PlacedNode } from "../walk.ts";

export interface Denied extends PlacedNode {
  /** The key of `agent.policy` (or of `agent`) that says so. */
  rule: string;
  /** What is wrong, in a few words, without the value. */
  fault: string;
  /** What would be taken. */
  allowed: string;
}

/** `remote file "r", line 3: exporters::otlp::endpoint: "evil:1": the host is not allowed by …; allowed: …`; for what comes of a reference, the reference. */
export function denial({ rule, fault, allowed, ...placed }: Denied): Refusal {
  const { path, node } = placed.node.source.reference ?? placed;
  const value = node.kind === "scalar" ? ` ${valueText(node, path)}` : "";
  return refusalAt("POLICY_DENIED", { path, node }, `:${value} ${fault} (${rule}); allowed: ${allowed}`);
}

/** The values of a list for people: `a, b, c`, or `nothing`. */
export function listed(values: readonly string[]): string {
  return values.length === 0 ? "nothing" : values.join(", ");
}

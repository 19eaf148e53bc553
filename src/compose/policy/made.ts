import type { ConfigNode, Entry } from "../tree.ts";

/** Whether all that is said of a component is said by remote content, and nothing of it stands in place of what the operator has said. */
export function isMade(node: ConfigNode): boolean {
  if (node.kind !== "mapping" || node.entries.size === 0) return node.source.kind === "remote";
  return [...node.entries.values()].every((entry) => isMade(entry.value) && !replacesOperator(entry));
}

function replacesOperator({ replaced }: Entry): boolean {
  return replaced !== undefined && (replaced.value.source.kind !== "remote" || replacesOperator(replaced));
}

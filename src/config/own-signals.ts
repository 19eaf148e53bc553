import type { TreeFault } from "./read-tree.ts";
import type { OwnSignalsConfig } from "./telemetry-types.ts";
import { nodeAt, type TreeNode } from "./tree.ts";

export interface OwnSignalsReading {
  /** Unset: nothing of them stands in the file. */
  signals?: OwnSignalsConfig;
  faults: TreeFault[];
}

/** Where parts of `telemetry` stand that most files do not have. */
export const signalPaths = [
  ["telemetry", "logs", "processors"],
  ["telemetry", "metrics", "readers"],
  ["telemetry", "traces", "processors"],
  ["telemetry", "traces", "sampler"],
  ["telemetry", "traces", "limits"],
  ["telemetry", "resource"],
] as const;

/** Checks what `telemetry` says of exports. What knows it is loaded only where there is some. */
export async function readOwnSignals(root: TreeNode): Promise<OwnSignalsReading> {
  if (!signalPaths.some((path) => isThere(nodeAt(root, path)))) return { faults: [] };
  const { checkOwnSignals } = await import("./check-own-signals.ts");
  return checkOwnSignals(root);
}

function isThere(node: TreeNode | undefined): boolean {
  if (node?.kind === "list") return node.items.length > 0;
  return node?.kind === "mapping" && node.entries.length > 0;
}

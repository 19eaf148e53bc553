import { healthcheckFaults } from "./healthcheck-rules.ts";
import type { TreeFault } from "./read-tree.ts";
import { tlsFaults } from "./tls-rules.ts";
import type { TreeNode } from "./tree.ts";

/** Faults that lie between keys. Works on the tree, so that they are found beside those of single keys. */
export function ruleFaults(root: TreeNode): TreeFault[] {
  return [...healthcheckFaults(root), ...tlsFaults({ root, section: ["server", "tls"], url: ["server", "endpoint"] })];
}

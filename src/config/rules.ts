import { certificateRequestFaults } from "./certificate-request-rules.ts";
import { healthcheckFaults } from "./healthcheck-rules.ts";
import { packageFaults } from "./package-rules.ts";
import type { TreeFault } from "./read-tree.ts";
import { secretKeyFaults } from "./secret-key-rules.ts";
import { tlsFaults } from "./tls-rules.ts";
import { nodeAt, type TreeNode } from "./tree.ts";

/** Faults that lie between keys. Works on the tree, so that they are found beside those of single keys. */
export function ruleFaults(root: TreeNode): TreeFault[] {
  return [
    ...healthcheckFaults(root),
    ...secretKeyFaults(root),
    ...certificateRequestFaults(root),
    ...tlsFaults({ root, section: ["server", "tls"], url: ["server", "endpoint"] }),
    ...packageFaults(root),
    ...identityFaults(root),
  ];
}

/**
 * An identity that was to come from a variable or a file and is not there would be replaced by a random one, which nobody
 * notices before the server shows an agent too many.
 */
function identityFaults(root: TreeNode): TreeFault[] {
  const path = ["agent", "instance_id"];
  const node = nodeAt(root, path);
  if (node?.kind !== "scalar" || node.expansion?.text?.trim() !== "") return [];
  const message = "must be a UUID; the variable or file that it refers to is not set or empty";
  return [{ code: "CONFIG_REFERENCE", place: node.place, path, message, spoilt: false }];
}

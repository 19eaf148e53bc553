import type { TreeFault } from "./read-tree.ts";
import { type KeyPath, nodeAt, type TreeNode } from "./tree.ts";

/** Faults that lie between keys. Works on the tree, so that they are found beside those of single keys. */
export function ruleFaults(root: TreeNode): TreeFault[] {
  return [...certificateFaults(root), ...insecureFaults(root)];
}

/** Either both of `cert_file` and `key_file` or neither (Collector: `configtls`). */
function certificateFaults(root: TreeNode): TreeFault[] {
  const faults: TreeFault[] = [];
  for (const [present, missing] of [
    ["cert_file", "key_file"],
    ["key_file", "cert_file"],
  ] as const) {
    const path = ["server", "tls", present];
    const node = nodeAt(root, path);
    if (node === undefined || textAt(root, path) === "" || textAt(root, ["server", "tls", missing]) !== "") continue;
    const message = `invalid server::tls settings: provide both certificate and key, or neither; ${missing} is missing`;
    faults.push({ place: node.place, path, message, spoilt: false });
  }
  return faults;
}

/** A `wss` connection without TLS is a contradiction, and unchecked TLS has a key of its own. */
function insecureFaults(root: TreeNode): TreeFault[] {
  const path = ["server", "tls", "insecure"];
  const node = nodeAt(root, path);
  if (node?.kind !== "scalar" || node.value !== true) return [];
  if (!/^wss:/i.test(textAt(root, ["server", "endpoint"]))) return [];
  const message = "true is not supported with a wss endpoint; use ws, or insecure_skip_verify";
  return [{ place: node.place, path, message, spoilt: false }];
}

function textAt(root: TreeNode, path: KeyPath): string {
  const node = nodeAt(root, path);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : "";
}

import type { TreeFault } from "./read-tree.ts";
import { nodeAt, type TreeNode } from "./tree.ts";

/** The certificate comes as an offer of connection settings, which the client drops where the server is not invited to make any. */
export function certificateRequestFaults(root: TreeNode): TreeFault[] {
  const path = ["server", "certificate_request", "enabled"];
  const node = nodeAt(root, path);
  if (node === undefined || !isTrue(node)) return [];
  const accepts = nodeAt(root, ["capabilities", "accepts_opamp_connection_settings"]);
  if (accepts !== undefined && isTrue(accepts)) return [];
  const message = "true needs capabilities::accepts_opamp_connection_settings: true";
  return [{ code: "CONFIG_COMBINATION", place: node.place, path, message, spoilt: false }];
}

function isTrue(node: TreeNode): boolean {
  return node.kind === "scalar" && node.value === true;
}

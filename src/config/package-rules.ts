import type { TreeFault } from "./read-tree.ts";
import { isUnset, nodeAt, type TreeNode } from "./tree.ts";

/** Packages are programs that run here: who takes them says how they are verified, and be it `none`. */
export function packageFaults(root: TreeNode): TreeFault[] {
  const type = nodeAt(root, ["agent", "package", "verifier", "type"]);
  if (!isUnset(type) && !(type?.kind === "scalar" && type.value === "")) return [];
  const message = "needs agent::package::verifier::type, one of cosign, key, none: packages are programs that run here";
  return ["accepts_packages", "accepts_supervisor_package"].flatMap((key): TreeFault[] => {
    const path = ["capabilities", key];
    const accepts = nodeAt(root, path);
    if (accepts?.kind !== "scalar" || accepts.value !== true) return [];
    return [{ code: "CONFIG_COMBINATION", place: accepts.place, path, message, spoilt: false }];
  });
}

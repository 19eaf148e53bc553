import type { TreeFault } from "./read-tree.ts";
import { isUnset, nodeAt, type TreeNode } from "./tree.ts";

const section = ["storage", "secrets"];

/** A source of the key needs a name, and what would do nothing is refused. */
export function secretKeyFaults(root: TreeNode): TreeFault[] {
  const source = textAt(root, "key_source");
  const hasSource = source !== "" && source !== "none";
  if (hasSource && !hasName(root)) {
    return fault(root, "key_source", `${source} needs a key_name: ${wanted[source] ?? "where the key is"}`);
  }
  const needless = [
    ...(!hasSource && hasName(root) ? ["key_name"] : []),
    ...(source !== "command" && hasItems(root, "key_args") ? ["key_args"] : []),
  ];
  return needless.flatMap((key) =>
    fault(root, key, key === "key_name" ? "has no effect without a key_source" : "is for the key_source command alone"),
  );
}

const wanted: Readonly<Record<string, string>> = {
  env: "the name of the environment variable",
  file: "the path of the file",
  command: "the path of the program",
};

function fault(root: TreeNode, key: string, message: string): TreeFault[] {
  const path = [...section, key];
  const node = nodeAt(root, path);
  return node ? [{ place: node.place, path, message, spoilt: false }] : [];
}

function textAt(root: TreeNode, key: string): string {
  const node = nodeAt(root, [...section, key]);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : "";
}

function hasName(root: TreeNode): boolean {
  const node = nodeAt(root, [...section, "key_name"]);
  return !isUnset(node) && (node?.kind !== "scalar" || node.value !== "");
}

function hasItems(root: TreeNode, key: string): boolean {
  const node = nodeAt(root, [...section, key]);
  return node?.kind === "list" ? node.items.length > 0 : textAt(root, key) !== "";
}

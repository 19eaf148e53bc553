import type { TreeFault } from "./read-tree.ts";
import { isUnset, type KeyPath, nodeAt, type TreeNode } from "./tree.ts";

const secrets = ["storage", "secrets"];

/** A source of a key needs a name, and what would do nothing is refused. */
export function secretKeyFaults(root: TreeNode): TreeFault[] {
  return [secrets, [...secrets, "previous"]].flatMap((section) => faultsIn(root, section));
}

function faultsIn(root: TreeNode, section: KeyPath): TreeFault[] {
  const source = textAt(root, section, "key_source");
  const hasSource = source !== "" && source !== "none";
  if (hasSource && !hasName(root, section)) {
    return fault(root, section, "key_source", `${source} needs a key_name: ${wanted[source] ?? "where the key is"}`);
  }
  const needless = [
    ...(!hasSource && hasName(root, section) ? ["key_name"] : []),
    ...(source !== "command" && hasItems(root, section, "key_args") ? ["key_args"] : []),
  ];
  return needless.flatMap((key) =>
    fault(
      root,
      section,
      key,
      key === "key_name" ? "has no effect without a key_source" : "is for the key_source command alone",
    ),
  );
}

const wanted: Readonly<Record<string, string>> = {
  env: "the name of the environment variable",
  file: "the path of the file",
  command: "the path of the program",
};

function fault(root: TreeNode, section: KeyPath, key: string, message: string): TreeFault[] {
  const path = [...section, key];
  const node = nodeAt(root, path);
  return node ? [{ code: "CONFIG_COMBINATION", place: node.place, path, message, spoilt: false }] : [];
}

function textAt(root: TreeNode, section: KeyPath, key: string): string {
  const node = nodeAt(root, [...section, key]);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : "";
}

function hasName(root: TreeNode, section: KeyPath): boolean {
  const node = nodeAt(root, [...section, "key_name"]);
  return !isUnset(node) && (node?.kind !== "scalar" || node.value !== "");
}

function hasItems(root: TreeNode, section: KeyPath, key: string): boolean {
  const node = nodeAt(root, [...section, key]);
  return node?.kind === "list" ? node.items.length > 0 : textAt(root, section, key) !== "";
}

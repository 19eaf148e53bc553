import type { AuthConfig } from "./auth-types.ts";
import type { TreeFault } from "./read-tree.ts";
import type { Warning } from "./settings.ts";
import { nodeAt, type TreeNode } from "./tree.ts";

export interface ExtensionsReading {
  /** The one that `server.auth` names. */
  auth?: AuthConfig | undefined;
  faults: TreeFault[];
  warnings: Warning[];
}

/** Checks `extensions` and `server.auth` of an expanded tree. What knows extensions is loaded only where there are some. */
export async function readExtensions(root: TreeNode): Promise<ExtensionsReading> {
  const node = nodeAt(root, ["extensions"]);
  const auth = nodeAt(root, ["server", "auth"]);
  const some = node?.kind === "mapping" && node.entries.length > 0;
  const named = auth?.kind === "scalar" && typeof auth.value === "string" && auth.value !== "";
  if (!some && !named) return { faults: [], warnings: [] };
  const { checkExtensions } = await import("./check-extensions.ts");
  return checkExtensions(root);
}

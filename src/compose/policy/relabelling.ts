import { at, isNull } from "../tree.ts";
import type { MappingNode } from "../tree.ts";
import type { PlacedNode, PlacedScalar } from "../walk.ts";
import type { Read } from "./sources.ts";

/** What a rule of relabelling (Prometheus) does with where a target is scraped. */
export type Relabelling =
  /** Leaves address and scheme alone. */
  | { is: "harmless" }
  /** Sets one of them to what is written out. */
  | { is: "constant"; label: "__address__" | "__scheme__"; replacement: PlacedScalar; text: string }
  /** Makes one of them of other labels, or may do so. */
  | { is: "unknown" };

/** Actions that set the label which `target_label` names. */
const setting: ReadonlySet<string> = new Set(["", "replace", "lowercase", "uppercase", "hashmod"]);

/**
 * Reads an item of `relabel_configs`; `undefined` for everything else. `metric_relabel_configs` are something else: they act
 * on what was scraped.
 */
export function readRelabelling({ path, node }: PlacedNode, read: Read): Relabelling | undefined {
  if (node.kind !== "mapping" || path.at(-2) !== "relabel_configs") return undefined;
  const action = textAt(node, "action", read)?.toLowerCase();
  if (action === undefined || action === "labelmap") return { is: "unknown" };
  if (!setting.has(action)) return { is: "harmless" };
  const label = textAt(node, "target_label", read);
  if (label === undefined || label.includes("$")) return { is: "unknown" };
  if (label !== "__address__" && label !== "__scheme__") return { is: "harmless" };
  const replacement = at(node, ["replacement"]);
  const isReplacing = action === "" || action === "replace";
  if (!isReplacing || replacement?.kind !== "scalar" || isNull(replacement)) return { is: "unknown" };
  const text = read(replacement.text);
  if (text === undefined || text.includes("$")) return { is: "unknown" };
  return { is: "constant", label, replacement: { path: [...path, "replacement"], node: replacement }, text };
}

/** Empty where nothing is said; `undefined` where it cannot be known. */
function textAt(node: MappingNode, key: string, read: Read): string | undefined {
  const value = at(node, [key]);
  if (value === undefined || isNull(value)) return "";
  return value.kind === "scalar" ? read(value.text) : undefined;
}

import type { PlacedScalar } from "../walk.ts";
import { canonicalType, typeOf } from "./components.ts";

/**
 * Whether a value belongs to what finds its targets at run time, where no rule on addresses sees them: service discovery and
 * relabelling in the language of Prometheus (`kubernetes_sd_configs`, `http_sd_configs`, `action: labelmap`, which can make
 * any label the address), receivers that are made by what an observer finds (`receiver_creator`, `discovery`).
 */
export function findsTargets({ path, node }: PlacedScalar): boolean {
  const [kind, id = ""] = path;
  if (kind === "receivers" && canonicalType(typeOf(id) ?? "") === canonicalType("receiver_creator")) return true;
  if (path.some((step) => /_sd_configs?$/i.test(step))) return true;
  const key = path.at(-1) ?? "";
  if (key === "action" && path.some((step) => /relabel_configs$/i.test(step))) return /^labelmap$/i.test(node.text);
  return kind === "receivers" && path.at(-2) === "discovery" && key === "enabled" && node.text !== "false";
}

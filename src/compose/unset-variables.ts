import { fieldName, listens } from "./listening.ts";
import { references } from "./references.ts";
import { refusalAt } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import type { MappingNode } from "./tree.ts";
import { scalars } from "./walk.ts";

/**
 * The first address to listen on that depends on a variable which is not set or empty. The Collector reads it as
 * nothing, so that `${env:HOST}:4318` listens on all interfaces of the machine, and neither it nor its `validate` says
 * so. Variables with a default are well.
 *
 * @param env the Collector's whole environment
 */
export function findUnsetAddress(tree: MappingNode, env: Readonly<Record<string, string>>): Refusal | undefined {
  for (const { path, node } of scalars(tree)) {
    if (!isListenAddress(path) || !node.text.includes("${")) continue;
    const unset = references(node.text).find(
      ({ scheme, target, fallback }) => scheme === "env" && fallback === undefined && !env[target],
    );
    if (unset === undefined) continue;
    const { target } = unset;
    const advice = `set it, or write \${env:${target}:-127.0.0.1} with the default that you mean`;
    const what = ` would listen elsewhere than meant, since the variable ${target} is not set; ${advice}`;
    return refusalAt("VARIABLE_UNSET", { path, node }, what);
  }
  return undefined;
}

const addressKey = /^(?:.*_)?(?:endpoint|address|addr|listen|host|bind|port)$/;

/** What receivers, extensions and connectors call their addresses, and the page of the Collector's own metrics. */
function isListenAddress(path: readonly string[]): boolean {
  const [kind = "", component = ""] = path;
  if (!addressKey.test(fieldName(path))) return false;
  if (kind === "service") return component === "telemetry" && path.includes("prometheus");
  return listens(kind, component);
}

import { fieldName, listens } from "./listening.ts";
import { refusalAt } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import { resolveText } from "./resolve-text.ts";
import type { MissingVariable } from "./resolve-text.ts";
import { scalarsWithVariables } from "./scalars-with-variables.ts";
import type { MappingNode } from "./tree.ts";

/**
 * The first address to listen on that depends on a variable which is not set or empty. The Collector reads it as
 * nothing, so that `${env:HOST}:4318` listens on all interfaces of the machine, and neither it nor its `validate` says
 * so. An unset variable with a default is well; for an empty one the default does not count.
 *
 * @param env the Collector's whole environment
 */
export function findUnsetAddress(tree: MappingNode, env: Readonly<Record<string, string>>): Refusal | undefined {
  for (const { path, node } of scalarsWithVariables(tree, [], env)) {
    if (!isListenAddress(path) || !node.text.includes("${")) continue;
    const { missing } = resolveText(node.text, env);
    if (missing === undefined) continue;
    return refusalAt("VARIABLE_UNSET", { path, node }, ` would listen elsewhere than meant, since ${why(missing)}`);
  }
  return undefined;
}

/** A name that is made of others is not shown resolved: what variables hold may be secret. */
function why({ reference, name, isEmpty }: MissingVariable): string {
  const variable = name.includes("${") ? `the variable of ${reference}` : `the variable ${name}`;
  if (isEmpty) return `${variable} is empty, for which no default counts; set it to an address, or unset it`;
  if (name.includes("${")) return `${variable} is not set; set it`;
  return `${variable} is not set; set it, or write \${env:${name}:-127.0.0.1} with the default that you mean`;
}

const addressKey = /^(?:.*_)?(?:endpoint|address|addr|listen|host|bind|port)$/;

function isListenAddress(path: readonly string[]): boolean {
  return addressKey.test(fieldName(path)) && listens(path);
}

import type { ConfigNode, ScalarNode } from "./tree.ts";

/** Whether two nodes say the same, wherever they come from. The order of keys and the way of writing say nothing. */
export function sameContent(one: ConfigNode, other: ConfigNode): boolean {
  return one === other || contentOf(one) === contentOf(other);
}

/** Equal exactly for nodes that say the same. */
export function contentOf(node: ConfigNode): string {
  if (node.kind === "scalar") return JSON.stringify([typeOf(node), node.text]);
  if (node.kind === "list") return `[${node.items.map(contentOf).join(",")}]`;
  const members = [...node.entries].map(([key, { value }]) => `${JSON.stringify(key)}:${contentOf(value)}`);
  return `{${members.sort().join(",")}}`;
}

/** A plain text that begins with a letter and is none of these words is a string to every YAML parser. */
const bareString = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_]/i;

function typeOf({ style, tag, text }: ScalarNode): string {
  if (tag !== undefined) return tag;
  return style === "quoted" || bareString.test(text) ? "string" : "plain";
}

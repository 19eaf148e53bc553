import { attributeName } from "./merge.ts";
import { resourcePath } from "./resource-attributes.ts";
import { at, type ConfigNode, isNull, type MappingNode } from "./tree.ts";

/**
 * What a configuration makes the Collector say as its `service.version`, by the resource of its own telemetry. `own`: nothing, so
 * that it says that of its build. `unknown`: what only the Collector can resolve.
 */
export type StatedVersion = { is: "own" } | { is: "stated"; version: string } | { is: "unknown" };

const name = "service.version";

export function statedVersion(tree: MappingNode): StatedVersion {
  const value = valueIn(at(tree, resourcePath));
  if (value === undefined || isNull(value)) return { is: "own" };
  if (value.kind !== "scalar" || value.text.includes("$") || isNumber(value)) return { is: "unknown" };
  return { is: "stated", version: value.text };
}

/** In whatever form; the list is what the last layers have said. */
function valueIn(resource: ConfigNode | undefined): ConfigNode | undefined {
  if (resource?.kind !== "mapping") return undefined;
  const inline = resource.entries.get(name)?.value;
  const listed = at(resource, ["attributes"]);
  const item = listed?.kind === "list" ? listed.items.findLast((each) => attributeName(each) === name) : undefined;
  return (item && at(item, ["value"])) ?? inline;
}

/** Or something else that is no text: of `1.20` the Collector may make `1.2`. */
function isNumber({ style, tag, text }: Extract<ConfigNode, { kind: "scalar" }>): boolean {
  return tag !== undefined || (style !== "quoted" && !Number.isNaN(Number(text)));
}

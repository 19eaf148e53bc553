import type { Fault } from "./fault.ts";
import { at, isNull } from "./tree.ts";
import type { ConfigNode, MappingNode } from "./tree.ts";

/** Where the supervisor adds something of its own, and what must stand there if anything does. */
const places: readonly { path: readonly string[]; kind: "mapping" | "list" }[] = [
  { path: ["extensions"], kind: "mapping" },
  { path: ["service"], kind: "mapping" },
  { path: ["service", "extensions"], kind: "list" },
  { path: ["service", "telemetry"], kind: "mapping" },
  { path: ["service", "telemetry", "resource"], kind: "mapping" },
];

/**
 * The first of these places that holds something else. Replacing it would drop what the layer asked for without a word,
 * and adding to it is impossible, above all when it is a `${…}` that only the Collector can resolve.
 */
export function findMisplaced(layer: MappingNode): Fault | undefined {
  for (const { path, kind } of places) {
    const node = at(layer, path);
    if (node === undefined || node.kind === kind || isNull(node)) continue;
    const wish = `${path.join("::")} must be a ${kind}, as the supervisor adds to it, but this is ${describe(node)}`;
    return { offset: node.offset, message: wish };
  }
  return undefined;
}

function describe(node: ConfigNode): string {
  if (node.kind !== "scalar") return `a ${node.kind}`;
  return node.text.includes("${") ? "a reference that only the Collector resolves" : "a single value";
}

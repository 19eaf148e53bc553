import { findClashes } from "./clashes.ts";
import { connectionLayer } from "./connection-layer.ts";
import type { ConnectionLayer } from "./connection-layer.ts";
import type { PlacedConnection } from "./layers.ts";
import type { MergeRules } from "./merge-rules.ts";
import { merge } from "./merge.ts";
import { pathText, refusalAt, whereText } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import { without } from "./removals.ts";
import { startedComponents } from "./started-components.ts";
import { at, nearest } from "./tree.ts";
import type { MappingNode } from "./tree.ts";

export interface OtherConnectionsInput {
  connections: readonly PlacedConnection[];
  /** Directory of certificates and keys. */
  credentials: string;
  rules: MergeRules;
  /** What the operator's locked files say. */
  locks: readonly MappingNode[];
}

export type Connected = { tree: MappingNode; warnings: string[] } | { refusal: Refusal };

/**
 * The tree with each offered connection set on the component that the operator has given it, over what all layers say.
 * The operator's word on it is `agent.other_connections`: a component of a locked file may get what the file leaves open,
 * and what the file says stays.
 */
export function withOtherConnections(tree: MappingNode, input: OtherConnectionsInput): Connected {
  const { connections, credentials, rules, locks } = input;
  let connected = tree;
  for (const connection of connections) {
    const laid = connectionLayer(connection, connected, credentials);
    const refusal = lockBreak(connected, laid, { rules, locks });
    if (refusal !== undefined) return { refusal };
    connected = merge(without(connected, laid.gone).tree, laid.layer, rules);
  }
  return { tree: connected, warnings: connections.flatMap((connection) => unused(connection, connected)) };
}

function lockBreak(
  tree: MappingNode,
  { layer, gone }: ConnectionLayer,
  { rules, locks }: Pick<OtherConnectionsInput, "rules" | "locks">,
): Refusal | undefined {
  const [clash] = locks.flatMap((lock) => findClashes(rules, lock, layer));
  if (clash !== undefined) {
    const what = ` is locked by ${whereText(clash.earlier)}`;
    return refusalAt("CONFIG_LOCKED", { path: clash.path, node: clash.later }, what);
  }
  for (const path of gone) {
    const lost = at(tree, path);
    if (lost?.source.locked !== true) continue;
    return refusalAt("CONFIG_LOCKED", { path, node: nearest(layer, path) }, ` is locked by ${whereText(lost)}`);
  }
  return undefined;
}

/** No fault: the pipelines may come with a later remote configuration. */
function unused({ name, place }: PlacedConnection, tree: MappingNode): string[] {
  const [kind, id] = place.path;
  if (startedComponents(tree).some((started) => started.kind === kind && started.id === id)) return [];
  return [`other connection ${JSON.stringify(name)}: nothing uses ${pathText([kind, id])}, on which it is set`];
}

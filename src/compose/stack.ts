import { findClashes } from "./clashes.ts";
import type { Clash } from "./clashes.ts";
import type { Merging } from "./layers.ts";
import { findLockBreak } from "./locks.ts";
import type { MergeRules } from "./merge-rules.ts";
import { merge } from "./merge.ts";
import { replacedTargets, silencedTargets } from "./own-telemetry.ts";
import type { ReadLayer } from "./read-layers.ts";
import { pathText, refusalAt, whereText } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import { withoutAttributes } from "./resource-attributes.ts";
import { mapping } from "./tree.ts";
import type { MappingNode } from "./tree.ts";

export interface Stacked {
  tree: MappingNode;
  warnings: string[];
  /** The tree is whole all the same. */
  refusal?: Refusal;
}

/** All layers laid over each other, and what was to be said of it: conflicts, broken locks, lost targets. */
export function stack(layers: readonly ReadLayer[], rules: MergeRules, conflicts: Merging["conflicts"]): Stacked {
  let tree = mapping();
  let remote = mapping();
  const warnings: string[] = [];
  const refusals: Refusal[] = [];
  for (const layer of layers) {
    const base = layer.clearsAttributes ? withoutAttributes(tree) : tree;
    const merged = merge(base, layer.tree, rules);
    warnings.push(...replacedTargets(tree, merged));
    tree = merged;
    if (layer.kind !== "remote") continue;
    const clashes = findClashes(rules, remote, layer.tree);
    if (conflicts === "fail") refusals.push(...clashes.map(conflictRefusal));
    else warnings.push(...clashes.map(conflictText));
    remote = merge(remote, layer.tree, rules);
  }
  refusals.push(...brokenLocks(layers, rules));
  const [refusal] = refusals;
  return { tree, warnings: [...warnings, ...silencedTargets(tree)], ...(refusal && { refusal }) };
}

function conflictText({ path, earlier, later }: Clash): string {
  return `${whereText(later)}: ${pathText(path)} differs from what ${whereText(earlier)} says; the later file holds`;
}

function conflictRefusal({ path, earlier, later }: Clash): Refusal {
  return refusalAt("CONFIG_CONFLICT", { path, node: later }, ` differs from what ${whereText(earlier)} says`);
}

function brokenLocks(layers: readonly ReadLayer[], rules: MergeRules): Refusal[] {
  const remote = layers.filter(({ kind }) => kind === "remote");
  const locked = layers.filter(({ tree }) => tree.source.locked === true);
  return locked.flatMap((lock) =>
    remote.flatMap(
      ({ tree, clearsAttributes }) => findLockBreak({ rules, lock: lock.tree, remote: tree, clearsAttributes }) ?? [],
    ),
  );
}

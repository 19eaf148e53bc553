import { findClashes } from "./clashes.ts";
import type { Clash } from "./clashes.ts";
import type { MergeRules } from "./merge-rules.ts";
import { componentKinds } from "./policy/policy.ts";
import { refusalAt, valueText, whereText } from "./refusal.ts";
import type { Refusal } from "./refusal.ts";
import { attributesOf, resourcePath } from "./resource-attributes.ts";
import { at } from "./tree.ts";
import type { ConfigNode, MappingNode } from "./tree.ts";

/**
 * The first attempt of remote content to change what a locked file says. A component or a pipeline that a locked file
 * defines is locked as a whole: remote content may repeat it, and not even add to it.
 */
export function findLockBreak({ rules, lock, remote, clearsAttributes }: LockCheck): Refusal | undefined {
  const [clash] = findClashes(rules, lock, remote, isWhole);
  if (clash !== undefined) return refusalOf(clash);
  const lost = clearsAttributes ? at(lock, resourcePath) : undefined;
  const kept = at(remote, resourcePath);
  if (lost === undefined || kept === undefined || attributesStay(lost, kept)) return undefined;
  return refusalOf({ path: [...resourcePath, "attributes"], earlier: lost, later: at(kept, ["attributes"]) ?? kept });
}

export interface LockCheck {
  rules: MergeRules;
  lock: MappingNode;
  remote: MappingNode;
  /** Whether the remote content takes away the resource attributes of all layers before it. */
  clearsAttributes: boolean;
}

/** Whether clearing takes nothing away, since what remote content states is what was there. */
function attributesStay(lost: ConfigNode, kept: ConfigNode): boolean {
  const [before, after] = [attributesOf(lost), attributesOf(kept)];
  return [...before].every(([name, content]) => after.get(name) === content);
}

function isWhole(path: readonly string[]): boolean {
  const [first = "", second] = path;
  if (first === "service") return second === "pipelines" && path.length === 3;
  return path.length === 2 && componentKinds.some((kind) => kind === first);
}

function refusalOf({ path, earlier, later }: Clash): Refusal {
  const said = later.kind === "scalar" ? `says ${valueText(later, path)}` : `gives ${valueText(later, path)}`;
  const what = ` is locked by ${whereText(earlier)}; ${said} instead`;
  return refusalAt("CONFIG_LOCKED", { path, node: later }, what);
}

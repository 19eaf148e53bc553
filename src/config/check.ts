import type * as z from "zod/mini";

import { toPlain } from "./plain.ts";
import type { TreeFault } from "./read-tree.ts";
import { ruleFaults } from "./rules.ts";
import { sectionsOf } from "./schema-shape.ts";
import type { MessageStyle } from "./schema/fields.ts";
import { type SupervisorFile, supervisorSchema } from "./schema/supervisor.ts";
import { describeValue } from "./secrets.ts";
import { suggestKey } from "./suggest.ts";
import { formatPath, isUnset, type KeyPath, nearestPlace, nodeAt, type TreeNode } from "./tree.ts";

export type CheckResult = { ok: true; file: SupervisorFile } | { ok: false; faults: TreeFault[] };

/**
 * Checks an expanded tree against the schema and the rules between keys; returns every fault. A needed key is not
 * missed beside the misspelt or misplaced key that was meant for it.
 */
export function checkTree(root: TreeNode): CheckResult {
  const parsed = supervisorSchema.safeParse(toPlain(root, supervisorSchema));
  const ruled = ruleFaults(root);
  if (parsed.success) return ruled.length === 0 ? { ok: true, file: parsed.data } : { ok: false, faults: ruled };
  const faults: TreeFault[] = [];
  const missing: TreeFault[] = [];
  const meant = new Set<string>();
  for (const issue of parsed.error.issues) {
    const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
    const place = nearestPlace(root, path);
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const suggestion = suggestKey({ section: formatPath(path), key, sections: sectionsOf(supervisorSchema) });
        if (suggestion.meant !== undefined) meant.add(suggestion.meant);
        const message = `unknown key; ${suggestion.advice}`;
        faults.push({ place: keyPlace(root, path, key), path: [...path, key], message, spoilt: false });
      }
    } else if (typeof path.at(-1) === "string" && isUnset(nodeAt(root, path))) {
      missing.push({ place, path, message: "must be specified", spoilt: false });
    } else {
      faults.push({ place, path, message: messageOf(root, path, issue), spoilt: false });
    }
  }
  const missed = missing.filter((fault) => !meant.has(formatPath(fault.path)));
  return { ok: false, faults: [...missed, ...faults, ...ruled] };
}

function keyPlace(root: TreeNode, path: KeyPath, key: string): TreeFault["place"] {
  const parent = nodeAt(root, path);
  const entry = parent?.kind === "mapping" ? parent.entries.find((candidate) => candidate.key === key) : undefined;
  return entry?.keyPlace ?? nearestPlace(root, path);
}

/** An element of a string that was taken as a list has no node of its own: the string is shown. */
function messageOf(root: TreeNode, path: KeyPath, issue: z.core.$ZodIssue): string {
  const node = nodeAt(root, path) ?? nodeAt(root, path.slice(0, -1));
  const style = issue.code === "custom" ? styleOf(issue.params) : undefined;
  if (node === undefined || style === "plain") return issue.message;
  const value = describeValue(node, path);
  if (style === "later") return node.kind === "scalar" ? `${value} is not supported yet` : "is not supported yet";
  return `${issue.message}; was ${value}`;
}

function styleOf(params: Record<string, unknown> | undefined): MessageStyle | undefined {
  const style = params?.["style"];
  return style === "plain" || style === "later" ? style : undefined;
}

import * as z from "zod/mini";

import { toPlain } from "./plain.ts";
import type { ReadingCode } from "./problem.ts";
import type { TreeFault } from "./read-tree.ts";
import { ruleFaults } from "./rules.ts";
import { sectionsOf } from "./schema-shape.ts";
import type { MessageStyle } from "./schema/fields.ts";
import { type SupervisorFile, supervisorSchema } from "./schema/supervisor.ts";
import { describeValue } from "./secrets.ts";
import { suggestKey } from "./suggest.ts";
import { formatPath, isUnset, type KeyPath, nearestPlace, nodeAt, type TreeNode } from "./tree.ts";

export type CheckResult = { ok: true; file: SupervisorFile } | { ok: false; faults: TreeFault[] };

/** Checks an expanded tree against the schema and the rules between keys; returns every fault. */
export function checkTree(root: TreeNode): CheckResult {
  const checked = checkSection({ root, path: [], schema: supervisorSchema() });
  const ruled = ruleFaults(root);
  if (checked.ok && ruled.length === 0) return { ok: true, file: checked.value };
  return { ok: false, faults: [...(checked.ok ? [] : checked.faults), ...ruled] };
}

export interface CheckSectionOptions<Schema extends z.ZodMiniType> {
  root: TreeNode;
  /** Where the section stands. */
  path: KeyPath;
  schema: Schema;
}

export type SectionResult<Value> = { ok: true; value: Value } | { ok: false; faults: TreeFault[] };

/**
 * Checks one section; returns every fault. A needed key is not missed beside the misspelt or misplaced key that was meant
 * for it.
 */
export function checkSection<Schema extends z.ZodMiniType>(
  options: CheckSectionOptions<Schema>,
): SectionResult<z.output<Schema>> {
  const { root, path: top, schema } = options;
  const parsed = z.safeParse(schema, toPlain(nodeAt(root, top), schema));
  if (parsed.success) return { ok: true, value: parsed.data };
  const sections = sectionsOf(schema, formatPath(top));
  const faults: TreeFault[] = [];
  const missing: TreeFault[] = [];
  const meant = new Set<string>();
  for (const issue of withoutConsequences(parsed.error.issues)) {
    const path = [...top, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
    const place = nearestPlace(root, path);
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const suggestion = suggestKey({ section: withoutPositions(formatPath(path)), key, sections });
        if (suggestion.meant !== undefined) meant.add(suggestion.meant);
        const message = `unknown key; ${suggestion.advice}`;
        const nearest = suggestion.meant === undefined ? {} : { meant: suggestion.meant };
        faults.push({
          code: "CONFIG_UNKNOWN_KEY",
          place: keyPlace(root, path, key),
          path: [...path, key],
          message,
          spoilt: false,
          ...nearest,
        });
      }
    } else if (issue.code !== "custom" && typeof path.at(-1) === "string" && isUnset(nodeAt(root, path))) {
      missing.push({ code: "CONFIG_MISSING_KEY", place, path, message: "must be specified", spoilt: false });
    } else {
      faults.push({ code: codeOf(issue), place, path, ...complaintOf(root, path, issue), spoilt: false });
    }
  }
  const missed = missing.filter((fault) => !meant.has(formatPath(fault.path)));
  return { ok: false, faults: [...missed, ...faults] };
}

/** Between keys that are wrong by themselves no rule has a meaning. */
function withoutConsequences(issues: readonly z.core.$ZodIssue[]): readonly z.core.$ZodIssue[] {
  const direct = issues.filter((issue) => styleOf(issue) !== "rule");
  return direct.length > 0 ? direct : issues;
}

/** As `sectionsOf` names the sections in lists. */
function withoutPositions(path: string): string {
  return path.replaceAll(/\[\d+\]/g, "[]");
}

function keyPlace(root: TreeNode, path: KeyPath, key: string): TreeFault["place"] {
  const parent = nodeAt(root, path);
  const entry = parent?.kind === "mapping" ? parent.entries.find((candidate) => candidate.key === key) : undefined;
  return entry?.keyPlace ?? nearestPlace(root, path);
}

/** An element of a string that was taken as a list has no node of its own: the string is shown. */
function complaintOf(root: TreeNode, path: KeyPath, issue: z.core.$ZodIssue): Pick<TreeFault, "message" | "value"> {
  const node = nodeAt(root, path) ?? nodeAt(root, path.slice(0, -1));
  const style = styleOf(issue);
  if (node === undefined || style === "plain" || style === "rule") return { message: issue.message };
  const value = describeValue(node, path);
  if (style !== "later") return { message: `${issue.message}; was ${value}`, value };
  return node.kind === "scalar"
    ? { message: `${value} is not supported yet`, value }
    : { message: "is not supported yet" };
}

function codeOf(issue: z.core.$ZodIssue): ReadingCode {
  const said = paramsOf(issue)["code"];
  if (said === "CONFIG_MISSING_KEY" || said === "CONFIG_UNSUPPORTED") return said;
  const style = styleOf(issue);
  if (style === "later") return "CONFIG_UNSUPPORTED";
  if (style === "rule") return "CONFIG_COMBINATION";
  return issue.code === "invalid_type" || issue.code === "invalid_union" ? "CONFIG_TYPE" : "CONFIG_VALUE";
}

function paramsOf(issue: z.core.$ZodIssue): Readonly<Record<string, unknown>> {
  return (issue.code === "custom" && issue.params) || {};
}

function styleOf(issue: z.core.$ZodIssue): MessageStyle | undefined {
  const style = paramsOf(issue)["style"];
  return style === "plain" || style === "later" || style === "rule" ? style : undefined;
}

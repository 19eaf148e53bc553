import * as z from "zod/mini";

import { inputType, keysOf } from "./schema-shape.ts";
import { childOf, isUnset, type MappingNode, type ScalarNode, type TreeNode } from "./tree.ts";

type Schema = z.core.$ZodType;

/**
 * Plain values for `schema` to check, with the conversions of the Go supervisor's decoder: a string key takes the text
 * of an expanded value (`${env:X}` with `010` is "010"), a value that expands to nothing is the empty one of its type,
 * a string for a list is split at commas. What is not written (or `null`) stays away, so that the default holds;
 * missing sections become empty ones, so that the keys which they need are missed, but for those that may stay away.
 */
export function toPlain(node: TreeNode | undefined, schema: Schema): unknown {
  const type = inputType(schema);
  const mayStayAway = schema instanceof z.ZodMiniOptional && node === undefined;
  if (type instanceof z.ZodMiniObject) return mayStayAway ? undefined : sectionToPlain(node, type);
  if (node === undefined || isUnset(node)) return undefined;
  if (type instanceof z.ZodMiniString || type instanceof z.ZodMiniEnum) return node.expansion?.text ?? untyped(node);
  if (node.kind === "mapping") {
    return type instanceof z.ZodMiniRecord
      ? fromEntries(node, (value) => element(value, type.def.valueType))
      : untyped(node);
  }
  if (node.kind === "list") {
    return type instanceof z.ZodMiniArray ? node.items.map((item) => element(item, type.def.element)) : untyped(node);
  }
  return scalarToPlain(node, type);
}

function scalarToPlain(node: ScalarNode, type: Schema): unknown {
  const { value } = node;
  if (type instanceof z.ZodMiniArray) {
    if (typeof value === "string") return value === "" ? [] : value.split(",");
    return value === null ? [] : value;
  }
  if (value !== null) return value;
  if (type instanceof z.ZodMiniRecord) return {};
  if (type instanceof z.ZodMiniBoolean) return false;
  return type instanceof z.ZodMiniNumber ? 0 : "";
}

function sectionToPlain(node: TreeNode | undefined, type: z.ZodMiniObject): unknown {
  if (node !== undefined && node.kind !== "mapping" && !(node.kind === "scalar" && node.value === null)) {
    return untyped(node);
  }
  const keys = keysOf(type);
  const known = keys.map(([key, child]): [string, unknown] => [key, toPlain(childOf(node, key), child)]);
  const unknown = node?.kind === "mapping" ? node.entries.filter((entry) => !Object.hasOwn(type.shape, entry.key)) : [];
  const present = known.filter(([, value]) => value !== undefined);
  return Object.fromEntries([...present, ...unknown.map((entry): [string, unknown] => [entry.key, null])]);
}

/** An element is there even if it is empty; a header's value is one value, whatever commas it holds. */
function element(node: TreeNode, schema: Schema): unknown {
  const type = inputType(schema);
  if (type instanceof z.ZodMiniArray && node.kind === "scalar") {
    const value = node.expansion?.text ?? node.value;
    return value === null || value === "" ? [] : [value];
  }
  return isUnset(node) && type instanceof z.ZodMiniString ? "" : toPlain(node, schema);
}

function untyped(node: TreeNode): unknown {
  if (node.kind === "scalar") return node.value;
  return node.kind === "list" ? node.items.map(untyped) : fromEntries(node, untyped);
}

/** Keeps a key named `__proto__`, which an assignment would lose. */
function fromEntries(node: MappingNode, convert: (value: TreeNode) => unknown): unknown {
  return Object.fromEntries(node.entries.map((entry): [string, unknown] => [entry.key, convert(entry.value)]));
}

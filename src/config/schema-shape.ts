import * as z from "zod/mini";

import type { Section } from "./suggest.ts";

type Schema = z.core.$ZodType;

/** What a key takes in the file, behind `optional`, defaults and transformations. */
export function inputType(schema: Schema): Schema {
  if (
    schema instanceof z.ZodMiniOptional ||
    schema instanceof z.ZodMiniDefault ||
    schema instanceof z.ZodMiniPrefault
  ) {
    return inputType(schema.def.innerType);
  }
  return schema instanceof z.ZodMiniPipe ? inputType(schema.def.in) : schema;
}

/** The value that holds where the file has none, as it would be written in the file; `undefined` for none. */
export function defaultOf(schema: Schema): unknown {
  return schema instanceof z.ZodMiniDefault || schema instanceof z.ZodMiniPrefault
    ? schema.def.defaultValue
    : undefined;
}

/** What is said of a key, with `x-type` and `x-supported`. */
export function factsOf(schema: Schema): { description: string; type: string; supported: boolean } {
  const inner = inputType(schema);
  const meta = metaOf(schema) ?? metaOf(inner);
  const type = meta?.["x-type"];
  return {
    description: meta?.description ?? "",
    type: typeof type === "string" ? type : "section",
    supported: meta?.["x-supported"] !== false,
  };
}

function metaOf(schema: Schema): z.core.GlobalMeta | undefined {
  return z.globalRegistry.get(schema);
}

/** The keys of a section in order; none for anything else. */
export function keysOf(schema: Schema): [key: string, schema: Schema][] {
  const type = inputType(schema);
  return type instanceof z.ZodMiniObject ? Object.entries(type.shape) : [];
}

/** All sections below `schema`, each before those inside it. */
export function sectionsOf(schema: Schema, path = ""): Section[] {
  const keys = keysOf(schema);
  if (keys.length === 0) return [];
  const inner = keys.flatMap(([key, child]) => sectionsOf(child, path === "" ? key : `${path}::${key}`));
  return [{ path, keys: keys.map(([key]) => key) }, ...inner];
}

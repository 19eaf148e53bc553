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

export interface KeyFacts {
  description: string;
  type: string;
  supported: boolean;
  /** The section whose keys it has, which are not told again. */
  keysOf?: string;
}

/** What is said of a key, with `x-type`, `x-supported` and `x-keys-of`. */
export function factsOf(schema: Schema): KeyFacts {
  const inner = inputType(schema);
  const meta = metaOf(schema) ?? metaOf(inner);
  const type = meta?.["x-type"];
  const keys = meta?.["x-keys-of"];
  return {
    description: meta?.description ?? "",
    type: typeof type === "string" ? type : "section",
    supported: meta?.["x-supported"] !== false,
    ...(typeof keys === "string" && { keysOf: keys }),
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

/** All sections below `schema`, each before those inside it; those in a list stand below `path[]`. */
export function sectionsOf(schema: Schema, path = ""): Section[] {
  const type = inputType(schema);
  if (type instanceof z.ZodMiniArray) return sectionsOf(type.def.element, `${path}[]`);
  const keys = keysOf(schema);
  if (keys.length === 0) return [];
  const inner = keys.flatMap(([key, child]) => sectionsOf(child, path === "" ? key : `${path}::${key}`));
  return [{ path, keys: keys.map(([key]) => key) }, ...inner];
}

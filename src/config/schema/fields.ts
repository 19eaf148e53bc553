import * as z from "zod/mini";
import { _default as withDefault } from "zod/mini";

import { parseDuration } from "../duration.ts";
import type { ReadingCode } from "../problem.ts";

export { withDefault };

/**
 * How a check's message becomes a problem: `plain` messages stand alone, a `later` value is refused by name, those of a
 * `rule` between keys stand alone and only where each key by itself is right, and all others are followed by the value
 * that was there.
 */
export type MessageStyle = "plain" | "later" | "rule";

/** What a check has to say of the kind of mistake, where it is no wrong value. */
export type SaidCode = Extract<ReadingCode, "CONFIG_MISSING_KEY" | "CONFIG_UNSUPPORTED">;

export interface FieldFacts {
  description: string;
  /** The feature does not exist yet: only values that leave it off are taken. */
  later?: boolean;
}

const unquoted = "must be a string, in quotes";

/** What the reference and the JSON schema say of a key; `x-` keys are ours. */
function facts(options: FieldFacts, type: string): Record<string, unknown> & { description: string } {
  return { description: options.description, "x-type": type, ...(options.later === true && { "x-supported": false }) };
}

/** Parameters of a check whose message says it all. */
export function plain(message: string, code?: SaidCode) {
  const params: { style: MessageStyle; code?: SaidCode } = { style: "plain", ...(code && { code }) };
  return { error: message, params };
}

/** Parameters of a check of what cannot be had, whatever we do; `reason` says why and what to do. */
export function impossible(reason: string) {
  return plain(reason, "CONFIG_UNSUPPORTED");
}

/** Parameters of a check that a key of a feature to come fails when its value asks for the feature. */
export function later(): { error: string; params: { style: MessageStyle } } {
  return { error: "is not supported yet", params: { style: "later" } };
}

/** `schema` with what the reference and the JSON schema say of it. */
export function described<Schema extends z.ZodMiniType>(schema: Schema, about: z.core.GlobalMeta): Schema {
  z.globalRegistry.add(schema, about);
  return schema;
}

/** What `read` makes of a value that passed `schema`, or its fault. */
export function transformed<Schema extends z.ZodMiniType, Value>(
  schema: Schema,
  read: (value: z.output<Schema>) => { value: Value } | { fault: string },
) {
  const transform = z.transform((input: z.output<Schema>, payload): Value => {
    const result = read(input);
    if ("value" in result) return result.value;
    payload.issues.push({ code: "custom", message: result.fault, input });
    return z.NEVER;
  });
  return z.pipe(schema, transform);
}

/** A check of the names in a mapping: a fault stands at its key, without the value there. */
export function names(faultOf: (name: string) => string | undefined) {
  return z.superRefine<Record<string, unknown>>((value, context) => {
    for (const name of Object.keys(value)) {
      const message = faultOf(name);
      if (message !== undefined) context.addIssue({ code: "custom", message, path: [name], params: plain("").params });
    }
  });
}

export function section<Shape extends z.core.$ZodShape>(shape: Shape, description: string) {
  return described(z.strictObject(shape, { error: "must be a mapping" }), { description, "x-type": "section" });
}

/**
 * A section with rules between its keys, which are looked at once each key by itself is right. A fault stands at the key
 * that is named, at the section where that is not there.
 */
export function ruled<Schema extends z.ZodMiniType>(
  schema: Schema,
  rule: (value: z.output<Schema>, fault: (key: string, message: string) => void) => void,
): Schema {
  const about = z.globalRegistry.get(schema);
  const params: { style: MessageStyle } = { style: "rule" };
  const check = z.superRefine<z.output<Schema>>((value, context) =>
    rule(value, (key, message) => context.addIssue({ code: "custom", message, path: [key], params })),
  );
  return described(schema.check(check), { ...about });
}

export function text() {
  return z.string({
    error: ({ input }) => (typeof input === "number" || typeof input === "boolean" ? unquoted : "must be a string"),
  });
}

export function optionalText(options: FieldFacts) {
  return described(z.optional(text()), facts(options, "string"));
}

export function flag(options: FieldFacts & { default: boolean }) {
  const type = z.boolean({ error: "must be true or false" });
  const checked = options.later === true ? type.check(z.refine((value) => value === options.default, later())) : type;
  return described(withDefault(checked, options.default), facts(options, "boolean"));
}

export function wholeNumber(options: FieldFacts & { default: number; min: number; max: number; error: string }) {
  const { min, max, error } = options;
  const checked = z.int({ error: "must be a whole number" }).check(z.gte(min, { error }), z.lte(max, { error }));
  return described(withDefault(checked, options.default), facts(options, "whole number"));
}

const durationWish = "must be a duration such as 5s, 1m30s or 500ms";

/** A Go duration string, parsed to milliseconds; `error` is the message for zero and less. */
export function duration(options: FieldFacts & { default: string; error: string; min?: string }) {
  const shortest = options.min === undefined ? Number.MIN_VALUE : (parseDuration(options.min) ?? 0);
  const parsed = transformed(z.string({ error: durationWish }), (value) => {
    const milliseconds = parseDuration(value);
    if (milliseconds !== undefined && milliseconds >= shortest) return { value: milliseconds };
    return { fault: milliseconds === undefined ? durationWish : options.error };
  });
  return described(z.prefault(parsed, options.default), facts(options, "duration"));
}

/** The same where it may stay away, which `0s` and an empty text mean too; `min` is the shortest. */
export function optionalDuration(options: FieldFacts & { min: string }) {
  const shortest = parseDuration(options.min) ?? 0;
  const parsed = transformed(z.string({ error: durationWish }), (value) => {
    const milliseconds = value === "" ? 0 : parseDuration(value);
    if (milliseconds === 0) return { value: undefined };
    if (milliseconds !== undefined && milliseconds >= shortest) return { value: milliseconds };
    return { fault: milliseconds === undefined ? durationWish : `must be at least ${options.min}` };
  });
  return described(z.optional(parsed), facts(options, "duration"));
}

/** A Go duration string, parsed to milliseconds, where `0s` means off and `min` is the shortest else. */
export function switchableDuration(options: FieldFacts & { default: string; min: string }) {
  const shortest = parseDuration(options.min) ?? 0;
  const parsed = transformed(z.string({ error: durationWish }), (value) => {
    const milliseconds = parseDuration(value);
    if (milliseconds === 0 || (milliseconds !== undefined && milliseconds >= shortest)) return { value: milliseconds };
    return { fault: milliseconds === undefined ? durationWish : `must be 0s or at least ${options.min}` };
  });
  return described(z.prefault(parsed, options.default), facts(options, "duration"));
}

/** A list of strings; where the file has one string, it is split at commas as the Go supervisor does. */
export function textList(options: FieldFacts & { default?: string[]; item?: z.ZodMiniType<string, string> }) {
  const list = z.array(options.item ?? text(), { error: "must be a list of strings" });
  return described(withDefault(list, options.default ?? []), facts(options, "list of strings"));
}

/** The same where "no list" is a meaning of its own. */
export function optionalTextList(options: FieldFacts & { item?: z.ZodMiniType<string, string> }) {
  const list = z.array(options.item ?? text(), { error: "must be a list of strings" });
  return described(z.optional(list), facts(options, "list of strings"));
}

export function textMap(options: FieldFacts) {
  const mapping = z.record(z.string(), text(), { error: "must be a mapping of strings" });
  return described(withDefault(mapping, {}), facts(options, "mapping of strings"));
}

/** A string of a feature to come; `off` are the values besides the empty string that leave it off. */
export function laterText(description: string, off: readonly string[] = []) {
  const checked = text().check(z.refine((value) => value === "" || off.includes(value), later()));
  return described(withDefault(checked, ""), facts({ description, later: true }, "string"));
}

/** A string of a feature that cannot be had, whatever we do; `reason` says why and what to do, without the value. */
export function impossibleText(description: string, reason: string) {
  const checked = text().check(z.refine((value) => value === "", impossible(reason)));
  return described(withDefault(checked, ""), facts({ description, later: true }, "string"));
}

/** Part of a feature to come that does nothing without another key, which is the one that is refused. */
export function dormant(description: string) {
  return described(z.optional(z.unknown()), facts({ description, later: true }, "any"));
}

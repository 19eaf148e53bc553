import { z } from "zod";

import { parseDuration } from "../duration.ts";

/**
 * How a check's message becomes a problem: `plain` messages stand alone, a `later` value is refused by name, and
 * all others are followed by the value that was there.
 */
export type MessageStyle = "plain" | "later";

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
export function plain(message: string): { error: string; params: { style: MessageStyle } } {
  return { error: message, params: { style: "plain" } };
}

/** Parameters of a check that a key of a feature to come fails when its value asks for the feature. */
export function later(): { error: string; params: { style: MessageStyle } } {
  return { error: "is not supported yet", params: { style: "later" } };
}

export function section<Shape extends z.ZodRawShape>(shape: Shape, description: string) {
  return z.strictObject(shape, { error: "must be a mapping" }).meta({ description, "x-type": "section" });
}

export function text() {
  return z.string({
    error: ({ input }) => (typeof input === "number" || typeof input === "boolean" ? unquoted : "must be a string"),
  });
}

export function optionalText(options: FieldFacts) {
  return text().optional().meta(facts(options, "string"));
}

export function flag(options: FieldFacts & { default: boolean }) {
  const type = z.boolean({ error: "must be true or false" });
  const checked = options.later === true ? type.refine((value) => value === options.default, later()) : type;
  return checked.default(options.default).meta(facts(options, "boolean"));
}

export function wholeNumber(options: FieldFacts & { default: number; min: number; max: number; error: string }) {
  return z
    .int({ error: "must be a whole number" })
    .min(options.min, { error: options.error })
    .max(options.max, { error: options.error })
    .default(options.default)
    .meta(facts(options, "whole number"));
}

/** A Go duration string, parsed to milliseconds; `error` is the message for zero and less. */
export function duration(options: FieldFacts & { default: string; error: string }) {
  const wish = "must be a duration such as 5s, 1m30s or 500ms";
  return z
    .string({ error: wish })
    .transform((value, context) => {
      const milliseconds = parseDuration(value);
      if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
      context.addIssue({ code: "custom", message: milliseconds === undefined ? wish : options.error });
      return z.NEVER;
    })
    .prefault(options.default)
    .meta(facts(options, "duration"));
}

/** A list of strings; where the file has one string, it is split at commas as the Go supervisor does. */
export function textList(options: FieldFacts & { default?: string[]; item?: z.ZodType<string, string> }) {
  return z
    .array(options.item ?? text(), { error: "must be a list of strings" })
    .default(options.default ?? [])
    .meta(facts(options, "list of strings"));
}

/** The same where "no list" is a meaning of its own. */
export function optionalTextList(options: FieldFacts & { item?: z.ZodType<string, string> }) {
  return z
    .array(options.item ?? text(), { error: "must be a list of strings" })
    .optional()
    .meta(facts(options, "list of strings"));
}

export function textMap(options: FieldFacts) {
  return z
    .record(z.string(), text(), { error: "must be a mapping of strings" })
    .default({})
    .meta(facts(options, "mapping of strings"));
}

/** A string of a feature to come; `off` are the values besides the empty string that leave it off. */
export function laterText(description: string, off: readonly string[] = []) {
  return text()
    .refine((value) => value === "" || off.includes(value), later())
    .default("")
    .meta(facts({ description, later: true }, "string"));
}

export function laterList(description: string) {
  return z
    .array(z.unknown(), { error: "must be a list" })
    .refine((value) => value.length === 0, later())
    .default([])
    .meta(facts({ description, later: true }, "list"));
}

export function laterMap(description: string) {
  return z
    .record(z.string(), z.unknown(), { error: "must be a mapping" })
    .refine((value) => Object.keys(value).length === 0, later())
    .default({})
    .meta(facts({ description, later: true }, "mapping"));
}

/** Part of a feature to come that does nothing without another key, which is the one that is refused. */
export function dormant(description: string) {
  return z
    .unknown()
    .optional()
    .meta(facts({ description, later: true }, "any"));
}

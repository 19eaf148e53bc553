import * as z from "zod/mini";

import { detectorNames } from "../../telemetry-types.ts";
import { described, impossible, optionalText, section, text, withDefault } from "../fields.ts";
import { pairList } from "../pair-list.ts";
import { sameAs } from "./exporter.ts";
import { patterns } from "./signals.ts";

const types = ["string", "bool", "int", "double", "string_array", "bool_array", "int_array", "double_array"] as const;

type AttributeType = (typeof types)[number];

const attribute = z
  .strictObject(
    {
      name: text().check(z.refine((value) => value !== "", { error: "must not be empty" })),
      value: z.optional(z.nullable(z.unknown())),
      type: z.optional(z.enum(types, { error: `must be one of ${types.join(", ")}` })),
    },
    { error: "must be a mapping with name and value" },
  )
  .check(
    z.superRefine(({ value, type }, context) => {
      if (value === undefined || value === null || hasType(value, type ?? inferred(value))) return;
      const message =
        type === undefined ? "must be a text, a number, a boolean or a list of one of them" : `is no ${type}`;
      context.addIssue({ code: "custom", message, path: ["value"] });
    }),
  );

/** What a value is where nothing is said of it. */
function inferred(value: unknown): AttributeType {
  const single: unknown = Array.isArray(value) ? value[0] : value;
  const kind = typeof single === "boolean" ? "bool" : typeof single === "number" ? "double" : "string";
  return Array.isArray(value) ? `${kind}_array` : kind;
}

function hasType(value: unknown, type: AttributeType): boolean {
  const [kind, many] = type.split("_");
  if (many !== undefined) return Array.isArray(value) && value.every((item) => isKind(item, kind));
  return isKind(value, kind);
}

function isKind(value: unknown, kind: string | undefined): boolean {
  if (kind === "int") return Number.isSafeInteger(value);
  return typeof value === (kind === "bool" ? "boolean" : kind === "double" ? "number" : "string");
}

const clouds = /^(?:aws(?:\/.*)?|gcp|azure)$/;

/** A name, or a mapping with the name as its one key. */
const detector = z.unknown().check(
  z.superRefine((value, context) => {
    const name = detectorOf(value);
    if (detectorNames.some((known) => known === name)) return;
    const message = clouds.test(name ?? "")
      ? `${name} is not supported: name what it would find under attributes`
      : `must be one of ${detectorNames.join(", ")}`;
    context.addIssue({ code: "custom", message, params: clouds.test(name ?? "") ? impossible("").params : {} });
  }),
);

/** The name of a detector, as text or as the one key of a mapping. */
export function detectorOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 ? name : undefined;
}

const detection = () =>
  section(
    {
      detectors: described(withDefault(z.array(detector, { error: "must be a list" }), []), {
        description: `What is asked: a list of ${detectorNames.map((name) => `\`${name}\``).join(", ")}.`,
        "x-type": "list",
      }),
      attributes: z.optional(patterns("Which of the attributes that are found are taken.")),
    },
    "What the machine tells, beside what is set.",
  );

/** `telemetry.resource` without the attributes that stand in it by their own names. */
export const resourceKeys = () => ({
  attributes: described(withDefault(z.array(attribute, { error: "must be a list of name and value" }), []), {
    description:
      "Attributes of all that is exported: a list of `name`, `value`, and `type` where the value does not say it. `null` takes an attribute away.",
    "x-type": "list",
  }),
  attributes_list: described(z.optional(pairList(/^\s*[^=\s][^=]*=/)), {
    description: "The same as text, `name=value,name=value` with `%` codes; weaker than `attributes`.",
    "x-type": "string",
  }),
  schema_url: optionalText({
    description: "Schema of the attributes. Default: that of the semantic conventions in use.",
  }),
  "detection/development": z.optional(detection()),
  detection: z.optional(
    section(
      { development: z.optional(sameAs("telemetry.resource.detection/development", detection())) },
      "The same in another spelling.",
    ),
  ),
});

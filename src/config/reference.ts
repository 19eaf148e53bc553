import * as z from "zod/mini";

import { markdownTable } from "./markdown-table.ts";
import { extensionsExample, referenceEnd, referenceStart } from "./reference-prose.ts";
import { defaultOf, factsOf, inputType, keysOf } from "./schema-shape.ts";
import { extensionSections } from "./schema/extensions.ts";
import { supervisorSchema } from "./schema/supervisor.ts";
import { telemetryParts } from "./schema/telemetry/parts.ts";

type Schema = z.core.$ZodType;

/** The Markdown text of `docs/configuration.md`, made from the schema. */
export function configurationReference(): string {
  const whole = supervisorSchema(telemetryParts);
  const parts = keysOf(whole).flatMap(([key, schema]) =>
    key === "extensions" ? extensionChapters(schema) : chapter(key, schema, 2),
  );
  return [referenceStart, ...parts, notYet(whole), referenceEnd].join("\n");
}

/** A heading with the table of its supported keys, then the chapters of the sections inside; nothing where none is. */
function chapter(path: string, schema: Schema, depth: number): string[] {
  const supported = keysOf(schema).filter(([, child]) => factsOf(child).supported);
  const plain = supported.filter(([, child]) => !isSection(child));
  const inner = supported.filter(([, child]) => isSection(child));
  const below = [
    ...plain.flatMap(([key, child]) => elementChapter(`${path}.${key}[]`, child, depth + 1)),
    ...inner.flatMap(([key, child]) => chapter(`${path}.${key}`, child, depth + 1)),
  ];
  if (plain.length === 0 && below.length === 0) return [];
  const { description: text, keysOf: twin } = factsOf(schema);
  const head = [`${"#".repeat(Math.min(depth, deepestHeading))} \`${path}\``, "", text, ""];
  if (twin !== undefined) return head;
  const rows = plain.map(([key, child]) => {
    const { description, type } = factsOf(child);
    return [`\`${key}\``, type, defaultCell(child), description];
  });
  const table = rows.length > 0 ? [markdownTable(["Key", "Type", "Default", "Meaning"], rows), ""] : [];
  return [...head, ...table, ...below];
}

const deepestHeading = 6;

/** Of what a list holds, where its keys are not told beside the list. */
function elementChapter(path: string, schema: Schema, depth: number): string[] {
  const type = inputType(schema);
  if (!(type instanceof z.ZodMiniArray) || factsOf(type.def.element).description === "") return [];
  return chapter(path, type.def.element, depth);
}

/** What stands in the mapping depends on the type in the name of each. */
function extensionChapters(schema: Schema): string[] {
  const of = Object.entries(extensionSections).flatMap(([type, section]) => chapter(`extensions.${type}`, section, 3));
  return ["## `extensions`", "", `${factsOf(schema).description} ${extensionsExample}`, "", ...of];
}

function isSection(schema: Schema): boolean {
  return inputType(schema) instanceof z.ZodMiniObject;
}

function defaultCell(schema: Schema): string {
  if (schema instanceof z.ZodMiniOptional) return "";
  const value = defaultOf(schema);
  if (value === undefined) return "required";
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}

/** Every key that is known but whose feature does not exist, without those that do nothing alone. */
function notYet(whole: Schema): string {
  const rows = unsupported(whole, "").map(([path, description]) => [`\`${path}\``, description]);
  return [
    "## Not supported",
    "",
    "These keys of the Go supervisor are known. A value that leaves the feature off (`false`, an empty text, list or",
    "mapping, or no value) is taken; any other is refused by name, never ignored. Keys that do nothing without one of these",
    "are known too.",
    "",
    markdownTable(["Key", "Meaning"], rows),
    "",
  ].join("\n");
}

function unsupported(schema: Schema, prefix: string): [path: string, description: string][] {
  if (factsOf(schema).keysOf !== undefined) return [];
  return keysOf(schema).flatMap(([key, child]): [string, string][] => {
    const { supported, description, type } = factsOf(child);
    const own: [string, string][] = supported || type === "any" ? [] : [[`${prefix}${key}`, description]];
    return [...own, ...unsupported(child, `${prefix}${key}.`)];
  });
}

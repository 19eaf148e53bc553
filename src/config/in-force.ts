import * as z from "zod/mini";

import type { Host } from "../runtime/ports.ts";
import { conditionalDefaults } from "./conditional-defaults.ts";
import { toPlain } from "./plain.ts";
import { findReference, parseUri } from "./reference-text.ts";
import { defaultOf, factsOf, inputType, keysOf } from "./schema-shape.ts";
import { type SupervisorFile, supervisorSchema } from "./schema/supervisor.ts";
import { hidden, isSecret, openText } from "./secrets.ts";
import { childOf, formatPath, isUnset, type KeyPath, nodeAt, type Place, type TreeNode } from "./tree.ts";

/** Where a value comes from. `flag` names one of the command line, `variables` and `files` what stood in its place. */
export type Origin =
  | { from: "file"; place: Place }
  | { from: "reference"; place: Place; variables: string[]; files: string[] }
  | { from: "environment"; variables: string[] }
  | { from: "flag"; flag: string }
  | { from: "default" };

/** One key of `supervisor.yaml` with what holds for it. */
export interface Setting {
  /** `agent::config_apply_timeout`. */
  key: string;
  /** As it would be written in the file, `hidden` in place of secrets; `null` where there is nothing. */
  value: unknown;
  origin: Origin;
  /** Whether the value is another one than without the file. */
  differs: boolean;
}

export interface InForceOptions {
  written: TreeNode;
  expanded: TreeNode;
  file: SupervisorFile;
  env: Readonly<Record<string, string>>;
  os: Host["os"];
}

type Schema = Parameters<typeof keysOf>[0];

/** Every key that has a meaning now, in the order of the reference. Keys of features to come are there only where they are set. */
export function settingsInForce(options: InForceOptions): Setting[] {
  return settingsIn(supervisorSchema(), [], { ...options, defaults: defaultsByKey(options) });
}

interface Facts extends InForceOptions {
  defaults: Readonly<Record<string, unknown>>;
}

function settingsIn(schema: Schema, path: KeyPath, facts: Facts): Setting[] {
  return keysOf(schema).flatMap(([key, child]): Setting[] => {
    const at = [...path, key];
    const node = nodeAt(facts.expanded, at);
    const isThere = node !== undefined && !isUnset(node);
    if (!factsOf(child).supported && !isThere) return [];
    const isSection = keysOf(child).length > 0;
    // A section that is optional and not there has no keys either.
    const isAway = defaultOf(child) === undefined && !isThere;
    if (isSection && !isAway) return settingsIn(child, at, facts);
    return [settingOf(child, at, isThere ? node : undefined, facts)];
  });
}

function settingOf(schema: Schema, path: KeyPath, node: TreeNode | undefined, facts: Facts): Setting {
  const key = formatPath(path);
  const usual = defaultOf(schema) ?? facts.defaults[key] ?? null;
  if (node === undefined) return { key, value: usual, origin: { from: "default" }, differs: false };
  const plain = toPlain(node, schema);
  const value = shown(node, path, plain, isFreeText(schema));
  const origin = originOf(facts.written, path);
  return { key, value, origin, differs: JSON.stringify(plain) !== JSON.stringify(usual) };
}

/** Whether a value can be any text, and so a secret where it came out of a reference. */
function isFreeText(schema: Schema): boolean {
  const { type } = factsOf(schema);
  const isChoice = inputType(schema) instanceof z.ZodMiniEnum;
  return !isChoice && !["boolean", "whole number", "duration"].includes(type);
}

/** Texts that are looked for in exactly these keys are no secrets, wherever they come from. */
const places = new Set(["server::endpoint", "agent::executable", "storage::directory", "healthcheck::endpoint"]);

function shown(node: TreeNode, path: KeyPath, plain: unknown, free: boolean): unknown {
  if (node.kind === "mapping") {
    return Object.fromEntries(
      node.entries.map(({ key, value }) => [key, shown(value, [...path, key], partOf(plain, key), free)]),
    );
  }
  if (node.kind === "list") {
    return node.items.map((item, index) => shown(item, [...path, index], partOf(plain, index), free));
  }
  if (plain === "" || plain === null || plain === undefined) return plain ?? null;
  const fromElsewhere = node.expansion !== undefined && free && !places.has(formatPath(path));
  if (isSecret(path) || fromElsewhere || JSON.stringify(plain).includes("-----BEGIN")) return hidden;
  return opened(plain);
}

function opened(plain: unknown): unknown {
  if (Array.isArray(plain)) return plain.map(opened);
  return typeof plain === "string" ? openText(plain) : plain;
}

function partOf(plain: unknown, part: string | number): unknown {
  if (typeof plain !== "object" || plain === null) return undefined;
  return Object.entries(plain).find(([name]) => name === String(part))?.[1];
}

/** The nearest text on the way to the value: what is written there, or what it refers to. */
function originOf(written: TreeNode, path: KeyPath): Origin {
  let node = written;
  for (const part of path) node = childOf(node, part) ?? node;
  const { variables, files } = referencesIn(node);
  const { place } = node;
  if (variables.length === 0 && files.length === 0) return { from: "file", place };
  return { from: "reference", place, variables, files };
}

/** The variables and files that the texts of a value refer to; a reference inside another one is named with it. */
function referencesIn(node: TreeNode): { variables: string[]; files: string[] } {
  const found = textsOf(node).flatMap(uris).map(parseUri);
  const variables = found.flatMap((uri) => (uri.kind === "env" ? [uri.name] : []));
  const files = found.flatMap((uri) => (uri.kind === "file" ? [uri.path] : []));
  return { variables: [...new Set(variables)], files: [...new Set(files)] };
}

function textsOf(node: TreeNode): string[] {
  if (node.kind === "list") return node.items.flatMap(textsOf);
  if (node.kind === "mapping") return node.entries.flatMap(({ value }) => textsOf(value));
  return typeof node.value === "string" ? [node.value] : [];
}

function uris(text: string): string[] {
  const reference = findReference(text);
  if (reference === undefined) return [];
  const { start, end, uri } = reference;
  return [uri, ...uris(text.slice(0, start) + text.slice(end))];
}

/** Defaults that depend on the system or on another key, by key. */
function defaultsByKey(options: InForceOptions): Record<string, unknown> {
  const defaults = conditionalDefaults(options);
  return {
    "storage::directory": defaults.storageDirectory,
    "agent::use_hup_config_reload": defaults.useHupConfigReload,
    "capabilities::reports_remote_config": defaults.reportsRemoteConfig,
    "capabilities::reports_package_statuses": defaults.reportsPackageStatuses,
    "server::polling_interval": "30s",
  };
}

import { unescapeDollars } from "../config/reference-text.ts";
import { attributeText } from "./attribute-text.ts";
import type { Identity, TelemetryForm } from "./layers.ts";
import { attributeName, joinByName } from "./merge.ts";
import { contentOf } from "./same-content.ts";
import { at, data, isNull, list, mapping, nothing, withValue } from "./tree.ts";
import type { ConfigNode, MappingNode } from "./tree.ts";

export const resourcePath = ["service", "telemetry", "resource"] as const;
const attributesPath = [...resourcePath, "attributes"] as const;
const instanceIdName = "service.instance.id";

/** Keys of the declarative form beside the attributes themselves (OpenTelemetry declarative configuration, Resource). */
const declarativeKeys: ReadonlySet<string> = new Set([
  "attributes",
  "attributes_list",
  "schema_url",
  "detectors",
  "detection/development",
]);

/** A layer in the form that the Collector takes, and what could not be said in that form. */
export interface FormedLayer {
  layer: MappingNode;
  /** Phrases for a warning; no values. */
  dropped: string[];
}

/** The layer that gives the Collector's own telemetry all attributes of its identity, as strings, by name. */
export function identityLayer(identity: Identity, form: TelemetryForm): FormedLayer {
  const attributes = new Map([...identity.nonIdentifying, ...identity.identifying]);
  const texts = new Map([...attributes].map(([name, value]) => [name, attributeText(value)] as const));
  texts.set(instanceIdName, identity.instanceUid);
  return resourceLayer(
    [...texts].sort(([one], [other]) => (one < other ? -1 : 1)),
    form,
  );
}

export function instanceIdLayer(instanceUid: string, form: TelemetryForm): MappingNode {
  return resourceLayer([[instanceIdName, instanceUid]], form).layer;
}

function resourceLayer(
  attributes: readonly (readonly [name: string, value: string])[],
  form: TelemetryForm,
): FormedLayer {
  if (form === "declarative") {
    const entries = attributes.map(([name, value]) => entry(data(name), data(value)));
    return { layer: withResource(mapping(), mapping([["attributes", list(...entries)]])), dropped: [] };
  }
  const sayable = attributes.filter(([name]) => !name.includes("::"));
  const dropped = attributes
    .filter(([name]) => name.includes("::"))
    .map(([name]) => `attribute "${name}", since this Collector splits names at "::"`);
  const resource = mapping(sayable.map(([name, value]) => [name, data(value)]));
  return { layer: withResource(mapping(), resource), dropped };
}

/**
 * A layer whose resource attributes stand in the form that the Collector takes. Done before merging, so that the order
 * of layers decides whatever form each of them uses; within one layer the inline form wins (Go supervisor).
 */
export function inForm(layer: MappingNode, form: TelemetryForm): FormedLayer {
  const resource = at(layer, resourcePath);
  if (resource?.kind !== "mapping") return { layer, dropped: [] };
  const formed = form === "inline" ? toInline(resource) : toDeclarative(resource);
  return { layer: withResource(layer, formed.resource), dropped: formed.dropped };
}

interface FormedResource {
  resource: MappingNode;
  dropped: string[];
}

function toInline(resource: MappingNode): FormedResource {
  const attributes = at(resource, ["attributes"]);
  if (attributes?.kind !== "list") return { resource, dropped: [] };
  const dropped: string[] = [];
  const pairs: [string, ConfigNode][] = [];
  attributes.items.forEach((item, index) => {
    const name = attributeName(item);
    const key = name === undefined ? undefined : asKey(name);
    const value = asString(at(item, ["value"]));
    if (key === undefined || value === undefined) dropped.push(`entry ${index + 1} of attributes`);
    else pairs.push([key, value]);
  });
  for (const [key, { value }] of resource.entries) {
    if (!declarativeKeys.has(key)) pairs.push([key, value]);
    else if (key !== "attributes") dropped.push(key);
  }
  return { resource: { ...resource, entries: mapping(pairs).entries }, dropped };
}

/** What the Collector makes of a value, as a key, where nothing is expanded; `undefined` where only it can know. */
function asKey(name: string): string | undefined {
  const isLiteral = !name.replaceAll("$$", "").includes("${") && !name.includes("::");
  return isLiteral ? unescapeDollars(name) : undefined;
}

/** The inline form takes strings and null only. */
function asString(value: ConfigNode | undefined): ConfigNode | undefined {
  if (value?.kind !== "scalar") return undefined;
  if (isNull(value) || value.tag === "!!binary") return value;
  return { kind: "scalar", text: value.text, style: "quoted", source: value.source, offset: value.offset };
}

function toDeclarative(resource: MappingNode): FormedResource {
  const stated = at(resource, ["attributes"]) ?? nothing;
  const dropped = stated.kind === "list" || isNull(stated) ? [] : ["attributes, which is no list"];
  const inline = [...resource.entries.values()].filter(({ key }) => !declarativeKeys.has(key.text));
  if (inline.length === 0 && dropped.length === 0) return { resource, dropped };
  const named = inline
    .map(({ key, value }) => entry(data(key.text), value))
    .sort((one, other) => ((attributeName(one) ?? "") < (attributeName(other) ?? "") ? -1 : 1));
  const pairs = [...resource.entries.values()]
    .filter(({ key }) => declarativeKeys.has(key.text))
    .map(({ key, value }) => [key.text, value] as const);
  const attributes = joinByName(stated.kind === "list" ? stated : list(), list(...named));
  const { entries } = mapping([...pairs, ["attributes", attributes]]);
  return { resource: { ...resource, entries }, dropped };
}

/** Whether a layer states the list of attributes, be it empty. */
export function statesAttributes(layer: MappingNode): boolean {
  return at(layer, attributesPath)?.kind === "list";
}

/** What is said of each attribute of a resource, in whatever form; equal for values that say the same. */
export function attributesOf(resource: ConfigNode): Map<string, string> {
  if (resource.kind !== "mapping") return new Map();
  const stated = at(resource, ["attributes"]);
  const listed = stated?.kind === "list" ? stated.items : [];
  const inline = [...resource.entries].filter(([key]) => !declarativeKeys.has(key));
  return new Map([
    ...listed.map((item, index) => [attributeName(item) ?? `${index}`, contentOf(item)] as const),
    ...inline.map(([key, { value }]) => [key, contentOf(value)] as const),
  ]);
}

/** The tree without any resource attributes, in whatever form; what else is said of the resource stays. */
export function withoutAttributes(tree: MappingNode): MappingNode {
  const resource = at(tree, resourcePath);
  if (resource?.kind !== "mapping") return tree;
  const kept = [...resource.entries].filter(([key]) => key !== "attributes" && declarativeKeys.has(key));
  return withResource(tree, { ...resource, entries: new Map(kept) });
}

/** The declarative form has no null; in the merged list it stands for an attribute that a later layer took away. */
export function withoutNullAttributes(tree: MappingNode): MappingNode {
  const attributes = at(tree, attributesPath);
  if (attributes?.kind !== "list") return tree;
  const items = attributes.items.filter((item) => {
    const value = at(item, ["value"]);
    return value === undefined || !isNull(value);
  });
  return withValue(tree, attributesPath, { ...attributes, items });
}

function entry(name: ConfigNode, value: ConfigNode): MappingNode {
  return mapping([
    ["name", name],
    ["value", value],
  ]);
}

function withResource(layer: MappingNode, resource: MappingNode): MappingNode {
  return withValue(layer, resourcePath, resource);
}

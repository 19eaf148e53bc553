import { listeningType } from "../listening-types.ts";
import type { Refusal } from "../refusal.ts";
import { at, isNull } from "../tree.ts";
import type { ConfigNode, Entry, MappingNode } from "../tree.ts";
import { nodes, scalars } from "../walk.ts";
import { canonicalType, isOfType, typeOf } from "./components.ts";
import { denial } from "./denial.ts";
import { ruleOf, useOf } from "./fields.ts";
import type { FieldUse } from "./fields.ts";
import { componentKinds } from "./policy.ts";
import type { Policy } from "./policy.ts";
import type { Read } from "./sources.ts";

/** Exporters that connect to nothing. */
const localExporters: ReadonlySet<string> = new Set(["debug", "nop", "file", "logging", "prometheus"]);

/** Other components that connect to a service of their maker's, wherever that is (v0.149.0). */
const distant: ReadonlySet<string> = new Set([
  ..."awscloudwatch awss3 azureblob azuremonitor github googlecloudmonitoring googlecloudpubsub googlecloudspanner mongodbatlas"
    .split(" ")
    .map((type) => `receivers ${type}`),
  ..."awsproxy datadog sumologic".split(" ").map((type) => `extensions ${type}`),
]);

/**
 * The first component, made by remote content alone, that listens or connects where its type does by default, or comes to that
 * because remote content takes away what the operator has written: what is not written out cannot be held against the
 * rules, and differs from version to version.
 */
export function unstatedAddress(tree: MappingNode, policy: Policy, read: Read): Refusal | undefined {
  const { listen, destinations } = policy;
  return (
    (listen && silentListener(tree)) ??
    (destinations && silentClient(tree)) ??
    (destinations?.schemes?.includes("http") === false ? silentScrape(tree) : undefined) ??
    takenAway(tree, policy, read)
  );
}

function silentListener(tree: MappingNode): Refusal | undefined {
  for (const { path, entry } of listeners(tree)) {
    const silent = partsOf(path, entry).find(({ path: place, node }) => isMade(node) && !states(node, place, "listen"));
    if (silent === undefined) continue;
    const fault = "listens where its type does by default";
    return denial({ ...silent, rule: ruleOf.listen, fault, allowed: "an address that is written out" });
  }
  return undefined;
}

/** Components that listen without being told, those within receivers that make others too. */
function* listeners(tree: MappingNode): Generator<{ path: string[]; entry: Entry }> {
  for (const kind of componentKinds) {
    for (const [id, entry] of componentsOf(tree, [kind])) {
      if (listeningType(kind, id)?.unasked === true) yield { path: [kind, id], entry };
      if (kind !== "receivers" || !isOfType(id, "receiver_creator")) continue;
      const within = [kind, id, "receivers"];
      for (const [made, template] of componentsOf(tree, within)) {
        const config = template.value.kind === "mapping" ? template.value.entries.get("config") : undefined;
        if (listeningType(kind, made)?.unasked !== true) continue;
        yield config === undefined
          ? { path: [...within, made], entry: template }
          : { path: [...within, made, "config"], entry: config };
      }
    }
  }
}

function silentClient(tree: MappingNode): Refusal | undefined {
  for (const kind of ["exporters", "receivers", "extensions"]) {
    for (const [id, { value }] of componentsOf(tree, [kind])) {
      const about = { path: [kind, id], node: value };
      const type = canonicalType(typeOf(id) ?? "");
      const isSilent = kind === "exporters" ? !localExporters.has(type) : distant.has(`${kind} ${type}`);
      if (!isSilent || !isMade(value) || states(value, about.path, "destination")) continue;
      const fault = "connects to where its type does by default";
      return denial({ ...about, rule: ruleOf.destination, fault, allowed: "a destination that is written out" });
    }
  }
  return undefined;
}

function silentScrape(tree: MappingNode): Refusal | undefined {
  for (const { path, node } of nodes(tree)) {
    if (node.kind !== "mapping" || node.source.kind !== "remote" || path.at(-2) !== "scrape_configs") continue;
    const scheme = at(node, ["scheme"]);
    if (scheme !== undefined && !isNull(scheme)) continue;
    const fault = "scrapes by http, as it does by default";
    return denial({ path, node, rule: ruleOf.scheme, fault, allowed: "a scheme that is written out" });
  }
  return undefined;
}

/** The first value of remote content that is nothing, in place of one of the operator that says where. */
function takenAway(node: MappingNode, policy: Policy, read: Read, place: readonly string[] = []): Refusal | undefined {
  const { listen, destinations } = policy;
  const uses = [...(listen ? (["listen"] as const) : []), ...(destinations ? (["destination"] as const) : [])];
  for (const [key, { value, replaced }] of node.entries) {
    const path = [...place, key];
    if (value.kind === "mapping" && value.entries.size > 0) {
      const refusal = takenAway(value, policy, read, path);
      if (refusal !== undefined) return refusal;
    }
    if (value.source.kind !== "remote" || !isNothing(value, read)) continue;
    for (let old = replaced; old !== undefined; old = old.replaced) {
      const { value: before } = old;
      const lost = before.source.kind === "remote" ? undefined : uses.find((use) => states(before, path, use));
      if (lost === undefined) continue;
      const fault = "takes away what is said of where this goes";
      return denial({ path, node: value, rule: ruleOf[lost], fault, allowed: "an address that is written out" });
    }
  }
  return undefined;
}

function isNothing(node: ConfigNode, read: Read): boolean {
  if (node.kind === "scalar") return isNull(node) || read(node.text) === "";
  return node.kind === "list" ? node.items.length === 0 : node.entries.size === 0;
}

function componentsOf(tree: MappingNode, path: readonly string[]): [id: string, entry: Entry][] {
  const section = at(tree, path);
  return section?.kind === "mapping" ? [...section.entries] : [];
}

/** What listens by itself: the component, or each of its protocols. */
function partsOf(path: readonly string[], { value }: Entry): { path: readonly string[]; node: ConfigNode }[] {
  const protocols = at(value, ["protocols"]);
  if (protocols?.kind !== "mapping") return [{ path, node: value }];
  return [...protocols.entries].map(([name, entry]) => ({ path: [...path, "protocols", name], node: entry.value }));
}

/** Whether all that is said of a component is said by remote content. */
function isMade(node: ConfigNode): boolean {
  if (node.kind !== "mapping" || node.entries.size === 0) return node.source.kind === "remote";
  return [...node.entries.values()].every(({ value }) => isMade(value));
}

/** A proxy or the place where tokens come from is not where the data go. */
const besides = /proxy|token|auth/i;

function states(node: ConfigNode, place: readonly string[], wanted: FieldUse): boolean {
  for (const { path, node: scalar } of scalars(node, place)) {
    if (isNull(scalar) || scalar.text === "" || path.slice(place.length).some((step) => besides.test(step))) continue;
    const use = useOf(path, scalar.text);
    if (use === wanted || (use === "file" && /^(?:unix|npipe):|^\//i.test(scalar.text))) return true;
  }
  return false;
}

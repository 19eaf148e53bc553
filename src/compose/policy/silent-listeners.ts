import { listeningType } from "../listening-types.ts";
import type { Refusal } from "../refusal.ts";
import { at, isNull } from "../tree.ts";
import type { ConfigNode, Entry, MappingNode } from "../tree.ts";
import { componentsOf, isOfType, ownerOf } from "./components.ts";
import { denial } from "./denial.ts";
import { ruleOf } from "./fields.ts";
import { isMade } from "./made.ts";
import { componentKinds } from "./policy.ts";
import { states } from "./states.ts";

/** The first component, or part of one, made by remote content alone, that listens where its type does by default. */
export function silentListener(tree: MappingNode): Refusal | undefined {
  for (const { path, entry } of listeners(tree)) {
    const silent = partsOf(path, entry).find(isSilent);
    if (silent === undefined) continue;
    const fault = "listens where its type does by default";
    return denial({
      path: silent.path,
      node: silent.node,
      rule: ruleOf.listen,
      fault,
      allowed: "an address that is written out",
    });
  }
  return undefined;
}

function isSilent({ path, node, isThere }: Part): boolean {
  return isMade(node) && !(isThere && states(node, path, "listen"));
}

/** Components that listen without being told, those within receivers that make others too. */
function* listeners(tree: MappingNode): Generator<{ path: string[]; entry: Entry }> {
  for (const kind of componentKinds) {
    for (const [id, entry] of componentsOf(tree, [kind])) {
      if (listeningType(kind, id)?.unasked === true) yield { path: [kind, id], entry };
      const page = kind === "receivers" && isOfType(id, "prometheus") ? pageOf(entry) : undefined;
      if (page !== undefined) yield { path: [kind, id, "api_server"], entry: page };
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

/** The pages of Prometheus itself, which listen once they are on. */
function pageOf({ value }: Entry): Entry | undefined {
  const page = value.kind === "mapping" ? value.entries.get("api_server") : undefined;
  const isOn = page && at(page.value, ["enabled"]);
  return isOn?.kind === "scalar" && !isNull(isOn) && !/^(?:false|False|FALSE)$/.test(isOn.text) ? page : undefined;
}

interface Part {
  path: readonly string[];
  /** The part, or the whole where the part listens without being there. */
  node: ConfigNode;
  isThere: boolean;
}

/** What listens by itself: the component, or each of its protocols and sections that do. */
function partsOf(path: readonly string[], { value }: Entry): Part[] {
  const part = (key: string, node: ConfigNode | undefined): Part => ({
    path: [...path, key],
    node: node ?? value,
    isThere: node !== undefined,
  });
  const protocols = at(value, ["protocols"]);
  if (protocols?.kind === "mapping") {
    return [...protocols.entries].map(([name, entry]) => ({
      ...part("protocols", entry.value),
      path: [...path, "protocols", name],
    }));
  }
  const [kind, id] = ownerOf(path);
  const { sections = [], alsoListens = [] } = listeningType(kind, id) ?? {};
  const there = sections.map((key) => part(key, at(value, [key]))).filter(({ isThere }) => isThere);
  const whole = there.length > 0 ? there : [{ path, node: value, isThere: true }];
  return [...whole, ...alsoListens.map((key) => part(key, at(value, [key])))];
}

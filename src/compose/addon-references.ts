import { addonPrefix } from "../config/addon-variable.ts";
import { nestedReferences } from "./references.ts";
import { pathText, type Refusal, whereText } from "./refusal.ts";
import { resolveText } from "./resolve-text.ts";
import type { MappingNode } from "./tree.ts";
import { scalars } from "./walk.ts";

export interface AddonReferencesOptions {
  /** All layers merged. */
  tree: MappingNode;
  /** Of the Collector's command line, which may refer to add-ons too. */
  args: readonly string[];
  /** The Collector's environment without add-ons: the operator may have set such a variable himself. */
  env: Readonly<Record<string, string>>;
  /** Paths of the add-ons that are there, by their variables. */
  addons: ReadonlyMap<string, string>;
}

/** Which add-ons a configuration refers to: those that it gets, and the variables of those that it lacks. */
export interface AddonReferences {
  used: readonly string[];
  lacking: readonly string[];
  /** Set where any are lacking. */
  refusal: Refusal | undefined;
}

/**
 * Looks for `${env:OPAMP_PACKAGE_…}` wherever the Collector would resolve it. A reference with a default lacks nothing. What
 * stands in files that the configuration brings in (`${file:…}`) is not seen.
 */
export function addonReferences({ tree, args, env, addons }: AddonReferencesOptions): AddonReferences {
  const used = new Set<string>();
  const lacking = new Map<string, { where: string; layer: string }>();
  const look = (text: string, where: () => { where: string; layer: string }) => {
    if (!text.includes(addonPrefix)) return;
    for (const { scheme, target, fallback } of nestedReferences(text)) {
      const variable = scheme === "env" ? (resolveText(target, env).text ?? "") : "";
      if (!variable.startsWith(addonPrefix)) continue;
      if (addons.has(variable)) used.add(variable);
      else if (fallback === undefined && !Object.hasOwn(env, variable)) lacking.set(variable, where());
    }
  };
  for (const { path, node } of scalars(tree)) {
    look(node.text, () => ({ where: `${whereText(node)}: ${pathText(path)}`, layer: node.source.name }));
  }
  for (const arg of args) look(arg, () => ({ where: "agent.args", layer: "" }));
  return { used: [...used].toSorted(), lacking: [...lacking.keys()].toSorted(), refusal: refusalOf(lacking) };
}

function refusalOf(lacking: ReadonlyMap<string, { where: string; layer: string }>): Refusal | undefined {
  const [first] = lacking;
  if (first === undefined) return undefined;
  const [variable, { where, layer }] = first;
  return { code: "ADDON_MISSING", reason: `${where} needs an add-on that is not here: ${variable}`, layer };
}

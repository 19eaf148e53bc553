import { unescapeDollars } from "../config/reference-text.ts";
import { listenAddresses, metricsPages } from "./listen-needs.ts";
import type { ListenNeed } from "./listen-needs.ts";
import { fieldName } from "./listening.ts";
import { pathText, whereText } from "./refusal.ts";
import { resolveText } from "./resolve-text.ts";
import { scalarsWithVariables } from "./scalars-with-variables.ts";
import { startedComponents } from "./started-components.ts";
import type { MappingNode } from "./tree.ts";

export type { ListenNeed } from "./listen-needs.ts";

/** What a configuration needs of the machine: the Collector's own check does not look for it, its start fails without it. */
export interface Needs {
  listens: readonly ListenNeed[];
  files: readonly FileNeed[];
}

/** A file that has to be readable when the Collector starts. */
export interface FileNeed {
  file: string;
  at: string;
}

export const noNeeds: Needs = { listens: [], files: [] };

/** Files of TLS, which every component reads when it starts. */
const fileKeys: ReadonlySet<string> = new Set(["ca_file", "cert_file", "key_file", "client_ca_file"]);

/**
 * What the components that are started need.
 *
 * @param env the Collector's whole environment
 */
export function findNeeds(tree: MappingNode, env: Readonly<Record<string, string>>): Needs {
  const read = (text: string): string | undefined => {
    const resolved = resolveText(text, env).text;
    return resolved === undefined ? undefined : unescapeDollars(resolved);
  };
  const listens: ListenNeed[] = [];
  const files: FileNeed[] = [];
  for (const component of startedComponents(tree)) {
    const settings = [...scalarsWithVariables(component.settings, [component.kind, component.id], env)];
    for (const { path, node } of settings) {
      if (!fileKeys.has(fieldName(path))) continue;
      const file = read(node.text);
      if (file !== undefined && file !== "") files.push({ file, at: `${pathText(path)} (${whereText(node)})` });
    }
    listens.push(...listenAddresses(component, settings, read));
  }
  return { listens: [...listens, ...metricsPages(tree, read)], files };
}

import { unescapeDollars } from "../config/reference-text.ts";
import { isOffered } from "./own-telemetry.ts";
import { nestedReferences } from "./references.ts";
import type { MappingNode } from "./tree.ts";
import { scalars } from "./walk.ts";

/** What of a configuration must not leave the machine: the places, and where the values come from. */
export interface SecretPlaces {
  /** Of scalars; what the Collector expands one to stands at this path and below. */
  paths: (readonly string[])[];
  /** Variables and files that the Collector reads for them. */
  variables: string[];
  files: string[];
  /** Values that stand in the configuration itself. */
  values: string[];
}

/** What a reference brings in is secret, and so is every header that the server has offered. */
export function findSecrets(tree: MappingNode): SecretPlaces {
  const places: SecretPlaces = { paths: [], variables: [], files: [], values: [] };
  for (const { path, node } of scalars(tree)) {
    if (isOffered(node.source) && path.includes("headers") && path.at(-1) === "value") {
      places.paths.push(path);
      places.values.push(unescapeDollars(node.text));
    } else if (collect(node.text, places)) {
      places.paths.push(path);
    }
  }
  return places;
}

/** Whether there are references in `text`. A name that is made of others is not known here. */
function collect(text: string, places: SecretPlaces): boolean {
  const found = nestedReferences(text);
  for (const { scheme, target } of found) {
    if (target.includes("${")) continue;
    if (scheme === "env") places.variables.push(target);
    if (scheme === "file") places.files.push(target);
  }
  return found.length > 0;
}

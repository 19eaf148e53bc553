import { unescapeDollars } from "../config/reference-text.ts";
import { hasUserInfo } from "../config/secrets.ts";
import { references } from "./references.ts";
import { isSecretPath } from "./refusal.ts";
import type { MappingNode } from "./tree.ts";
import { scalars } from "./walk.ts";
import type { PlacedScalar } from "./walk.ts";

/** What of a configuration must not leave the machine: the places, and where the values come from. */
export interface SecretPlaces {
  /** Of scalars; what the Collector expands one to stands at this path and below. */
  paths: (readonly string[])[];
  /** Texts with references, whose contents the Collector reads for them. */
  references: string[];
  /** Values that stand in the configuration itself. */
  values: string[];
}

/**
 * What a reference brings in is secret, and so is every header that the server has offered, an address of its with a
 * password in it, and what it offers under a name that says so.
 */
export function findSecrets(tree: MappingNode): SecretPlaces {
  const places: SecretPlaces = { paths: [], references: [], values: [] };
  const texts = new Set<string>();
  for (const scalar of scalars(tree)) {
    const { path, node } = scalar;
    if (isOfferedSecret(scalar)) {
      places.paths.push(path);
      places.values.push(unescapeDollars(node.text));
    } else if (references(node.text).length > 0) {
      places.paths.push(path);
      texts.add(node.text);
    }
  }
  return { ...places, references: [...texts] };
}

function isOfferedSecret({ path, node }: PlacedScalar): boolean {
  if (node.source.offered !== true) return false;
  const headers = path.lastIndexOf("headers");
  if (headers === -1) return hasUserInfo(node.text) || isSecretPath(path.slice(2));
  const isListed = path.length === headers + 3;
  return isListed ? path.at(-1) === "value" : path.length === headers + 2;
}

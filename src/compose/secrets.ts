import { unescapeDollars } from "../config/reference-text.ts";
import { hasUserInfo } from "../config/secrets.ts";
import { isOffered } from "./own-telemetry.ts";
import { references } from "./references.ts";
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
 * What a reference brings in is secret, and so is every header that the server has offered, and an address of its with
 * a password in it.
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
  if (!isOffered(node.source)) return false;
  return (path.includes("headers") && path.at(-1) === "value") || hasUserInfo(node.text);
}

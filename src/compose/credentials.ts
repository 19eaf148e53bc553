import { join } from "node:path";

import { sha256 } from "../runtime/sha256.ts";
import type { ConnectionTarget } from "./layers.ts";
import { data } from "./tree.ts";
import type { ScalarNode, Source } from "./tree.ts";

/** The supervisor's own files: the rules for files that remote content names are not for them. */
const ownFile: Source = { kind: "supervisor", name: "the supervisor", place: () => undefined };

/**
 * Where a PEM text lies for the Collector. The name comes from the text, so that a file that a Collector uses never
 * changes, and equal offers give equal configurations.
 */
export function credentialFile(directory: string, pem: string): string {
  return join(directory, `${sha256(pem).slice(0, 32)}.pem`);
}

/** The same as a value of a configuration. */
export function credentialNode(directory: string, pem: string): ScalarNode {
  return { ...data(credentialFile(directory, pem)), source: ownFile };
}

/** The PEM texts that have to lie there for these connections. */
export function credentialTexts(targets: Iterable<Pick<ConnectionTarget, "tls" | "certificate">>): Set<string> {
  const texts = [...targets].flatMap(({ tls, certificate }) => [tls?.ca, certificate?.cert, certificate?.key]);
  return new Set(texts.filter((text) => text !== undefined));
}

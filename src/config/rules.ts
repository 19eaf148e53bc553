import { lowestTlsByDefault, tlsVersions } from "../runtime/tls-names.ts";
import { healthcheckFaults } from "./healthcheck-rules.ts";
import type { TreeFault } from "./read-tree.ts";
import { secretKeyFaults } from "./secret-key-rules.ts";
import { type KeyPath, nodeAt, type TreeNode } from "./tree.ts";

/** Faults that lie between keys. Works on the tree, so that they are found beside those of single keys. */
export function ruleFaults(root: TreeNode): TreeFault[] {
  const faults = [
    twiceFaults,
    certificateFaults,
    versionFaults,
    suiteFaults,
    healthcheckFaults,
    secretKeyFaults,
  ].flatMap((rule) => rule(root));
  return [...faults, ...insecureFaults(root), ...identityFaults(root)];
}

/**
 * An identity that was to come from a variable or a file and is not there would be replaced by a random one, which nobody
 * notices before the server shows an agent too many.
 */
function identityFaults(root: TreeNode): TreeFault[] {
  const path = ["agent", "instance_id"];
  const node = nodeAt(root, path);
  if (node?.kind !== "scalar" || node.expansion?.text?.trim() !== "") return [];
  const message = "must be a UUID; the variable or file that it refers to is not set or empty";
  return [{ place: node.place, path, message, spoilt: false }];
}

/** Each part of the material comes either from a file or from text (Collector: `configtls`). */
function twiceFaults(root: TreeNode): TreeFault[] {
  return ["ca", "cert", "key"].flatMap((part) => {
    if (!isSet(root, `${part}_file`) || !isSet(root, `${part}_pem`)) return [];
    return faultAt(root, `${part}_pem`, `provide either ${part}_file or ${part}_pem, but not both`);
  });
}

/** Either both of certificate and key or neither (Collector: `configtls`). */
function certificateFaults(root: TreeNode): TreeFault[] {
  const given = (part: string) => [`${part}_file`, `${part}_pem`].find((name) => isSet(root, name));
  const [cert, key] = [given("cert"), given("key")];
  const [present, missing] = cert === undefined ? [key, "cert"] : [key === undefined ? cert : undefined, "key"];
  if (present === undefined) return [];
  const name = present.replace(/^(?:cert|key)/, missing);
  return faultAt(root, present, `provide both certificate and key, or neither; ${name} is missing`);
}

const versions: readonly string[] = tlsVersions;

function versionFaults(root: TreeNode): TreeFault[] {
  const min = textAt(root, tlsKey("min_version")) || lowestTlsByDefault;
  const max = textAt(root, tlsKey("max_version"));
  if (!versions.includes(min) || !versions.includes(max) || versions.indexOf(min) <= versions.indexOf(max)) return [];
  return faultAt(root, "max_version", `min_version ${min} cannot be greater than max_version ${max}`);
}

/** The suites of TLS 1.3 cannot be chosen: with nothing below it there is nothing to choose. */
function suiteFaults(root: TreeNode): TreeFault[] {
  const suites = nodeAt(root, tlsKey("cipher_suites"));
  const some = suites?.kind === "list" ? suites.items.length > 0 : isSet(root, "cipher_suites");
  if (!some || textAt(root, tlsKey("min_version")) !== "1.3") return [];
  return faultAt(root, "cipher_suites", "cipher_suites are for TLS up to 1.2, but min_version is 1.3");
}

/** A connection with TLS but without it is a contradiction, and unchecked TLS has a key of its own. */
function insecureFaults(root: TreeNode): TreeFault[] {
  const path = tlsKey("insecure");
  const node = nodeAt(root, path);
  if (node?.kind !== "scalar" || node.value !== true) return [];
  const scheme = /^(wss|https):/i.exec(textAt(root, ["server", "endpoint"]))?.[1]?.toLowerCase();
  if (scheme === undefined) return [];
  const [which, plain] = scheme === "wss" ? ["a wss", "ws"] : ["an https", "http"];
  const message = `true is not supported with ${which} endpoint; use ${plain}, or insecure_skip_verify`;
  return [{ place: node.place, path, message, spoilt: false }];
}

function faultAt(root: TreeNode, key: string, message: string): TreeFault[] {
  const path = tlsKey(key);
  const node = nodeAt(root, path);
  return node ? [{ place: node.place, path, message: `invalid server::tls settings: ${message}`, spoilt: false }] : [];
}

const tlsKey = (key: string): KeyPath => ["server", "tls", key];

function isSet(root: TreeNode, key: string): boolean {
  return textAt(root, tlsKey(key)) !== "";
}

function textAt(root: TreeNode, path: KeyPath): string {
  const node = nodeAt(root, path);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : "";
}

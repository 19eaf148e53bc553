import { lowestTlsByDefault, tlsVersions } from "../runtime/tls-names.ts";
import type { TreeFault } from "./read-tree.ts";
import { formatPath, type KeyPath, nodeAt, type TreeNode } from "./tree.ts";

export interface TlsRulesOptions {
  root: TreeNode;
  /** Where the keys of `configtls` stand. */
  section: KeyPath;
  /** Where the URL stands that they are for. */
  url: KeyPath;
}

/** Faults between the keys of a TLS section of a client, and between them and the URL that it is for. */
export function tlsFaults(options: TlsRulesOptions): TreeFault[] {
  return [twiceFaults, certificateFaults, versionFaults, suiteFaults, insecureFaults].flatMap((rule) => rule(options));
}

/** Each part of the material comes either from a file or from text (Collector: `configtls`). */
function twiceFaults(options: TlsRulesOptions): TreeFault[] {
  return ["ca", "cert", "key"].flatMap((part) => {
    if (!isSet(options, `${part}_file`) || !isSet(options, `${part}_pem`)) return [];
    return faultAt(options, `${part}_pem`, `provide either ${part}_file or ${part}_pem, but not both`);
  });
}

/** Either both of certificate and key or neither (Collector: `configtls`). */
function certificateFaults(options: TlsRulesOptions): TreeFault[] {
  const given = (part: string) => [`${part}_file`, `${part}_pem`].find((name) => isSet(options, name));
  const [cert, key] = [given("cert"), given("key")];
  const [present, missing] = cert === undefined ? [key, "cert"] : [key === undefined ? cert : undefined, "key"];
  if (present === undefined) return [];
  const name = present.replace(/^(?:cert|key)/, missing);
  return faultAt(options, present, `provide both certificate and key, or neither; ${name} is missing`);
}

const versions: readonly string[] = tlsVersions;

function versionFaults(options: TlsRulesOptions): TreeFault[] {
  const min = textAt(options, "min_version") || lowestTlsByDefault;
  const max = textAt(options, "max_version");
  if (!versions.includes(min) || !versions.includes(max) || versions.indexOf(min) <= versions.indexOf(max)) return [];
  return faultAt(options, "max_version", `min_version ${min} cannot be greater than max_version ${max}`);
}

/** The suites of TLS 1.3 cannot be chosen: with nothing below it there is nothing to choose. */
function suiteFaults(options: TlsRulesOptions): TreeFault[] {
  const suites = nodeAt(options.root, [...options.section, "cipher_suites"]);
  const some = suites?.kind === "list" ? suites.items.length > 0 : isSet(options, "cipher_suites");
  if (!some || textAt(options, "min_version") !== "1.3") return [];
  return faultAt(options, "cipher_suites", "cipher_suites are for TLS up to 1.2, but min_version is 1.3");
}

/** A connection with TLS but without it is a contradiction, and unchecked TLS has a key of its own. */
function insecureFaults({ root, section, url }: TlsRulesOptions): TreeFault[] {
  const path = [...section, "insecure"];
  const node = nodeAt(root, path);
  if (node?.kind !== "scalar" || node.value !== true) return [];
  const scheme = /^(wss|https):/i.exec(textOf(nodeAt(root, url)))?.[1]?.toLowerCase();
  if (scheme === undefined) return [];
  const [which, plain] = scheme === "wss" ? ["a wss", "ws"] : ["an https", "http"];
  const message = `true is not supported with ${which} ${url.at(-1)}; use ${plain}, or insecure_skip_verify`;
  return [{ code: "CONFIG_COMBINATION", place: node.place, path, message, spoilt: false }];
}

function faultAt({ root, section }: TlsRulesOptions, key: string, wrong: string): TreeFault[] {
  const path = [...section, key];
  const node = nodeAt(root, path);
  const message = `invalid ${formatPath(section)} settings: ${wrong}`;
  return node ? [{ code: "CONFIG_COMBINATION", place: node.place, path, message, spoilt: false }] : [];
}

function isSet(options: TlsRulesOptions, key: string): boolean {
  return textAt(options, key) !== "";
}

function textAt({ root, section }: TlsRulesOptions, key: string): string {
  return textOf(nodeAt(root, [...section, key]));
}

function textOf(node: TreeNode | undefined): string {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : "";
}

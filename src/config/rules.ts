import { parseTlsVersion, versions } from "../runtime/tls-names.ts";
import type { TreeFault } from "./read-tree.ts";
import { type KeyPath, nodeAt, type TreeNode } from "./tree.ts";

/** Faults that lie between keys. Works on the tree, so that they are found beside those of single keys. */
export function ruleFaults(root: TreeNode): TreeFault[] {
  return [...certificateFaults(root), ...insecureFaults(root)];
}

/** A text and a file for one thing contradict each other; certificate and key need each other (Collector: `configtls`). */
function certificateFaults(root: TreeNode): TreeFault[] {
  const keysOf = (part: string) => [`${part}_file`, `${part}_pem`] as const;
  const isSet = (key: string) => textAt(root, ["server", "tls", key]) !== "";
  const fault = (key: string, message: string): TreeFault[] => {
    const path = ["server", "tls", key];
    const node = nodeAt(root, path);
    return node === undefined
      ? []
      : [{ place: node.place, path, message: `invalid server::tls settings: ${message}`, spoilt: false }];
  };
  const twice = ["ca", "cert", "key"].flatMap((part) => {
    const [file, pem] = keysOf(part);
    return isSet(file) && isSet(pem) ? fault(pem, `give ${file} or ${pem}, not both`) : [];
  });
  const alone = (present: string, missing: string) => {
    const key = keysOf(present).find(isSet);
    if (key === undefined || keysOf(missing).some(isSet)) return [];
    return fault(key, `provide both certificate and key, or neither; ${missing}_file is missing`);
  };
  return [...twice, ...alone("cert", "key"), ...alone("key", "cert"), ...versionFaults(root, fault)];
}

function versionFaults(root: TreeNode, fault: (key: string, message: string) => TreeFault[]): TreeFault[] {
  const [least, most] = ["min_version", "max_version"].map((key) =>
    parseTlsVersion(textAt(root, ["server", "tls", key])),
  );
  const isAbove = most !== undefined && versions.indexOf(least ?? "1.2") > versions.indexOf(most);
  return isAbove ? fault("max_version", `min_version ${least ?? "1.2"} is above max_version ${most}`) : [];
}

/** A connection with TLS that has none is a contradiction, and unchecked TLS has a key of its own. */
function insecureFaults(root: TreeNode): TreeFault[] {
  const path = ["server", "tls", "insecure"];
  const node = nodeAt(root, path);
  if (node?.kind !== "scalar" || node.value !== true) return [];
  const [, scheme] = /^(wss|https):/i.exec(textAt(root, ["server", "endpoint"])) ?? [];
  if (scheme === undefined) return [];
  const plain = scheme.toLowerCase() === "wss" ? "ws" : "http";
  const message = `true is not supported with a ${scheme.toLowerCase()} endpoint; use ${plain}, or insecure_skip_verify`;
  return [{ place: node.place, path, message, spoilt: false }];
}

function textAt(root: TreeNode, path: KeyPath): string {
  const node = nodeAt(root, path);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : "";
}

import { readHealthAddress } from "./health-address.ts";
import type { TreeFault } from "./read-tree.ts";
import { factsOf, keysOf } from "./schema-shape.ts";
import { healthcheckSection } from "./schema/healthcheck.ts";
import { isUnset, type KeyPath, nodeAt, type TreeNode } from "./tree.ts";

const section = "healthcheck";

/** Where health is served, a key beside it that does nothing is refused, and its certificate must be whole. */
export function healthcheckFaults(root: TreeNode): TreeFault[] {
  if (readHealthAddress(textAt(root, "endpoint")).is !== "on") return [];
  return [
    ...unsupportedFaults(root, healthcheckSection(), [section]),
    ...certificateFaults(root),
    ...metricsFaults(root),
  ];
}

/** What is turned off altogether cannot be served. */
function metricsFaults(root: TreeNode): TreeFault[] {
  const path = [section, "metrics"];
  const [wanted, level] = [nodeAt(root, path), nodeAt(root, ["telemetry", "metrics", "level"])];
  if (wanted?.kind !== "scalar" || wanted.value !== true || level?.kind !== "scalar" || level.value !== "none")
    return [];
  const message = "needs a telemetry::metrics::level other than none";
  return [{ code: "CONFIG_COMBINATION", place: wanted.place, path, message, spoilt: false }];
}

function unsupportedFaults(root: TreeNode, schema: Parameters<typeof keysOf>[0], path: KeyPath): TreeFault[] {
  return keysOf(schema).flatMap(([key, child]) => {
    const here = [...path, key];
    if (keysOf(child).length > 0) return unsupportedFaults(root, child, here);
    const node = nodeAt(root, here);
    if (factsOf(child).supported || node === undefined || isEmpty(node)) return [];
    if (key === "transport" && node.kind === "scalar" && node.value === "tcp") return [];
    return [
      { code: "CONFIG_UNSUPPORTED", place: node.place, path: here, message: "is not supported yet", spoilt: false },
    ];
  });
}

function isEmpty(node: TreeNode): boolean {
  if (node.kind === "list") return node.items.length === 0;
  return node.kind === "mapping" ? node.entries.length === 0 : isUnset(node) || node.value === "";
}

/** As in the Collector's `configtls`: each part from a file or from text, and neither without the other. */
function certificateFaults(root: TreeNode): TreeFault[] {
  const given = (part: string) => [`${part}_file`, `${part}_pem`].filter((name) => textAt(root, "tls", name) !== "");
  const [cert, key] = [given("cert"), given("key")];
  const twice = [cert, key].flatMap(([file, pem]) =>
    pem === undefined ? [] : tlsFault(root, pem, `provide either ${file} or ${pem}, but not both`),
  );
  const [present] = [...cert, ...key, ...(textAt(root, "tls", "client_ca_file") === "" ? [] : ["client_ca_file"])];
  if (present === undefined || (cert.length > 0 && key.length > 0)) return twice;
  return [...twice, ...tlsFault(root, present, "provide both certificate and key, or neither")];
}

function tlsFault(root: TreeNode, key: string, message: string): TreeFault[] {
  const path = [section, "tls", key];
  const node = nodeAt(root, path);
  return node ? [{ code: "CONFIG_COMBINATION", place: node.place, path, message, spoilt: false }] : [];
}

function textAt(root: TreeNode, ...path: string[]): string {
  const node = nodeAt(root, [section, ...path]);
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : "";
}

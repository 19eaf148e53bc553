import { fieldName } from "../listening.ts";
import type { Refusal } from "../refusal.ts";
import { isNull } from "../tree.ts";
import type { MappingNode } from "../tree.ts";
import type { PlacedScalar } from "../walk.ts";
import { nodeAt, textBeside } from "./beside.ts";
import { denial, listed } from "./denial.ts";
import { ruleOf } from "./fields.ts";
import type { Policy } from "./policy.ts";
import type { Read } from "./sources.ts";

/**
 * Why remote content goes beyond `agent.policy.destinations.schemes` by an address without a scheme: gRPC goes in plain text
 * where `tls.insecure` (of own telemetry `insecure`) is on beside it, which counts as `http`, as `http://` before the address
 * does. Either half may be the operator's. An address with a scheme goes by that, whatever the switch says.
 */
export function checkPlainText(
  { path, node }: PlacedScalar,
  { tree, policy, read }: { tree: MappingNode; policy: Policy; read: Read },
): Refusal | undefined {
  const schemes = policy.destinations?.schemes;
  if (schemes === undefined || schemes.includes("http") || isNull(node)) return undefined;
  const text = read(node.text);
  const key = fieldName(path);
  const isPlain =
    (key === "insecure" && !isOff(text) && !hasScheme(textBeside(tree, owner(path), "endpoint", read))) ||
    (key === "endpoint" && !hasScheme(text) && switches(path).some(isOnByOperator));
  const fault = "goes in plain text, which counts as http";
  return isPlain ? denial({ path, node, rule: ruleOf.scheme, fault, allowed: listed(schemes) }) : undefined;

  /** What remote content switches on is refused where it does. */
  function isOnByOperator(place: readonly string[]): boolean {
    const found = nodeAt(tree, place);
    return found?.kind === "scalar" && found.source.kind !== "remote" && !isNull(found) && !isOff(read(found.text));
  }
}

function switches(address: readonly string[]): string[][] {
  const beside = address.slice(0, -1);
  return [
    [...beside, "insecure"],
    [...beside, "tls", "insecure"],
  ];
}

/** A place beside the address that a switch is about. */
function owner(path: readonly string[]): readonly string[] {
  return path.at(-2) === "tls" ? path.slice(0, -1) : path;
}

function hasScheme(text: string | undefined): boolean {
  return text !== undefined && /^\s*(?!dns:|passthrough:)[A-Za-z][A-Za-z0-9+.-]*:\/\//i.test(text);
}

function isOff(text: string | undefined): boolean {
  return text !== undefined && /^(?:|false|False|FALSE|0)$/.test(text);
}

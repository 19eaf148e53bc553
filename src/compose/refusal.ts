import { hidden, shortText } from "../config/secrets.ts";
import type { ConfigNode, Place, Source } from "./tree.ts";
import type { PlacedNode } from "./walk.ts";

/** Why a configuration cannot be composed. */
export type RefusalCode =
  /** A layer makes no sense. */
  | "CONFIG_INVALID"
  /** Two remote files say different things of one key, and `agent.merge.conflicts` is `fail`. */
  | "CONFIG_CONFLICT"
  /** Remote content would change what a locked file says. */
  | "CONFIG_LOCKED"
  /** `agent.policy` or `agent.access_dirs` does not allow what remote content asks for. */
  | "POLICY_DENIED"
  /** It refers to an add-on that is not here. */
  | "ADDON_MISSING"
  /** An address to listen on depends on a variable that is not set. */
  | "VARIABLE_UNSET";

export interface Refusal {
  code: RefusalCode;
  /** Says where and what; holds no value that may be a secret. */
  reason: string;
  /** The layer that is to blame, as in `Source.name`. */
  layer: string;
  /** Set where that layer is a local file: its name as given. */
  localFile?: string;
  path?: readonly string[];
  place?: Place;
}

/** How a refusal is told: to the server, and by the commands. */
export function refusalText({ code, reason }: Pick<Refusal, "code" | "reason">): string {
  return `${code}: ${reason}`;
}

/** `exporters::otlp::endpoint`, as the Collector writes it. */
export function pathText(path: readonly string[]): string {
  return path.join("::");
}

/** `local file a.yaml, line 3`. */
export function whereText({ source, offset }: { source: Source; offset: number }): string {
  const place = source.place(offset);
  return place === undefined ? source.name : `${source.name}, line ${place.line}`;
}

/** A refusal because of `node` at `path`: `what` follows both in the reason, and holds no value that may be a secret. */
export function refusalAt(code: RefusalCode, { path, node }: PlacedNode, what: string): Refusal {
  const place = node.source.place(node.offset);
  const reason = `${whereText(node)}: ${pathText(path)}${what}`;
  return { code, reason, layer: node.source.name, path, ...(place && { place }) };
}

/** A value in a message. What is long, nested, or may be a secret is described instead. */
export function valueText(node: ConfigNode, path: readonly string[]): string {
  if (node.kind !== "scalar") return `a ${node.kind}`;
  if (isSecretPath(path)) return hidden;
  return shortText(node.text);
}

/** Names under which Collectors keep secrets, and headers of every kind. */
const secretName = /pass|secret|token|key|auth|cred|header|cookie|cert|pem|dsn|connection_string|private/i;

/** Whether the names on the way to a value say that it may be a secret. */
export function isSecretPath(path: readonly string[]): boolean {
  return path.some((step) => secretName.test(step));
}

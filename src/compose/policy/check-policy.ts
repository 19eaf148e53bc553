import { leadingReferences, references } from "../references.ts";
import type { Refusal } from "../refusal.ts";
import { isNull } from "../tree.ts";
import type { MappingNode, ScalarNode } from "../tree.ts";
import { nodes } from "../walk.ts";
import type { PlacedNode, PlacedScalar } from "../walk.ts";
import { checkDestination, checkListen, checkScheme, isElsewhere } from "./check-address.ts";
import { deniedComponent, isOfType } from "./components.ts";
import { denial, listed } from "./denial.ts";
import { checkDiscovery } from "./discovery.ts";
import { connects, ruleOf, useOf } from "./fields.ts";
import { holdsList, withHeldValues } from "./held-values.ts";
import { checkHostHeader } from "./host-header.ts";
import { exceededLimit } from "./limits.ts";
import type { Policy } from "./policy.ts";
import { missingRequirement } from "./required.ts";
import { readIn, resolve } from "./sources.ts";
import type { Read } from "./sources.ts";
import { unstatedAddress } from "./unstated.ts";

/** A file that remote content names, to be looked for with all links resolved. */
export interface FileClaim {
  /** As the Collector reads it: a name, a pattern, or a URL; `fileReadings` says what that can be. */
  file: string;
  /** What holds where the file lies outside of `agent.access_dirs`. */
  refusal: Refusal;
}

export type PolicyVerdict = { refusal: Refusal } | { files: FileClaim[] };

export interface PolicyInput {
  /** All layers merged, without what the supervisor itself adds last. */
  tree: MappingNode;
  policy: Policy;
  /** The Collector's environment. */
  env: Readonly<Record<string, string>>;
  /** Bytes of all remote files. */
  remoteBytes: number;
}

/**
 * Whether remote content keeps within the bounds that the operator has drawn. Only what remote content has put into the
 * merged configuration is looked at, but for what is required of every pipeline; as it is written, and as it is where a
 * reference stands for more than a text. File names are not decided here: links have to be resolved for that.
 */
export function checkPolicy(input: PolicyInput): PolicyVerdict {
  const read = readIn(input.env);
  const whole = withHeldValues(input.tree, read);
  const unstated = unstatedAddress(whole, input.policy, read);
  if (unstated !== undefined) return { refusal: unstated };
  const files = new Map<string, FileClaim>();
  for (const tree of new Set([input.tree, whole])) {
    const verdict = checkTree({ ...input, tree }, read);
    if ("refusal" in verdict) return verdict;
    for (const claim of verdict.files) files.set(JSON.stringify([claim.file, claim.refusal.path]), claim);
  }
  return { files: [...files.values()] };
}

function checkTree({ tree, policy, env, remoteBytes }: PolicyInput, read: Read): PolicyVerdict {
  const whole =
    exceededLimit(tree, policy, remoteBytes) ?? deniedComponent(tree, policy) ?? missingRequirement(tree, policy);
  if (whole !== undefined) return { refusal: whole };
  const files: FileClaim[] = [];
  for (const placed of nodes(tree)) {
    if (placed.node.source.kind !== "remote") continue;
    for (const verdict of checkNode(placed, policy, env, read)) {
      if (verdict === undefined) continue;
      if (!("file" in verdict)) return { refusal: verdict };
      files.push(verdict);
    }
  }
  return { files };
}

function* checkNode(
  { path, node }: PlacedNode,
  policy: Policy,
  env: PolicyInput["env"],
  read: Read,
): Generator<Refusal | FileClaim | undefined> {
  yield checkDiscovery({ path, node }, policy, read);
  yield checkHostHeader({ path, node }, policy, read);
  if (node.kind !== "scalar") return;
  yield* checkReferences({ path, node }, policy);
  yield checkScalar({ path, node }, policy, env, read);
}

/**
 * A file that is brought in is named too. What comes from elsewhere and begins a value may be a mapping, an address or the
 * name of a file, wherever that stands.
 */
function checkReferences(scalar: PlacedScalar, policy: Policy): (Refusal | FileClaim)[] {
  const { accessDirs, listen, destinations } = policy;
  const found = references(scalar.node.text);
  const isBounded = accessDirs !== undefined || listen !== undefined || destinations !== undefined;
  const isOdd = leadingReferences(scalar.node.text).some(({ scheme }) => scheme !== "env" && scheme !== "file");
  if (isBounded && isOdd) {
    return [unknownValue(scalar, "agent.policy", "brings in what cannot be looked into")];
  }
  if (accessDirs === undefined) return [];
  const named = found.filter(({ scheme }) => scheme === "file");
  return named.map(({ target }) => ({ file: target, refusal: forbiddenFile(scalar, policy) }));
}

function checkScalar(
  scalar: PlacedScalar,
  policy: Policy,
  env: PolicyInput["env"],
  read: Read,
): Refusal | FileClaim | undefined {
  const resolved = resolve(scalar, policy, env);
  if ("refusal" in resolved) return resolved.refusal;
  const { path, node } = scalar;
  if (node.text.includes("${") && isStructural(path)) {
    return unknownValue(scalar, "agent.policy", "stands for a part of the configuration that cannot be looked into");
  }
  const text = isNull(node) ? "" : resolved.text;
  const use = useOf(path, text ?? resolved.shape);
  const bounded = {
    listen: policy.listen ?? policy.destinations,
    destination: policy.destinations,
    file: policy.accessDirs,
    scheme: policy.destinations?.schemes,
    other: undefined,
  };
  if (bounded[use] === undefined) return undefined;
  if (text === undefined) return unknownValue(scalar, ruleOf[use], "is known to the Collector alone");
  if ((text === "" && use !== "listen") || holdsList(node, read)) return undefined;
  if (use === "file" && isBoolean(node)) return undefined;
  if (use === "file") return { file: text, refusal: forbiddenFile(scalar, policy) };
  if (use === "scheme") return checkScheme(scalar, text, policy);
  if (use === "destination") return checkDestination(scalar, text, policy);
  return (
    (connects(path) ? undefined : checkListen(scalar, text, policy)) ??
    (isElsewhere(path, text, policy) ? checkDestination(scalar, text, policy) : undefined)
  );
}

/** The Collector takes it for no text (`include_file_path: true`). */
function isBoolean({ text, style, tag }: ScalarNode): boolean {
  return style === "plain" && tag === undefined && /^(?:true|True|TRUE|false|False|FALSE)$/.test(text);
}

/**
 * Places where the Collector expects a whole component, a pipeline or a section, and would take a mapping for a text: those
 * within a receiver that makes others too.
 */
function isStructural([kind, id = "", ...within]: readonly string[]): boolean {
  if (kind === "service") return within.length === 0 || (id === "pipelines" && within.length === 1);
  if (kind === "receivers" && isOfType(id, "receiver_creator")) return within.length <= 2;
  return within.length === 0;
}

function unknownValue({ path, node }: PlacedScalar, rule: string, fault: string): Refusal {
  return denial({ rule, path, node, fault, allowed: "a value that is written out" });
}

function forbiddenFile({ path, node }: PlacedScalar, { accessDirs = [] }: Policy): Refusal {
  const fault = "names a file outside of the directories that are allowed";
  return denial({ rule: ruleOf.file, path, node, fault, allowed: listed(accessDirs) });
}

import { leadingReferences, references } from "../references.ts";
import { isSecretPath } from "../refusal.ts";
import type { Refusal } from "../refusal.ts";
import { isNull } from "../tree.ts";
import type { MappingNode, ScalarNode } from "../tree.ts";
import { nodes } from "../walk.ts";
import type { PlacedNode, PlacedScalar } from "../walk.ts";
import { textBeside } from "./beside.ts";
import { checkDestination, checkListen, checkName, checkScheme, isElsewhere, portKey } from "./check-address.ts";
import { deniedComponent, isOfType } from "./components.ts";
import { denial, listed } from "./denial.ts";
import { checkDiscovery } from "./discovery.ts";
import { checkExpression } from "./expressions.ts";
import { connects, isName, ruleOf, useOf } from "./fields.ts";
import type { FieldUse } from "./fields.ts";
import { holdsList, withHeldValues } from "./held-values.ts";
import { checkHostHeader } from "./host-header.ts";
import { exceededLimit } from "./limits.ts";
import { checkParameters } from "./parameters.ts";
import { checkPlainText } from "./plain-text.ts";
import type { Policy } from "./policy.ts";
import { missingRequirement } from "./required.ts";
import { readIn, resolve } from "./sources.ts";
import type { Read } from "./sources.ts";
import { unnamedFiles } from "./unnamed-files.ts";
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
    const claims = [...verdict.files, ...unnamedFiles(tree, { policy: input.policy, env: input.env, read })];
    for (const claim of claims) files.set(JSON.stringify([claim.file, claim.refusal.path]), claim);
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
    for (const verdict of checkNode(placed, { tree, policy, env, read })) {
      if (verdict === undefined) continue;
      if (!("file" in verdict)) return { refusal: verdict };
      files.push(verdict);
    }
  }
  return { files };
}

interface Context extends Pick<PolicyInput, "tree" | "policy" | "env"> {
  read: Read;
}

function* checkNode({ path, node }: PlacedNode, context: Context): Generator<Refusal | FileClaim | undefined> {
  const { policy, read } = context;
  yield quotedMergeKey({ path, node });
  yield checkDiscovery({ path, node }, policy, read);
  yield checkHostHeader({ path, node }, policy, read);
  if (node.kind !== "scalar") return;
  yield* checkReferences({ path, node }, policy);
  yield* checkScalar({ path, node }, context);
  yield checkPlainText({ path, node }, context);
  yield checkParameters({ path, node }, policy, read);
  yield checkExpression({ path, node }, policy, read);
}

/** A key to the Collector, and not to the component that hands its settings to another parser of YAML (`prometheus`). */
function quotedMergeKey({ path, node }: PlacedNode): Refusal | undefined {
  if (path.at(-1) !== "<<") return undefined;
  return denial({
    rule: "agent.policy",
    path,
    node,
    fault: "stands under a merge key in quotes",
    allowed: "other keys",
  });
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

function checkScalar(scalar: PlacedScalar, context: Context): (Refusal | FileClaim | undefined)[] {
  const { policy, env } = context;
  const resolved = resolve(scalar, policy, env);
  if ("refusal" in resolved) return [resolved.refusal];
  const { path, node } = scalar;
  if (node.text.includes("${") && isStructural(path)) {
    return [unknownValue(scalar, "agent.policy", "stands for a part of the configuration that cannot be looked into")];
  }
  const text = isNull(node) ? "" : resolved.text;
  if (text !== undefined) return readings(path, text).map((reading) => checkText(scalar, reading, context));
  const use = useOf(path, resolved.shape);
  if (boundsOf(policy)[use] === undefined) return [];
  return [unknownValue(scalar, ruleOf[use], "is known to the Collector alone")];
}

function checkText(scalar: PlacedScalar, text: string, context: Context): Refusal | FileClaim | undefined {
  const { policy, read, tree } = context;
  const { path, node } = scalar;
  const use = useOf(path, text);
  if (boundsOf(policy)[use] === undefined) return undefined;
  if ((text === "" && use !== "listen") || holdsList(node, read)) return undefined;
  if (use === "file" && isBoolean(node)) return undefined;
  if (use === "file") {
    const file = isTemplate(path) ? templatePattern(text) : text;
    if (file === undefined) return unknownValue(scalar, ruleOf.file, "names a file by what is known at run time alone");
    return { file, refusal: forbiddenFile(scalar, policy) };
  }
  if (use === "scheme") return checkScheme(scalar, text, policy);
  const key = portKey(path);
  const port = key === undefined ? undefined : textBeside(tree, path, key, read);
  if (use === "destination" && isName(path)) return checkName(scalar, text, policy);
  if (use === "destination") return checkDestination(scalar, text, policy, port);
  return (
    (connects(path) ? undefined : checkListen(scalar, text, policy)) ??
    (isElsewhere(path, text, policy) ? checkDestination(scalar, text, policy, port) : undefined)
  );
}

/** What of the policy says anything of a use. */
function boundsOf({ listen, destinations, accessDirs }: Policy): Record<FieldUse, unknown> {
  return {
    listen: listen ?? destinations,
    destination: destinations,
    file: accessDirs,
    scheme: destinations?.schemes,
    other: undefined,
  };
}

/**
 * A text, and the items that it stands for where the Collector expects a list of texts: it takes it apart at each comma
 * (`confmap/internal/decoder.go`), and nothing here knows what it expects. Items of lists stay as they are.
 */
function readings(path: readonly string[], text: string): string[] {
  if (!text.includes(",") || /^\d+$/.test(path.at(-1) ?? "")) return [text];
  const use = useOf(path, text);
  if (use === "other" && isSecretPath(path.slice(2))) return [text];
  const isMany = use === "file" || path.at(-1)?.endsWith("s") === true;
  const isOther = (item: string) => useOf(path, item) !== use || item.includes("://");
  return [text, ...text.split(",").filter((item, index) => isMany || (index > 0 && isOther(item)))];
}

function isTemplate([kind, id = ""]: readonly string[]): boolean {
  return kind === "receivers" && isOfType(id, "receiver_creator");
}

/**
 * The pattern for what `receiver_creator` makes of a text by putting in the name of something for what stands between backticks;
 * `undefined` for other expressions, and for what may hold a slash.
 */
function templatePattern(text: string): string | undefined {
  const names = /`(?:\w+\.)*(?:name|uid|namespace|container_name|container_id|node_name)`/g;
  const pattern = text.replaceAll(names, "*");
  return pattern.includes("`") ? undefined : pattern;
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

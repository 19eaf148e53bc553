import { references } from "../references.ts";
import type { Refusal } from "../refusal.ts";
import type { MappingNode } from "../tree.ts";
import { scalars } from "../walk.ts";
import type { PlacedScalar } from "../walk.ts";
import { hostMatches, portMatches, readAddress } from "./address.ts";
import { deniedComponent } from "./components.ts";
import { denial, listed } from "./denial.ts";
import { findsTargets } from "./discovery.ts";
import { leadsOut, partsOfPattern, ruleOf, useOf } from "./fields.ts";
import { exceededLimit } from "./limits.ts";
import type { Policy, PortRange } from "./policy.ts";
import { missingRequirement } from "./required.ts";
import { resolve } from "./sources.ts";
import { unstatedAddress } from "./unstated.ts";

/** A file that remote content names, to be looked for with all links resolved. */
export interface FileClaim {
  /** What of the name is fixed; may lead through links and `..`, may not exist. */
  file: string;
  /** The steps of a pattern that come after that, `**` for any number of them. */
  wild: readonly string[];
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
 * merged configuration is looked at, but for what is required of every pipeline. File names are not decided here: links
 * have to be resolved for that.
 */
export function checkPolicy({ tree, policy, env, remoteBytes }: PolicyInput): PolicyVerdict {
  const whole =
    exceededLimit(tree, policy, remoteBytes) ??
    deniedComponent(tree, policy) ??
    missingRequirement(tree, policy) ??
    unstatedAddress(tree, policy);
  if (whole !== undefined) return { refusal: whole };
  const files: FileClaim[] = [];
  for (const scalar of scalars(tree)) {
    if (scalar.node.source.kind !== "remote") continue;
    const verdicts = [
      checkDiscovery(scalar, policy),
      ...checkReferences(scalar, policy),
      checkScalar(scalar, policy, env),
    ];
    for (const verdict of verdicts) {
      if (verdict === undefined) continue;
      if (!("file" in verdict)) return { refusal: verdict };
      files.push(verdict);
    }
  }
  return { files };
}

function checkDiscovery(scalar: PlacedScalar, { destinations }: Policy): Refusal | undefined {
  if (destinations === undefined || destinations.discovery === true || !findsTargets(scalar)) return undefined;
  const fault = "lets the Collector find out at run time what it connects to";
  return denial({
    ...scalar,
    rule: "agent.policy.destinations.discovery",
    fault,
    allowed: "targets that are written out",
  });
}

/** A file that is brought in is named too; a whole value from elsewhere may be a mapping, which no rule can look into. */
function checkReferences(scalar: PlacedScalar, policy: Policy): (Refusal | FileClaim)[] {
  const { node } = scalar;
  const { accessDirs, listen, destinations } = policy;
  const [first] = references(node.text);
  if (first === undefined) return [];
  const isWhole = first.start === 0 && first.end === node.text.length;
  const isBounded = accessDirs !== undefined || listen !== undefined || destinations !== undefined;
  if (isWhole && isBounded && !["env", "file"].includes(first.scheme)) {
    return [unknownValue(scalar, "agent.policy", "brings in what cannot be looked into")];
  }
  if (accessDirs === undefined) return [];
  const named = references(node.text).filter(({ scheme }) => scheme === "file");
  return named.map(({ target }) => ({ file: target, wild: [], refusal: forbiddenFile(scalar, policy) }));
}

function checkScalar(scalar: PlacedScalar, policy: Policy, env: PolicyInput["env"]): Refusal | FileClaim | undefined {
  const resolved = resolve(scalar, policy, env);
  if ("refusal" in resolved) return resolved.refusal;
  const { path, node } = scalar;
  if (node.text.includes("${") && isStructural(path)) {
    return unknownValue(scalar, "agent.policy", "stands for a part of the configuration that cannot be looked into");
  }
  const { text } = resolved;
  const use = useOf(path, text ?? node.text);
  const bounded = {
    listen: policy.listen,
    destination: policy.destinations,
    file: policy.accessDirs,
    other: undefined,
  };
  if (bounded[use] === undefined && !(use === "listen" && policy.destinations !== undefined)) return undefined;
  if (text === undefined) return unknownValue(scalar, ruleOf[use], "is known to the Collector alone");
  if (use === "other" || (text === "" && use !== "listen")) return undefined;
  if (use === "file") {
    const refusal = forbiddenFile(scalar, policy);
    if (leadsOut(text)) return refusal;
    const { fixed: file, wild } = partsOfPattern(text);
    return { file, wild, refusal };
  }
  if (use === "destination") return checkDestination(scalar, text, policy);
  return (
    checkListen(scalar, text, policy) ??
    (isElsewhere(text, policy) ? checkDestination(scalar, text, policy) : undefined)
  );
}

/** Places where the Collector expects a whole component, a pipeline or a section, and would take a mapping for a text. */
function isStructural(path: readonly string[]): boolean {
  if (path[0] === "service") return path[1] === "pipelines" ? path.length <= 3 : path.length <= 2;
  return path.length <= 2;
}

function unknownValue({ path, node }: PlacedScalar, rule: string, fault: string): Refusal {
  return denial({ rule, path, node, fault, allowed: "a value that is written out" });
}

function forbiddenFile({ path, node }: PlacedScalar, { accessDirs = [] }: Policy): Refusal {
  const fault = "names a file outside of the directories that are allowed";
  return denial({ rule: ruleOf.file, path, node, fault, allowed: listed(accessDirs) });
}

function checkListen({ path, node }: PlacedScalar, text: string, { listen = {} }: Policy): Refusal | undefined {
  const about = { path, node };
  const { addresses, ports } = listen;
  const rule = "agent.policy.listen.ports";
  if (/^\d+$/.test(text)) return ports && checkPort(about, rule, Number(text), ports);
  const address = readAddress(text);
  if (address === undefined && addresses === undefined && ports === undefined) return undefined;
  if (address === undefined) {
    return denial({ ...about, rule: ruleOf.listen, fault: "is no plain address", allowed: "host:port" });
  }
  if (addresses !== undefined && !hostMatches(address.host, addresses)) {
    const fault = address.host === "" ? "listens on all interfaces" : "listens on an address that is not allowed";
    return denial({ ...about, rule: "agent.policy.listen.addresses", fault, allowed: listed(addresses) });
  }
  const isHostAlone = address.port === undefined && path.at(-1) === "host";
  return isHostAlone ? undefined : ports && checkPort(about, rule, address.port, ports);
}

/**
 * Whether what a receiver or an extension calls its address may be that of another machine: some connect to it, and the
 * name does not tell. This machine's own addresses are those that the operator has named for listening.
 */
export function isElsewhere(text: string, { listen, destinations }: Policy): boolean {
  if (destinations === undefined || /^\d+$/.test(text)) return false;
  const host = readAddress(text)?.host;
  if (host === undefined) return true;
  const own = (listen?.addresses ?? []).filter((pattern) => pattern !== "*");
  return host !== "" && !hostMatches(host, [...thisMachine, ...own]);
}

const thisMachine = ["localhost", "127.0.0.0/8", "::1", "0.0.0.0", "::"];

function checkDestination(
  { path, node }: PlacedScalar,
  text: string,
  { destinations = {} }: Policy,
): Refusal | undefined {
  const about = { path, node };
  const address = readAddress(text);
  if (address === undefined || address.host === "") {
    return denial({ ...about, rule: ruleOf.destination, fault: "is no plain address", allowed: "host:port or a URL" });
  }
  const { schemes, hosts, ports } = destinations;
  if (schemes !== undefined && address.scheme !== undefined && !schemes.includes(address.scheme)) {
    const rule = "agent.policy.destinations.schemes";
    return denial({ ...about, rule, fault: "goes by a scheme that is not allowed", allowed: listed(schemes) });
  }
  if (hosts !== undefined && !hostMatches(address.host, hosts)) {
    const rule = "agent.policy.destinations.hosts";
    return denial({ ...about, rule, fault: "goes to a host that is not allowed", allowed: listed(hosts) });
  }
  return ports && checkPort(about, "agent.policy.destinations.ports", address.port, ports);
}

function checkPort(
  about: PlacedScalar,
  rule: string,
  port: number | undefined,
  ports: readonly PortRange[],
): Refusal | undefined {
  if (portMatches(port, ports)) return undefined;
  const allowed = listed(ports.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)));
  const fault = port === undefined ? "has no port" : "has a port that is not allowed";
  return denial({ ...about, rule, fault, allowed });
}

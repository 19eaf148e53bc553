import { fieldName } from "../listening.ts";
import type { Refusal } from "../refusal.ts";
import type { PlacedScalar } from "../walk.ts";
import { hostMatches, portMatches, readAddress } from "./address.ts";
import { denial, listed } from "./denial.ts";
import { connects, ruleOf } from "./fields.ts";
import type { Policy, PortRange } from "./policy.ts";

/** Why an address that something listens on goes beyond `agent.policy.listen`. */
export function checkListen({ path, node }: PlacedScalar, text: string, { listen = {} }: Policy): Refusal | undefined {
  const about = { path, node };
  const { addresses, ports } = listen;
  const rule = "agent.policy.listen.ports";
  if (isPort(path, text)) return ports && checkPort(about, rule, Number(text), ports);
  const address = readAddress(text);
  if (address === undefined && addresses === undefined && ports === undefined) return undefined;
  if (address === undefined) {
    return denial({ ...about, rule: ruleOf.listen, fault: "is no plain address", allowed: "host:port" });
  }
  if (addresses !== undefined && !hostMatches(address.host, addresses)) {
    const fault = address.host === "" ? "listens on all interfaces" : "listens on an address that is not allowed";
    return denial({ ...about, rule: "agent.policy.listen.addresses", fault, allowed: listed(addresses) });
  }
  const isHostAlone = address.port === undefined && /^host(?:name)?$/.test(path.at(-1) ?? "");
  return isHostAlone ? undefined : ports && checkPort(about, rule, address.port, ports);
}

/**
 * Whether what a receiver or an extension calls its address may be that of another machine: some connect to it, and the
 * name does not tell. This machine's own addresses are those that the operator has named for listening; they are none for
 * what never listens.
 */
export function isElsewhere(path: readonly string[], text: string, { listen, destinations }: Policy): boolean {
  if (destinations === undefined || isPort(path, text)) return false;
  const host = readAddress(text)?.host;
  if (host === undefined) return true;
  const own = connects(path) ? [] : (listen?.addresses ?? []).filter((pattern) => pattern !== "*");
  return host !== "" && !hostMatches(host, [...thisMachine, ...own]);
}

/** A number under the name of a host is one: some resolvers make an IPv4 address of it. */
function isPort(path: readonly string[], text: string): boolean {
  return /^\d{1,5}$/.test(text) && !/host|addr|bind|server/i.test(fieldName(path));
}

const thisMachine = ["localhost", "127.0.0.0/8", "::1", "0.0.0.0", "::"];

/** Why an address that something connects to goes beyond `agent.policy.destinations`. */
export function checkDestination(
  { path, node }: PlacedScalar,
  text: string,
  { destinations = {} }: Policy,
): Refusal | undefined {
  const about = { path, node };
  if (/^\d{1,5}$/.test(text) && /(?:^|_)ports?$/.test(fieldName(path))) {
    return destinations.ports && checkPort(about, "agent.policy.destinations.ports", Number(text), destinations.ports);
  }
  const address = readAddress(text);
  if (address === undefined || address.host === "") {
    return denial({ ...about, rule: ruleOf.destination, fault: "is no plain address", allowed: "host:port or a URL" });
  }
  const { hosts, ports } = destinations;
  const byScheme = address.scheme === undefined ? undefined : checkScheme(about, address.scheme, { destinations });
  if (byScheme !== undefined) return byScheme;
  if (hosts !== undefined && !hostMatches(address.host, hosts)) {
    const rule = "agent.policy.destinations.hosts";
    return denial({ ...about, rule, fault: "goes to a host that is not allowed", allowed: listed(hosts) });
  }
  return ports && checkPort(about, "agent.policy.destinations.ports", address.port, ports);
}

/** Why a scheme goes beyond `agent.policy.destinations.schemes`; it may stand by itself, beside the address. */
export function checkScheme(
  { path, node }: PlacedScalar,
  text: string,
  { destinations = {} }: Pick<Policy, "destinations">,
): Refusal | undefined {
  const { schemes } = destinations;
  if (schemes === undefined || schemes.includes(text.toLowerCase())) return undefined;
  const fault = "goes by a scheme that is not allowed";
  return denial({ path, node, rule: "agent.policy.destinations.schemes", fault, allowed: listed(schemes) });
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

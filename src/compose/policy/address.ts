import { addressBits, inRange } from "../../runtime/ip-address.ts";
import type { PortRange } from "./policy.ts";

/** An address of remote content in its parts. `undefined` where a part is absent. */
export interface Address {
  scheme: string | undefined;
  /** Lower case, without brackets; empty where nothing is written before the port. */
  host: string;
  port: number | undefined;
}

/** Schemes with a port that is meant when none is written. */
const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, grpc: 443 };

/**
 * Takes `host`, `host:port`, `[v6]:port`, `:port` and URLs with a scheme apart. `undefined` for every text of which two
 * readers could see different hosts: user information, a backslash, white space, a percent sign, characters beyond ASCII,
 * an IPv4 address in another form than four decimal numbers, an IPv6 address with a zone.
 */
export function readAddress(text: string): Address | undefined {
  const [, scheme, rest = text] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(.*)$/s.exec(text) ?? [];
  if (scheme !== undefined && resolvers.test(scheme)) return behindResolver(scheme.toLowerCase(), rest);
  const [, authority = "", tail = ""] = /^([^/?#]*)(.*)$/s.exec(rest) ?? [];
  if (scheme === undefined && tail !== "") return undefined;
  if (!/^[A-Za-z0-9.:[\]_-]*$/.test(authority)) return undefined;
  const [, six, four, port] = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]]*))(?::(\d{1,5}))?$/.exec(authority) ?? [];
  const host = (six ?? four)?.toLowerCase().replace(/\.$/, "");
  if (host === undefined || (six === undefined && looksNumeric(host) && addressBits(host) === undefined))
    return undefined;
  if (six !== undefined && !(host.includes(":") && addressBits(host) !== undefined)) return undefined;
  const name = scheme?.toLowerCase();
  const number = port === undefined ? defaultPorts[name ?? ""] : Number(port);
  return number !== undefined && number > 65_535 ? undefined : { scheme: name, host, port: number };
}

/** Of gRPC: what stands where the host does names the one that is asked, and the host follows. */
const resolvers =
  /^(?:dns|passthrough|ipv[46]|vsock|xds|google-c2p|unix-abstract|kubernetes|k8s|consul|etcd|zookeeper)$/i;

/** `dns:///host:port` and `dns://host:port`, which the Collector reads alike; `undefined` for all that asks somebody else. */
function behindResolver(scheme: string, rest: string): Address | undefined {
  const [, slash, host] = /^(\/?)([^/]+)$/.exec(rest) ?? [];
  if (host === undefined || !(scheme === "dns" || (scheme === "passthrough" && slash === "/"))) return undefined;
  const address = readAddress(host);
  return address && { ...address, scheme };
}

/** Forms that some resolvers take for an IPv4 address: `2130706433`, `0x7f.1`, `127.1`. */
function looksNumeric(host: string): boolean {
  return host !== "" && /^(?:0x[0-9a-f]*|\d+)$/.test(host.split(".").at(-1) ?? "");
}

/**
 * Whether a host is covered by one of `patterns`: a name, `*.domain` for the names below it, an IP address, a range in
 * CIDR form, or `*` for all.
 */
export function hostMatches(host: string, patterns: readonly string[]): boolean {
  const bits = addressBits(host);
  return patterns.some((pattern) => {
    const wanted = pattern.toLowerCase();
    if (wanted === "*" || wanted === host) return true;
    if (wanted.startsWith("*.")) return bits === undefined && host.endsWith(wanted.slice(1));
    if (bits === undefined) return false;
    return wanted.includes("/") ? inRange(bits, wanted) : addressBits(wanted) === bits;
  });
}

export function portMatches(port: number | undefined, ranges: readonly PortRange[]): boolean {
  return port !== undefined && ranges.some(({ from, to }) => port >= from && port <= to);
}

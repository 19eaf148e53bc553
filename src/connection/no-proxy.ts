import type { Destination } from "../runtime/destination.ts";
import { addressBits, inRange } from "../runtime/ip-address.ts";

/**
 * Whether `NO_PROXY` (comma-separated) excepts a destination, by the rules of Go's `httpproxy`: an IP address, a range in
 * CIDR form, a name with all names below it, a name with a leading `.` or `*.` for those below alone, each but the range
 * with an optional port, or `*` for everything. What cannot be read is passed over.
 */
export function isExcepted(destination: Destination, noProxy: string): boolean {
  const bits = addressBits(destination.host);
  const entries = noProxy.split(",").map((entry) => entry.trim().toLowerCase());
  return entries.some((entry) => entry !== "" && matches(entry, destination, bits));
}

function matches(entry: string, { host, port }: Destination, bits: string | undefined): boolean {
  if (entry === "*") return true;
  if (entry.includes("/")) return bits !== undefined && inRange(bits, entry);
  const [name, wanted] = splitPort(entry);
  if (name === "" || (wanted !== "" && wanted !== `${port}`)) return false;
  const address = addressBits(name);
  if (address !== undefined || bits !== undefined) return address === bits;
  const domain = asciiName(name.startsWith("*.") ? name.slice(1) : name);
  return domain.startsWith(".") ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** Name or address, and port or nothing. IPv6 has a port only behind brackets. */
function splitPort(entry: string): [name: string, port: string] {
  const [, six, four, port] = /^(?:\[([^[\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(entry) ?? [];
  return port === undefined ? [entry, ""] : [six ?? four ?? "", port];
}

/** As `URL` writes names, so that both can be compared. */
function asciiName(name: string): string {
  const dot = name.startsWith(".") ? "." : "";
  return dot + (URL.parse(`http://${name.slice(dot.length)}`)?.hostname ?? name.slice(dot.length));
}

/** The variables that count, in their lower-case and upper-case spelling; lower case wins. */
export type Environment = Readonly<Record<string, string | undefined>>;

export type ProxyDecision =
  | { use: "none" }
  | { use: "proxy"; url: string }
  /** The variable holds what is no proxy; its value is not shown, as it may hold a password. */
  | { use: "refused"; reason: string };

/**
 * The proxy that the environment names for a URL, by the rules of Go (golang.org/x/net/http/httpproxy): `HTTPS_PROXY`
 * for `https` and `wss`, `HTTP_PROXY` for `http` and `ws` (not in a CGI program), never for this machine itself, and not
 * for what `NO_PROXY` covers.
 */
export function proxyFromEnvironment(target: string, env: Environment): ProxyDecision {
  const url = URL.parse(target);
  if (url === null) return { use: "none" };
  const isSecure = url.protocol === "https:" || url.protocol === "wss:";
  const name = isSecure ? "HTTPS_PROXY" : "HTTP_PROXY";
  const value = valueOf(env, name);
  if (value === "") return { use: "none" };
  if (!isSecure && (env["REQUEST_METHOD"] ?? "") !== "")
    return { use: "refused", reason: `${name} is not used in a CGI program` };
  if (!isProxied(url, isSecure, valueOf(env, "NO_PROXY"))) return { use: "none" };
  const proxy = proxyUrl(value);
  return proxy === undefined
    ? { use: "refused", reason: `${name} is no URL of an http or https proxy` }
    : { use: "proxy", url: proxy };
}

/** A URL of a proxy in full: without a scheme `http` is meant, as in Go. `undefined` for other schemes. */
export function proxyUrl(value: string): string | undefined {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.parse(full);
  return url !== null && (url.protocol === "http:" || url.protocol === "https:") && url.hostname !== ""
    ? url.href
    : undefined;
}

function valueOf(env: Environment, name: string): string {
  return (env[name.toLowerCase()] || env[name] || "").trim();
}

function isProxied({ hostname, port }: URL, isSecure: boolean, noProxy: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  const address = parseAddress(host);
  if (host === "localhost" || (address !== undefined && isLoopback(address))) return false;
  const effectivePort = port === "" ? (isSecure ? "443" : "80") : port;
  return !noProxy
    .split(",")
    .some((entry) => covers(entry.trim().toLowerCase(), { host, address, port: effectivePort }));
}

interface Target {
  host: string;
  address: Address | undefined;
  port: string;
}

/** One entry of `NO_PROXY`: `*`, an address, a range, a domain with all below it, `.domain` or `*.domain` for those below alone. */
function covers(entry: string, { host, address, port }: Target): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  const range = parseRange(entry);
  if (range !== undefined) return address !== undefined && inRange(address, range);
  const [, six, four, entryPort] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? [];
  const name = six ?? four ?? entry;
  if (entryPort !== undefined && entryPort !== port) return false;
  const own = parseAddress(name);
  if (own !== undefined) return address !== undefined && own.bits === address.bits;
  if (name === "") return false;
  const domain = name.replace(/^\*(?=\.)/, "");
  if (domain.startsWith(".")) return host.endsWith(domain);
  return host === domain || host.endsWith(`.${domain}`);
}

interface Address {
  /** 32 or 128 characters of 0 and 1. */
  bits: string;
}

interface Range extends Address {
  length: number;
}

function parseRange(entry: string): Range | undefined {
  const [base, length, more] = entry.split("/");
  const address = length === undefined || more !== undefined ? undefined : parseAddress(base ?? "");
  const bits = Number(length);
  if (address === undefined || !/^\d{1,3}$/.test(length ?? "") || bits > address.bits.length) return undefined;
  return { ...address, length: bits };
}

function inRange({ bits }: Address, range: Range): boolean {
  return bits.length === range.bits.length && bits.slice(0, range.length) === range.bits.slice(0, range.length);
}

function isLoopback({ bits }: Address): boolean {
  return bits.length === 32 ? bits.startsWith("01111111") : bits === `${"0".repeat(127)}1`;
}

/** The URL parser knows every spelling of an address and writes it in one. */
function parseAddress(text: string): Address | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) {
    const parts = text.split(".").map(Number);
    if (parts.some((part) => part > 255)) return undefined;
    return { bits: parts.map((part) => part.toString(2).padStart(8, "0")).join("") };
  }
  const six = text.includes(":") ? URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1) : undefined;
  if (six === undefined) return undefined;
  const [head = "", tail] = six.split("::");
  const [left, right] = [head, tail ?? ""].map((part) => (part === "" ? [] : part.split(":")));
  const zeros = Array.from({ length: 8 - (left?.length ?? 0) - (right?.length ?? 0) }, () => "0");
  const groups = tail === undefined ? (left ?? []) : [...(left ?? []), ...zeros, ...(right ?? [])];
  return { bits: groups.map((group) => parseInt(group, 16).toString(2).padStart(16, "0")).join("") };
}

import { fieldName, listens } from "../listening.ts";
import { canonicalType, typeOf } from "./components.ts";

/** What a value of a component is for, as far as its name and its text tell. */
export type FieldUse = "listen" | "destination" | "file" | "other";

/** The key of the supervisor's configuration that bounds such a value. */
export const ruleOf = {
  listen: "agent.policy.listen",
  destination: "agent.policy.destinations",
  file: "agent.access_dirs",
  other: "agent.policy",
} as const;

const addressKey =
  /^(?:.*_)?(?:endpoints?|address(?:es)?|addrs?|listen|bind|hosts?|hostnames?|ports?|servers?|brokers?|urls?|uris?|dsn|datasource|connection_string|targets?)$/;
/** What is connected to under these names, whatever the component is. */
const remoteKey =
  /^(?:.*_)?(?:hosts|hostnames?|servers?|brokers?|urls?|uris?|dsn|datasource|connection_string|targets?)$/;
/** What an exporter makes a host of, or what stands before the address for those who pass its requests on. */
const hostPartKey = /^(?:.*_)?(?:authority|site|domain|realm|region|bucket|cloud_?id)$/;
const fileKey =
  /^(?:.*_)?(?:include|exclude|path|paths|file|files|filename|filepath|directory|dir|dirs|socket|mountpoint|certificate|client_key)$/;

/** Paths of URLs, which begin with a slash and are no files. */
const urlPathKey = /^(?:.*_)?url_path$|^(?:metrics|health|traces|logs|profiles|base)_path$/;
const urlPathPlaces: ReadonlyArray<readonly [kind: string, type: string, key: string]> = [
  ["extensions", "healthcheck", "path"],
  ["receivers", "webhookevent", "path"],
  ["receivers", "webhookevent", "healthpath"],
];

/**
 * What a value is for, given where it stands and what the Collector reads. A text with a scheme is a destination wherever it stands; a path that begins at a root, at home or
 * with `..` is a file wherever it stands; else the name decides, and for addresses the kind of the component.
 */
export function useOf(path: readonly string[], text: string): FieldUse {
  const key = fieldName(path).toLowerCase();
  if (/^(?:unix|file|npipe):/i.test(text)) return "file";
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) return "destination";
  if (isUrlPath(path, key)) return "other";
  if (/^(?:\/|~|\\|[A-Za-z]:[\\/])|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(text)) return "file";
  if (remoteKey.test(key) || isChosen(path, key, text)) return "destination";
  if (addressKey.test(key)) return listens(path) ? "listen" : "destination";
  return fileKey.test(key) ? "file" : "other";
}

/** Whether a value decides on a destination without being an address. */
function isChosen(path: readonly string[], key: string, text: string): boolean {
  if (path[0] === "exporters" && hostPartKey.test(key)) return true;
  // Of a service that is looked up, in Kubernetes, in a cloud's directory or in DNS.
  if (path.includes("resolver") && /^(?:service|service_name|namespace)$/.test(key)) return true;
  if (path.includes("dns_sd_configs") && key === "names") return true;
  return (key === "connection" && path[0] !== "processors") || (key === "target_label" && text.includes("__address__"));
}

function isUrlPath([kind, component = ""]: readonly string[], key: string): boolean {
  if (urlPathKey.test(key)) return true;
  const type = canonicalType(typeOf(component) ?? "");
  return urlPathPlaces.some(
    ([where, which, name]) => where === kind && which === type && name === key.replaceAll("_", ""),
  );
}

/** Whether a pattern may lead out of its fixed part: by `..` behind a wildcard, or by an alternative that is absolute. */
export function leadsOut(text: string): boolean {
  const wild = /[*?[{].*/s.exec(text)?.[0] ?? "";
  return wild.includes("..") || /[{,](?:[/~\\]|[A-Za-z]:)/.test(wild);
}

/** A path or a pattern in its fixed part, what stands before the first wildcard, and the steps after that. */
export function partsOfPattern(text: string): { fixed: string; wild: string[] } {
  const path = text.replace(/^(?:unix|file|npipe):(?:\/\/(?=[/\\]|[A-Za-z]:))?/i, "");
  const wild = path.search(/[*?[{]/);
  if (wild === -1) return { fixed: path, wild: [] };
  const end = Math.max(path.lastIndexOf("/", wild), path.lastIndexOf("\\", wild), 0);
  const steps = path.slice(end).split(/[/\\]/).filter(Boolean);
  // Alternatives that go over more than one step.
  const broken = steps.findIndex((step) => step.includes("{") && !step.includes("}"));
  return { fixed: path.slice(0, end), wild: broken === -1 ? steps : [...steps.slice(0, broken), "**"] };
}

import { listeningType } from "../listening-types.ts";
import { fieldName, listens } from "../listening.ts";
import { readAddress } from "./address.ts";
import { canonicalType, isOfType, ownerOf, typeOf } from "./components.ts";
import { isMereText } from "./mere-texts.ts";

/** What a value of a component is for, as far as its name and its text tell. A scheme stands beside its address. */
export type FieldUse = "listen" | "destination" | "scheme" | "file" | "other";

/** The key of the supervisor's configuration that bounds such a value. */
export const ruleOf = {
  listen: "agent.policy.listen",
  destination: "agent.policy.destinations",
  scheme: "agent.policy.destinations.schemes",
  file: "agent.access_dirs",
  other: "agent.policy",
} as const;

const addressKey =
  /^(?:.*_)?(?:endpoints?|address(?:es)?|addrs?|listen|bind|hosts?|hostnames?|ports?|servers?|brokers?|urls?|uris?|dsn|datasource|connection_string|targets?)$/;
/** What is connected to under these names, whatever the component is. */
const remoteKey =
  /^(?:.*_)?(?:hosts|hostnames?|servers?|brokers?|urls?|uris?|dsn|datasource|connection_string|targets?|proxy)$/;
/** What an exporter makes a host of, or what stands before the address for those who pass its requests on. */
const hostPartKey = /^(?:.*_)?(?:authority|site|domain|realm|region|bucket|cloud_?id)$/;
const fileKey =
  /^(?:.*_)?(?:include|exclude|path|paths|file|files|filename|filepath|directory|dir|dirs|socket|mountpoint|certificate|client_key)$/;

/** Receivers that ask a peer under `endpoint`, and listen nowhere (v0.149.0). */
const asking: ReadonlySet<string> = new Set(
  (
    "activedirectoryds aerospike apache apachespark bigip chrony couchdb dockerstats elasticsearch expvar flinkmetrics haproxy " +
    "httpcheck iis kafka kafkametrics kubeletstats memcached mongodb mysql nginx ntp nsxt oracledb podmanstats " +
    "postgresql prometheussimple pulsar purefa purefb rabbitmq redis riak saphana snmp snowflake solace splunkenterprise " +
    "sqlquery sqlserver sshcheck tcpcheck vcenter zookeeper"
  ).split(" "),
);

/** Whether an address at this place is one to connect to, of a type that is known to do nothing else. */
export function connects(path: readonly string[]): boolean {
  const [kind, id] = ownerOf(path);
  return kind === "receivers" && asking.has(canonicalType(typeOf(id) ?? ""));
}

/**
 * What a value is for, given where it stands and what the Collector reads. A text with a scheme is a destination wherever it
 * stands; a path that begins at a root, at home or with `..` is a file wherever it stands; else the name decides, and for
 * addresses the kind of the component.
 */
export function useOf(path: readonly string[], written: string): FieldUse {
  const key = fieldName(path).toLowerCase();
  const text = written.trim();
  if (isMereText(path, key)) return "other";
  if (/^(?:unix|file|npipe):/i.test(text)) return "file";
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text)) return isEverywhere(path, key, text) ? "listen" : "destination";
  if (/^(?:\/|~|\\|[A-Za-z]:[\\/])|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(text)) return "file";
  if (path.includes("scrape_configs") && /^(?:__scheme__|scheme)$/.test(key)) return "scheme";
  if (key === "hostname" && listeningType(...ownerOf(path)) !== undefined) return "listen";
  if (remoteKey.test(key) || isChosen(path, key)) return "destination";
  if (addressKey.test(key)) return listens(path) ? "listen" : "destination";
  return fileKey.test(key) ? "file" : "other";
}

/** Whether something may listen under a URL on all interfaces: nobody connects to these. */
function isEverywhere(path: readonly string[], key: string, text: string): boolean {
  if (!addressKey.test(key) || !listens(path) || connects(path)) return false;
  const host = readAddress(text)?.host;
  return host === "" || (host !== undefined && /^(?:0\.0\.0\.0|[0:]+)$/.test(host));
}

/** Whether a value decides on a destination without being an address. */
function isChosen(path: readonly string[], key: string): boolean {
  if (path[0] === "exporters" && hostPartKey.test(key)) return true;
  // Of a service that is looked up, in Kubernetes, in a cloud's directory or in DNS.
  if (path.includes("resolver") && /^(?:service|service_name|namespace)$/.test(key)) return true;
  if (path.includes("dns_sd_configs") && key === "names") return true;
  if (key === "project" && path[0] === "exporters" && isOfType(path[1] ?? "", "alibabacloud_logservice")) return true;
  return (key === "connection" && path[0] !== "processors") || key === "__address__";
}

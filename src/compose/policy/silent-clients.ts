import type { Refusal } from "../refusal.ts";
import { at, isNull, nothing } from "../tree.ts";
import type { ConfigNode, MappingNode } from "../tree.ts";
import { nodes } from "../walk.ts";
import type { PlacedNode } from "../walk.ts";
import { canonicalType, componentsOf, typeOf } from "./components.ts";
import { denial } from "./denial.ts";
import { connects, isHostPart, ruleOf } from "./fields.ts";
import type { FieldUse } from "./fields.ts";
import { isMade } from "./made.ts";
import type { Policy } from "./policy.ts";
import { states } from "./states.ts";

/** Exporters that connect to nothing. */
const localExporters: ReadonlySet<string> = new Set(["debug", "nop", "file", "logging", "prometheus"]);

/** Exporters that go to their maker's for each part that does not say where, whatever the others say (v0.149.0). */
const parted: Readonly<Record<string, ReadonlyArray<readonly string[]>>> = {
  datadog: [["api", "site"]],
  googlecloud: [
    ["log", "endpoint"],
    ["metric", "endpoint"],
    ["trace", "endpoint"],
  ],
};

/** Receivers that ask a peer, and no host where nothing is said: the system itself, a socket, or what has to be stated anyway. */
const asksNoHost: ReadonlySet<string> = new Set(
  "activedirectoryds chrony dockerstats iis podmanstats sqlquery sqlserver".split(" "),
);

/** Other components that connect to a service of their maker's, wherever that is (v0.149.0). */
const distant: ReadonlySet<string> = new Set([
  ..."awscloudwatch awss3 azureblob azuremonitor github googlecloudmonitoring googlecloudpubsub googlecloudspanner kafka mongodbatlas"
    .split(" ")
    .map((type) => `receivers ${type}`),
  ..."awsproxy datadog redisstorage sumologic".split(" ").map((type) => `extensions ${type}`),
]);

/**
 * The first component, or exporter of the Collector's own telemetry, made by remote content alone, that connects where its type does
 * by default.
 */
export function silentClient(tree: MappingNode, policy: Policy): Refusal | undefined {
  const fault = "connects to where its type does by default";
  const allowed = "a destination that is written out";
  for (const kind of ["exporters", "receivers", "extensions"]) {
    for (const [id, { value }] of componentsOf(tree, [kind])) {
      const about = { path: [kind, id], node: value };
      if (!isSilent(about, policy) || !isMade(value)) continue;
      return denial({ ...about, rule: ruleOf.destination, fault, allowed });
    }
  }
  const ownPath = ["service", "telemetry"];
  for (const { path, node } of nodes(at(tree, ownPath) ?? nothing, ownPath)) {
    if (path.at(-2) !== "exporter" || localTelemetry.test(path.at(-1) ?? "") || !isMade(node)) continue;
    if (!states(node, path, "destination")) return denial({ path, node, rule: ruleOf.destination, fault, allowed });
  }
  return undefined;
}

/** Exporters of the Collector's own telemetry that connect to nothing. */
const localTelemetry = /^(?:console|prometheus|otlp_file)(?:\/|$)/;

/** Whether a component connects where nothing is said of a host; what is made a part of a host is enough where all are allowed. */
function isSilent({ path, node }: PlacedNode, { destinations }: Policy): boolean {
  const [kind = "", id = ""] = path;
  const type = canonicalType(typeOf(id) ?? "");
  const isFree = destinations?.hosts === undefined || destinations.hosts.includes("*");
  const says = (part: ConfigNode, place: readonly string[], uses: readonly FieldUse[]) =>
    uses.some((use) => states(part, place, use, isFree ? undefined : isHostPart));
  if (kind === "receivers" && connects(path) && !asksNoHost.has(type)) {
    return !says(node, path, ["destination", "listen"]);
  }
  const isDistant = kind === "exporters" ? !localExporters.has(type) : distant.has(`${kind} ${type}`);
  const parts = (kind === "exporters" && !isFree && parted[type]) || [[]];
  return isDistant && parts.some((part) => !says(at(node, part) ?? nothing, [...path, ...part], ["destination"]));
}

/** The first scrape configuration of remote content without a scheme. */
export function silentScrape(tree: MappingNode): Refusal | undefined {
  for (const { path, node } of nodes(tree)) {
    if (node.kind !== "mapping" || node.source.kind !== "remote" || path.at(-2) !== "scrape_configs") continue;
    const scheme = at(node, ["scheme"]);
    if (scheme !== undefined && !isNull(scheme)) continue;
    const fault = "scrapes by http, as it does by default";
    return denial({ path, node, rule: ruleOf.scheme, fault, allowed: "a scheme that is written out" });
  }
  return undefined;
}

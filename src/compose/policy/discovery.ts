import type { Refusal } from "../refusal.ts";
import { isNull } from "../tree.ts";
import type { PlacedNode } from "../walk.ts";
import { checkDestination, checkScheme } from "./check-address.ts";
import { isOfType } from "./components.ts";
import { denial } from "./denial.ts";
import { ruleOf } from "./fields.ts";
import type { Policy } from "./policy.ts";
import { readRelabelling } from "./relabelling.ts";
import type { Read } from "./sources.ts";

/** Keys of what the Collector fetches its targets by: of Prometheus, and of the operator for Kubernetes. */
const fetching = /^(?:.*_sd_configs?|scrape_config_files|target_allocator)$/i;

/** Why a part of remote content that finds out at run time what it is about goes beyond the rules. */
export function checkDiscovery(placed: PlacedNode, policy: Policy, read: Read): Refusal | undefined {
  const { components, listen, destinations } = policy;
  const rule = components.receivers === undefined ? listen && ruleOf.listen : "agent.policy.components.receivers";
  if (rule !== undefined && makesReceivers(placed, read)) {
    const fault = "lets the Collector find out at run time which receivers it starts";
    return denial({ ...placed, rule, fault, allowed: "receivers that are written out" });
  }
  if (destinations === undefined) return undefined;
  const relabelling = readRelabelling(placed, read);
  if (relabelling?.is === "constant") {
    const { label, replacement, text } = relabelling;
    return (label === "__scheme__" ? checkScheme : checkDestination)(replacement, text, policy);
  }
  if (destinations.discovery === true || !findsTargets(placed, read)) return undefined;
  const fault = "lets the Collector find out at run time what it connects to";
  const allowed = "targets that are written out";
  return denial({ ...placed, rule: "agent.policy.destinations.discovery", fault, allowed });
}

/**
 * Whether a part belongs to what finds its targets at run time, where no rule on addresses sees them: service discovery and
 * relabelling in the language of Prometheus, scrape configurations that come from elsewhere, an exporter that asks its
 * peer for others (`discover`), receivers that are made by what an observer finds (`receiver_creator`, `discovery`).
 */
function findsTargets({ path, node }: PlacedNode, read: Read): boolean {
  const [kind, id = ""] = path;
  if (kind === "receivers" && isOfType(id, "receiver_creator")) return true;
  if (path.slice(0, -1).some((step) => fetching.test(step))) return true;
  if (node.kind === "mapping") return readRelabelling({ path, node }, read)?.is === "unknown";
  if (node.kind === "list" || isNull(node)) return false;
  if (fetching.test(path.at(-1) ?? "")) return true;
  if (kind === "exporters" && path.at(-2) === "discover") return isOn(read(node.text));
  return makesReceivers({ path, node }, read);
}

/** Whether a value lets the Collector start receivers of any type that it is told of at run time. */
function makesReceivers({ path, node }: PlacedNode, read: Read): boolean {
  const isSwitch = path[0] === "receivers" && path.at(-2) === "discovery" && path.at(-1) === "enabled";
  return isSwitch && node.kind === "scalar" && !isNull(node) && isOn(read(node.text));
}

/** Switches, and intervals that are off at 0. */
function isOn(text: string | undefined): boolean {
  return text === undefined || !/^(?:false|False|FALSE|0[a-zµ]*)$/.test(text);
}

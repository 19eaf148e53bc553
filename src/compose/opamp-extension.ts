import type { Link } from "./layers.ts";
import { union } from "./merge.ts";
import { at, data, list, mapping, plain, withValue } from "./tree.ts";
import type { ConfigNode, ListNode, MappingNode } from "./tree.ts";

export const extensionPath = ["extensions", "opamp"] as const;
const startedPath = ["service", "extensions"] as const;

/** The layer that only starts the extension: its place among the others in `service::extensions`. */
export const startedExtension = withValue(mapping(), startedPath, list(plain("opamp")));

/**
 * The tree with the supervisor's own opamp extension in it: whatever stood there is replaced wholly, and the extension
 * is started, after the others where no layer says otherwise. Applied last, so that no layer can alter or remove it.
 */
export function withOpampExtension(tree: MappingNode, instanceUid: string, link: Link): MappingNode {
  const started = at(tree, startedPath);
  const base: ListNode = started?.kind === "list" ? started : list();
  const configured = withValue(tree, extensionPath, extension(instanceUid, link));
  return withValue(configured, startedPath, union(base, list(plain("opamp"))));
}

/** Of the supervisor's server for the Collector. */
export function linkEndpoint(port: number): string {
  return `ws://127.0.0.1:${port}/v1/opamp`;
}

function extension(instanceUid: string, link: Link): MappingNode {
  const ws = mapping([
    ["endpoint", data(linkEndpoint(link.port))],
    ["headers", mapping([[link.headerName, data(link.token)]])],
    ["tls", mapping([["insecure", plain(true)]])],
  ]);
  const settings: [string, ConfigNode][] = [
    ["server", mapping([["ws", ws]])],
    ["instance_uid", data(instanceUid)],
    ["ppid", plain(link.supervisorPid)],
    ["ppid_poll_interval", plain(`${link.orphanPollMs}ms`)],
    ["capabilities", mapping([["reports_available_components", plain(link.reportsAvailableComponents)]])],
  ];
  if (link.includeResourceAttributes) {
    settings.push(["agent_description", mapping([["include_resource_attributes", plain(true)]])]);
  }
  return mapping(settings);
}

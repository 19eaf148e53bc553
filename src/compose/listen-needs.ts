import { type ListeningType, listeningType } from "./listening-types.ts";
import { fieldName } from "./listening.ts";
import { readAddress } from "./policy/address.ts";
import { canonicalType, typeOf } from "./policy/components.ts";
import { pathText, whereText } from "./refusal.ts";
import type { StartedComponent } from "./started-components.ts";
import { at, isNull } from "./tree.ts";
import type { MappingNode } from "./tree.ts";
import type { PlacedScalar } from "./walk.ts";

/** An address that a component will listen on. */
export interface ListenNeed {
  /** Empty for all interfaces. */
  host: string;
  port: number;
  transport: "tcp" | "udp";
  /** The family of addresses where the settings name one (`tcp4`). Default: as the host has it, both for all interfaces. */
  family?: 4 | 6;
  /** What listens: a component, or one protocol of it. Two addresses of one listener are not there at one time. */
  listener: string;
  /** For people: `receivers::otlp::protocols::grpc::endpoint (remote file "a", line 3)`. */
  at: string;
}

/** What the Collector reads for a text; `undefined` where only it can know. */
export type Read = (text: string) => string | undefined;

const addressKeys: ReadonlySet<string> = new Set(["endpoint", "listen_address"]);

/** Parts of a listening component that speak to somebody else. */
const otherParts: ReadonlySet<string> = new Set(["auth", "remote_sampling", "source", "proxy_server"]);

/** Parts that listen by UDP, whatever the others do. */
const datagramParts: ReadonlySet<string> = new Set(["thrift_compact", "thrift_binary", "udp"]);

/** The addresses of a component, those that it has by itself too. */
export function listenAddresses(
  component: StartedComponent,
  settings: readonly PlacedScalar[],
  read: Read,
): ListenNeed[] {
  const { kind, id } = component;
  const type = listeningType(kind, id);
  if (type === undefined) return [];
  const values = new Map(settings.map(({ path, node }) => [pathText(path), read(node.text)]));
  const isOff = (path: readonly string[]) =>
    path.some((_, end) => values.get(pathText([...path.slice(0, end), "enabled"])) === "false");
  const stated = settings.filter(({ path }) => isAddress(path) && !isOff(path) && !isIdle(path, values));
  const needs = stated.flatMap(({ path, node }) => {
    const place = { listener: listenerOf(path), at: `${pathText(path)} (${whereText(node)})` };
    const transport = transportOf(path, values, type);
    const address = readAddress(values.get(pathText(path)) ?? "");
    if (transport === undefined || !address?.port || address.scheme !== undefined) return [];
    return [{ host: address.host, port: address.port, ...transport, ...place }];
  });
  return [...needs, ...defaultAddresses(component, type, isOff)];
}

function isAddress(path: readonly string[]): boolean {
  return addressKeys.has(fieldName(path)) && !path.slice(2).some((step) => otherParts.has(step));
}

/** The health check listens at its old address or, where it is told so, at those of its new sections; the others are idle. */
function isIdle(
  [kind = "", id = "", ...within]: readonly string[],
  values: ReadonlyMap<string, string | undefined>,
): boolean {
  if (kind !== "extensions" || !canonicalType(typeOf(id) ?? "").startsWith("healthcheck")) return false;
  return (values.get(pathText([kind, id, "use_v2"])) === "true") === (within.length === 1);
}

/** Each protocol listens for itself. */
function listenerOf(path: readonly string[]): string {
  return pathText(path.slice(0, path[2] === "protocols" ? 4 : 2));
}

/** What the word `transport` beside an address says, else what the part or the type is known for. */
function transportOf(
  path: readonly string[],
  values: ReadonlyMap<string, string | undefined>,
  { transport }: ListeningType,
): Pick<ListenNeed, "transport" | "family"> | undefined {
  const key = pathText([...path.slice(0, -1), "transport"]);
  if (!values.has(key)) return { transport: path.some((step) => datagramParts.has(step)) ? "udp" : transport };
  const [, word, family] = /^(tcp|udp)([46]?)$/.exec(values.get(key) ?? "") ?? [];
  if (word !== "tcp" && word !== "udp") return undefined;
  return { transport: word, ...(family === "4" && { family: 4 }), ...(family === "6" && { family: 6 }) };
}

function defaultAddresses(
  { kind, id, settings }: StartedComponent,
  { transport, defaults = [] }: ListeningType,
  isOff: (path: readonly string[]) => boolean,
): ListenNeed[] {
  return defaults.flatMap(([section, port]) => {
    const part = section.length === 0 ? settings : at(settings, section);
    const path = [kind, id, ...section];
    if (part === undefined || isOff([...path, "endpoint"])) return [];
    const isSilent =
      isNull(part) || (part.kind === "mapping" && !part.entries.has("endpoint") && !part.entries.has("use_v2"));
    if (!isSilent) return [];
    const place = {
      listener: listenerOf([...path, "endpoint"]),
      at: `${pathText(path)} (${whereText(part)}), by default`,
    };
    return [{ host: "localhost", port, transport, ...place }];
  });
}

const metricsPath = ["service", "telemetry", "metrics"] as const;

/** Where the Collector shows its own metrics: on :8888 of this machine where nothing else is said. */
export function metricsPages(tree: MappingNode, read: Read): ListenNeed[] {
  const level = at(tree, [...metricsPath, "level"]);
  if (level?.kind === "scalar" && level.text === "none") return [];
  const readers = at(tree, [...metricsPath, "readers"]);
  if (readers === undefined || isNull(readers)) {
    const place = { listener: pathText(metricsPath), at: "the Collector's metrics, by default" };
    return [{ host: "localhost", port: 8888, transport: "tcp", ...place }];
  }
  if (readers.kind !== "list") return [];
  return readers.items.flatMap((reader, index) => {
    const exporters = at(reader, ["pull", "exporter"]);
    if (exporters?.kind !== "mapping") return [];
    const page = [...exporters.entries].find(([name]) => /^prometheus(?:\/|$)/.test(name))?.[1].value;
    if (page?.kind !== "mapping") return [];
    const value = (key: string): string | undefined => {
      const node = at(page, [key]);
      return node?.kind === "scalar" ? read(node.text) : undefined;
    };
    const [host, port] = [value("host") ?? "", Number(value("port"))];
    if (!Number.isInteger(port) || port <= 0) return [];
    const listener = pathText([...metricsPath, "readers", `${index}`]);
    return [{ host, port, transport: "tcp", listener, at: `${listener} (${whereText(page)})` }];
  });
}

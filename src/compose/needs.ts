import { fieldName } from "./listening.ts";
import { pipelinesOf } from "./pipelines.ts";
import { readAddress } from "./policy/address.ts";
import { canonicalType, typeOf } from "./policy/components.ts";
import { references } from "./references.ts";
import { pathText, whereText } from "./refusal.ts";
import { at, isNull } from "./tree.ts";
import type { ConfigNode, MappingNode } from "./tree.ts";
import { scalars } from "./walk.ts";

/** What a configuration needs of the machine: the Collector's own check does not look for it, its start fails without it. */
export interface Needs {
  listens: readonly ListenNeed[];
  files: readonly FileNeed[];
}

/** A TCP address that a component will listen on. */
export interface ListenNeed {
  /** Empty for all interfaces. */
  host: string;
  port: number;
  /** For people: `receivers::otlp::protocols::grpc::endpoint (remote file "a", line 3)`. */
  at: string;
}

/** A file that has to be readable when the Collector starts. */
export interface FileNeed {
  file: string;
  at: string;
}

export const noNeeds: Needs = { listens: [], files: [] };

/**
 * Types whose `endpoint` is a TCP address of their own. Others are left out on purpose: many receivers ask a peer under
 * that key, or listen by UDP.
 */
const listeners: Readonly<Record<string, readonly string[]>> = {
  receivers: [
    "otlp",
    "zipkin",
    "jaeger",
    "opencensus",
    "prometheusremotewrite",
    "splunkhec",
    "loki",
    "skywalking",
    "signalfx",
    "influxdb",
    "datadog",
    "webhookevent",
    "faro",
    "awsfirehose",
    "tcplog",
  ],
  exporters: ["prometheus"],
  extensions: ["healthcheck", "healthcheckv2", "pprof", "zpages"],
};

const addressKeys: ReadonlySet<string> = new Set(["endpoint", "listen_address"]);

/** Parts of a listening component that listen by UDP, or speak to somebody else. */
const otherParts: ReadonlySet<string> = new Set(["thrift_compact", "thrift_binary", "auth", "remote_sampling"]);

/** Where a component listens that says nothing of it (v0.149.0). */
const defaults: ReadonlyArray<readonly [kind: string, type: string, section: readonly string[], port: number]> = [
  ["receivers", "otlp", ["protocols", "grpc"], 4317],
  ["receivers", "otlp", ["protocols", "http"], 4318],
  ["extensions", "healthcheck", [], 13_133],
];

/** Files of TLS, which every component reads when it starts. */
const fileKeys: ReadonlySet<string> = new Set(["ca_file", "cert_file", "key_file", "client_ca_file"]);

/**
 * What the components that are started need.
 *
 * @param env the Collector's whole environment
 */
export function findNeeds(tree: MappingNode, env: Readonly<Record<string, string>>): Needs {
  const listens: ListenNeed[] = [];
  const files: FileNeed[] = [];
  for (const { kind, id, settings } of startedComponents(tree)) {
    for (const { path, node } of scalars(settings)) {
      const text = resolved(node.text, env);
      if (text === undefined || text === "") continue;
      const whole = [kind, id, ...path];
      const named = `${pathText(whole)} (${whereText(node)})`;
      if (fileKeys.has(fieldName(path))) files.push({ file: text, at: named });
      else if (isListenAddress(kind, id, path)) listens.push(...listenNeed(text, named));
    }
    listens.push(...defaultAddresses(kind, id, settings));
  }
  return { listens: [...listens, ...metricsPages(tree, env)], files };
}

const metricsPath = ["service", "telemetry", "metrics"] as const;

/** Where the Collector shows its own metrics: on :8888 of this machine where nothing else is said. */
function metricsPages(tree: MappingNode, env: Readonly<Record<string, string>>): ListenNeed[] {
  const level = at(tree, [...metricsPath, "level"]);
  if (level?.kind === "scalar" && level.text === "none") return [];
  const readers = at(tree, [...metricsPath, "readers"]);
  if (readers === undefined || isNull(readers))
    return [{ host: "localhost", port: 8888, at: "the Collector's metrics, by default" }];
  if (readers.kind !== "list") return [];
  return readers.items.flatMap((reader, index) => {
    const page = reader.kind === "mapping" ? at(reader, ["pull", "exporter", "prometheus"]) : undefined;
    if (page?.kind !== "mapping") return [];
    const value = (key: string): string | undefined => {
      const node = at(page, [key]);
      return node?.kind === "scalar" ? resolved(node.text, env) : undefined;
    };
    const [host, port] = [value("host") ?? "", Number(value("port"))];
    if (!Number.isInteger(port) || port <= 0) return [];
    return [{ host, port, at: `${pathText([...metricsPath, "readers", `${index}`])} (${whereText(page)})` }];
  });
}

interface Started {
  kind: string;
  id: string;
  settings: ConfigNode;
}

/** The components that pipelines and `service::extensions` name; others are configured and never started. */
export function startedComponents(tree: MappingNode): Started[] {
  const named = new Map<string, Set<string>>();
  const name = (kind: string, list: ConfigNode | undefined): void => {
    const ids = named.get(kind) ?? new Set();
    if (list?.kind === "list") list.items.forEach((item) => item.kind === "scalar" && ids.add(item.text.trim()));
    named.set(kind, ids);
  };
  for (const [, pipeline] of pipelinesOf(tree)) {
    if (pipeline.kind !== "mapping") continue;
    for (const kind of ["receivers", "exporters", "processors"]) name(kind, at(pipeline, [kind]));
    for (const end of ["receivers", "exporters"]) name("connectors", at(pipeline, [end]));
  }
  name("extensions", at(tree, ["service", "extensions"]));
  return [...named].flatMap(([kind, ids]) => {
    const section = at(tree, [kind]);
    if (section?.kind !== "mapping") return [];
    return [...section.entries].flatMap(([id, { value }]) =>
      ids.has(id.trim()) && value.kind !== "list" ? [{ kind, id, settings: value }] : [],
    );
  });
}

function isListener(kind: string, id: string): boolean {
  return listeners[kind]?.includes(canonicalType(typeOf(id) ?? "")) ?? false;
}

function isListenAddress(kind: string, id: string, path: readonly string[]): boolean {
  const isOther = path.some((step) => otherParts.has(step));
  return addressKeys.has(fieldName(path)) && isListener(kind, id) && !isOther;
}

function listenNeed(text: string, named: string): ListenNeed[] {
  const address = readAddress(text);
  if (address?.port === undefined || address.port === 0 || address.scheme !== undefined) return [];
  return [{ host: address.host, port: address.port, at: named }];
}

function defaultAddresses(kind: string, id: string, settings: ConfigNode): ListenNeed[] {
  const type = canonicalType(typeOf(id) ?? "");
  return defaults.flatMap(([where, which, path, port]) => {
    if (where !== kind || which !== type) return [];
    const section = path.length === 0 ? settings : settings.kind === "mapping" ? at(settings, path) : undefined;
    if (section === undefined) return [];
    const silent = isNull(section) || (section.kind === "mapping" && !section.entries.has("endpoint"));
    if (!silent) return [];
    return [{ host: "localhost", port, at: `${pathText([kind, id, ...path])} (${whereText(section)}), by default` }];
  });
}

/** What the Collector will read; `undefined` where only it can know. */
function resolved(text: string, env: Readonly<Record<string, string>>): string | undefined {
  if (!text.includes("$")) return text;
  if (text.includes("$$")) return undefined;
  let whole = "";
  let from = 0;
  for (const { scheme, target, fallback, start, end } of references(text)) {
    const value = scheme === "env" ? env[target] || fallback : undefined;
    if (value === undefined || value.includes("${")) return undefined;
    whole += text.slice(from, start) + value;
    from = end;
  }
  return whole + text.slice(from);
}

import type { Link } from "./layers.ts";
import { defaultReader, exporterLists } from "./own-telemetry.ts";
import { at, data, isNull, list, mapping, plain, withValue } from "./tree.ts";
import type { ConfigNode, ListNode, MappingNode } from "./tree.ts";

const metricsPath = ["service", "telemetry", "metrics"] as const;

/**
 * The tree with one more reader of the Collector's own metrics, which brings them to the supervisor: no port of the Collector is
 * needed, and the others stay, the default one with its page on port 8888 too. None where the layers want no metrics at all (`level: none`,
 * an empty list of readers), or say it in a way that only the Collector can read.
 */
export function withFlowReader(tree: MappingNode, { port, headerName, token, flow }: Link): MappingNode {
  if (flow === undefined) return tree;
  const readers = readersIn(tree);
  if (readers === undefined) return tree;
  const otlp = mapping([
    ["protocol", plain("http/protobuf")],
    ["endpoint", data(flowEndpoint(port, flow))],
    [
      "headers",
      list(
        mapping([
          ["name", data(headerName)],
          ["value", data(token)],
        ]),
      ),
    ],
  ]);
  const periodic = mapping([
    ["interval", plain(flow.intervalMs)],
    ["exporter", mapping([["otlp", otlp]])],
  ]);
  const ours = mapping([["periodic", periodic]]);
  return withValue(tree, exporterLists.metrics, { ...readers, items: [...readers.items, ours] });
}

export function flowEndpoint(port: number, { path }: NonNullable<Link["flow"]>): string {
  return `http://127.0.0.1:${port}${path}`;
}

/** Those that are there, which is one by default; `undefined` where no other is to be added. */
function readersIn(tree: MappingNode): ListNode | undefined {
  const metrics = at(tree, metricsPath);
  if (metrics !== undefined && metrics.kind !== "mapping" && !isNull(metrics)) return undefined;
  const level = at(tree, [...metricsPath, "level"]);
  if (level !== undefined && !isLevel(level)) return undefined;
  const readers = at(tree, exporterLists.metrics);
  if (readers === undefined) return list(defaultReader());
  return readers.kind === "list" && readers.items.length > 0 ? readers : undefined;
}

/** One that counts what flows; what an environment decides is left alone. */
function isLevel(node: ConfigNode): boolean {
  return node.kind === "scalar" && ["basic", "normal", "detailed"].includes(node.text.toLowerCase());
}

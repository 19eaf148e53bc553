/** What listens though it is no receiver: an exporter that is asked, a processor that shows what passes it. */
const listening: Readonly<Record<string, RegExp>> = {
  // The Collector takes the white space around a type away.
  exporters: /^[\s\x85]*prometheus[\s\x85]*(?:\/|$)/,
  processors: /^[\s\x85]*remote_?tap[\s\x85]*(?:\/|$)/,
};

/** Whether an address at this place is one to listen on. */
export function listens(path: readonly string[]): boolean {
  const [kind = "", component = ""] = path;
  if (kind === "service") return component === "telemetry" && isMetricsPage(path);
  return listening[kind]?.test(component) ?? ["receivers", "extensions", "connectors"].includes(kind);
}

/** The page of the Collector's own metrics: a reader that is asked, in older versions an address alone. */
function isMetricsPage(path: readonly string[]): boolean {
  return path.some((step) => /^prometheus(?:\/|$)/.test(step)) || (path.length === 4 && path[2] === "metrics");
}

/** The name under which a value stands: the last step of its path that is no place in a list. */
export function fieldName(path: readonly string[]): string {
  return path.findLast((step) => !/^\d+$/.test(step)) ?? "";
}

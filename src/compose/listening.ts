import { listeningType } from "./listening-types.ts";

/** Whether an address at this place is one to listen on. Of what is no receiver and no extension few types do. */
export function listens(path: readonly string[]): boolean {
  const [kind = "", component = ""] = path;
  if (kind === "service") return component === "telemetry" && isMetricsPage(path);
  return ["receivers", "extensions", "connectors"].includes(kind) || listeningType(kind, component) !== undefined;
}

/** The page of the Collector's own metrics: a reader that is asked, in older versions an address alone. */
function isMetricsPage(path: readonly string[]): boolean {
  return path.some((step) => /^prometheus(?:\/|$)/.test(step)) || (path.length === 4 && path[2] === "metrics");
}

/**
 * The name under which a value stands: the last step of its path that is no place in a list. Within lists a key may be a path
 * itself, which some components take apart.
 */
export function fieldName(path: readonly string[]): string {
  const step = path.findLast((name) => !/^\d+$/.test(name)) ?? "";
  return step.slice(step.lastIndexOf(":") + 1);
}

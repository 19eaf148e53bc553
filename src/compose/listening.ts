/** Exporters that are asked instead of sending. The Collector takes the white space around a type away. */
const listeningExporter = /^[\s\x85]*prometheus[\s\x85]*(?:\/|$)/;

/** Whether an address in the settings of this component is one to listen on. */
export function listens(kind: string, component: string): boolean {
  if (kind === "exporters") return listeningExporter.test(component);
  return kind === "receivers" || kind === "extensions" || kind === "connectors";
}

/** The name under which a value stands: the last step of its path that is no place in a list. */
export function fieldName(path: readonly string[]): string {
  return path.findLast((step) => !/^\d+$/.test(step)) ?? "";
}

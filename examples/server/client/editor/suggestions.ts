import type { Components } from "./complaints.ts";
import type { Place } from "./place.ts";

export interface Suggestion {
  label: string;
  /** A word about it, for people. */
  detail: string;
  /** What is put in; default: the label. */
  insert?: string;
}

const sections = ["receivers", "processors", "exporters", "connectors", "extensions"] as const;
const parts = ["receivers", "processors", "exporters"] as const;
const signals = ["traces", "metrics", "logs"] as const;

/** Keys below which a connector stands as well. */
const alsoConnectors: ReadonlySet<string> = new Set(["receivers", "exporters"]);

/**
 * What may stand at a place of a Collector's configuration: sections, the agent's own components, and in pipelines the
 * identifiers that `texts` (the box, and what the agent runs with) configure.
 */
export function suggestionsAt({ path, kind }: Place, components: Components, texts: readonly string[]): Suggestion[] {
  const [first, second, third, fourth] = path;
  if (kind === "item") {
    if (first === "service" && second === "extensions" && path.length === 2) return configured(["extensions"], texts);
    if (first !== "service" || second !== "pipelines" || fourth === undefined || path.length !== 4) return [];
    return configured(alsoConnectors.has(fourth) ? [fourth, "connectors"] : [fourth], texts);
  }
  if (first === undefined) return [...keys(sections, "section"), ...keys(["service"], "section")];
  if (path.length === 1 && first !== "service") {
    const section = first.replace(/s$/, "");
    return (components.get(first) ?? []).map((label) => ({ label, detail: section, insert: `${label}:` }));
  }
  if (first !== "service") return [];
  if (second === undefined) return keys(["pipelines", "extensions", "telemetry"], "service");
  if (second !== "pipelines") return [];
  if (third === undefined) return keys(signals, "pipeline");
  return path.length === 3 ? parts.map((label) => ({ label, detail: "pipeline", insert: `${label}: []` })) : [];
}

function keys(labels: readonly string[], detail: string): Suggestion[] {
  return labels.map((label) => ({ label, detail, insert: `${label}:` }));
}

/** Identifiers of the keys one level below the given sections, as far as indentation tells. */
function configured(wanted: readonly string[], texts: readonly string[]): Suggestion[] {
  const found = new Map<string, string>();
  for (const text of texts) {
    let section = "";
    let depth = 0;
    for (const line of text.split("\n")) {
      const match = /^(\s*)([\w./-]+):/.exec(line);
      const [indent, name] = [match?.[1]?.length ?? 0, match?.[2]];
      if (name === undefined) continue;
      if (indent === 0) [section, depth] = [name, 0];
      else if (depth === 0) depth = indent;
      if (indent > 0 && indent === depth && wanted.includes(section)) found.set(name, section.replace(/s$/, ""));
    }
  }
  return [...found].map(([label, detail]) => ({ label, detail }));
}

import type { AgentDescription, KeyValue } from "../../opamp/wire/messages.ts";

type Attributes = Readonly<Record<string, string>>;

/** What the operator puts over the Collector's own description (`agent.description`). */
export interface DescriptionOverrides {
  identifyingAttributes: Attributes;
  nonIdentifyingAttributes: Attributes;
}

/** The Collector's description with the operator's attributes added or put in place of its own, sorted by key. */
export function describeAgent(own: AgentDescription, overrides: DescriptionOverrides): AgentDescription {
  return {
    identifyingAttributes: override(own.identifyingAttributes ?? [], overrides.identifyingAttributes),
    nonIdentifyingAttributes: override(own.nonIdentifyingAttributes ?? [], overrides.nonIdentifyingAttributes),
  };
}

/** `service.version`, as the Collector or the operator gives it. */
export function versionOf(description: AgentDescription | undefined): string | undefined {
  const attribute = description?.identifyingAttributes?.find(({ key }) => key === "service.version");
  return attribute?.value?.stringValue ?? undefined;
}

function override(own: readonly KeyValue[], attributes: Attributes): KeyValue[] {
  const merged = new Map(own.map((pair) => [pair.key ?? "", pair]));
  for (const [key, stringValue] of Object.entries(attributes)) merged.set(key, { key, value: { stringValue } });
  return [...merged.values()].toSorted((a, b) => ((a.key ?? "") < (b.key ?? "") ? -1 : 1));
}

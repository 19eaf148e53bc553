import type * as z from "zod/mini";

import { checkSection, type SectionResult } from "./check.ts";
import {
  detectorsOf,
  limitsSettings,
  patternsOf,
  processorSettings,
  readerSettings,
  samplerSettings,
} from "./own-signals-settings.ts";
import type { OwnSignalsReading } from "./own-signals.ts";
import { pairsOf } from "./pair-list.ts";
import type { TreeFault } from "./read-tree.ts";
import { telemetryParts } from "./schema/telemetry/parts.ts";
import { resourceKeys } from "./schema/telemetry/resource.ts";
import type { AttributeValue, ResourceConfig } from "./telemetry-types.ts";
import { type KeyPath, nodeAt, type TreeNode } from "./tree.ts";

/** Checks the parts of `telemetry` that say what is exported; every fault is told. */
export function checkOwnSignals(root: TreeNode): OwnSignalsReading {
  const faults: TreeFault[] = [];
  const part = <Schema extends z.ZodMiniType>(schema: Schema, ...path: string[]): z.output<Schema> | undefined => {
    const here = ["telemetry", ...path];
    if (nodeAt(root, here) === undefined) return undefined;
    const checked: SectionResult<z.output<Schema>> = checkSection({ root, path: here, schema });
    if (checked.ok) return checked.value;
    faults.push(...checked.faults);
    return undefined;
  };
  const logs = part(telemetryParts.logProcessors(), "logs", "processors") ?? [];
  const readers = part(telemetryParts.metricReaders(), "metrics", "readers") ?? [];
  const processors = part(telemetryParts.spanProcessors(), "traces", "processors") ?? [];
  const sampler = part(telemetryParts.sampler(), "traces", "sampler");
  const limits = part(telemetryParts.limits(), "traces", "limits");
  const resource = part(telemetryParts.resource(), "resource");
  const inline = inlineAttributes(root, faults);
  if (faults.length > 0) return { faults };
  return {
    faults: [],
    signals: {
      logs: logs.map(processorSettings),
      metrics: readers.flatMap(readerSettings),
      traces: {
        processors: processors.map(processorSettings),
        ...(sampler && { sampler: samplerSettings(sampler) }),
        limits: limits === undefined ? {} : limitsSettings(limits),
      },
      resource: resourceSettings(resource, inline),
    },
  };
}

type ResourceFile = z.output<ReturnType<typeof telemetryParts.resource>>;
type Attributes = ResourceConfig["attributes"];

function resourceSettings(file: ResourceFile, inline: Attributes): ResourceConfig {
  const detection = file?.["detection/development"] ?? file?.detection?.development;
  const named = (file?.attributes ?? []).map(({ name, value }) => [name, valueOf(value)] as const);
  return {
    attributes: [...pairsOf(file?.attributes_list ?? ""), ...inline, ...named],
    ...(file?.schema_url && { schemaUrl: file.schema_url }),
    detectors: detectorsOf(detection?.detectors ?? []),
    ...patternsOf(detection?.attributes),
  };
}

function valueOf(value: unknown): AttributeValue | null {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (!Array.isArray(value)) return null;
  const items: unknown[] = value;
  if (items.every((item) => typeof item === "number")) return items;
  return items.every((item) => typeof item === "boolean") ? items : items.map(String);
}

/** Keys of `resource` that are no settings are attributes, each with a text, or `null` to take it away. */
function inlineAttributes(root: TreeNode, faults: TreeFault[]): Attributes {
  const at: KeyPath = ["telemetry", "resource"];
  const node = nodeAt(root, at);
  if (node?.kind !== "mapping") return [];
  const settings = new Set(Object.keys(resourceKeys()));
  return node.entries.flatMap(({ key, value }): Attributes => {
    if (settings.has(key)) return [];
    const text = value.kind === "scalar" ? (value.expansion?.text ?? value.value) : undefined;
    if (text === null || typeof text === "string") return [[key, text]];
    const message = "is an attribute by its own name, whose value must be a string, in quotes, or null";
    faults.push({ code: "CONFIG_TYPE", place: value.place, path: [...at, key], message, spoilt: false });
    return [];
  });
}

import { toBigInt } from "../../../src/opamp/wire/integers.ts";
import type { ComponentDetails, ComponentHealth, EffectiveConfig } from "../../../src/opamp/wire/messages.ts";
import { type Attribute, attributesOf } from "./attribute.ts";

export interface HealthView {
  /** Empty for the agent as a whole. */
  name: string;
  healthy: boolean;
  status: string;
  error: string;
  /** ISO 8601; `null` where it does not run. */
  startedAt: string | null;
  components: HealthView[];
}

export interface ComponentView {
  name: string;
  metadata: Attribute[];
  components: ComponentView[];
}

export interface ConfigFileView {
  /** Often empty. */
  name: string;
  contentType: string;
  body: string;
}

export function healthOf(health: ComponentHealth, name = ""): HealthView {
  return {
    name,
    healthy: health.healthy ?? false,
    status: health.status ?? "",
    error: health.lastError ?? "",
    startedAt: momentOf(toBigInt(health.startTimeUnixNano)),
    components: sorted(health.componentHealthMap).map(([child, value]) => healthOf(value, child)),
  };
}

export function componentsOf(map: { [name: string]: ComponentDetails } | null | undefined): ComponentView[] {
  return sorted(map).map(([name, details]) => ({
    name,
    metadata: attributesOf(details.metadata),
    components: componentsOf(details.subComponentMap),
  }));
}

export function filesOf(config: EffectiveConfig | null | undefined): ConfigFileView[] {
  return sorted(config?.configMap?.configMap).map(([name, file]) => ({
    name,
    contentType: file.contentType ?? "",
    body: new TextDecoder().decode(file.body ?? new Uint8Array()),
  }));
}

function sorted<Value>(map: { [name: string]: Value } | null | undefined): [string, Value][] {
  return Object.entries(map ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** Later than any date that JavaScript knows counts as unknown. */
function momentOf(nanoseconds: bigint): string | null {
  const date = new Date(Number(nanoseconds / 1_000_000n));
  return nanoseconds === 0n || Number.isNaN(date.getTime()) ? null : date.toISOString();
}

import { scrub } from "../collector/log-tail.ts";
import type { OwnTelemetry } from "../compose/layers.ts";
import type { EffectiveConfig } from "../opamp/wire/messages.ts";

/**
 * The effective configuration as the server is shown it. The Collector hides the secrets of its components by itself,
 * but not the headers of its own telemetry, which came from an offer and stand in clear in what it reports.
 */
export function shownConfig(config: EffectiveConfig, telemetry: OwnTelemetry): EffectiveConfig {
  const secrets = Object.values(telemetry).flatMap(({ headers }) => headers.map(([, value]) => value));
  if (secrets.length === 0) return config;
  const files = Object.entries(config.configMap?.configMap ?? {}).map(([name, file]) => {
    const text = new TextDecoder().decode(file.body ?? new Uint8Array());
    return [name, { ...file, body: new TextEncoder().encode(scrub(text, secrets)) }] as const;
  });
  return { configMap: { configMap: Object.fromEntries(files) } };
}

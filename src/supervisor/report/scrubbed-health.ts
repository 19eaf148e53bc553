import type { ComponentHealth } from "../../opamp/wire/messages.ts";
import { scrub } from "../../telemetry/scrub.ts";

/** The health that a Collector reports without secrets: errors of its components quote what they were given. */
export function scrubbedHealth(health: ComponentHealth, secrets: readonly string[]): ComponentHealth {
  const { lastError, status, componentHealthMap } = health;
  const parts = Object.entries(componentHealthMap ?? {});
  return {
    ...health,
    ...(lastError && { lastError: scrub(lastError, secrets) }),
    ...(status && { status: scrub(status, secrets) }),
    ...(parts.length > 0 && {
      componentHealthMap: Object.fromEntries(parts.map(([name, part]) => [name, scrubbedHealth(part, secrets)])),
    }),
  };
}

import type { ComponentHealth } from "../opamp/wire/messages.ts";

/** What one health report says of the configuration that the Collector was started with. */
export type Verdict =
  | { is: "proven" }
  /** Healthy without a status: proof only for older extensions, which never send an aggregated one. */
  | { is: "healthy-without-status" }
  | { is: "failed"; reason: string }
  | { is: "open" };

const failures = new Set(["StatusPermanentError", "StatusFatalError"]);

/**
 * Reads a health report of the opamp extension. `StatusOK` is proof. A recoverable error is no verdict: what causes it
 * may lie outside. Around a start the order of reports varies (healthy, StatusStarting, StatusOK within a millisecond).
 */
export function verdictOf(health: ComponentHealth): Verdict {
  const status = health.status ?? "";
  if (failures.has(status)) return { is: "failed", reason: failureReason(health) };
  if (status === "StatusOK" && health.healthy === true) return { is: "proven" };
  return status === "" && health.healthy === true ? { is: "healthy-without-status" } : { is: "open" };
}

/** `status: last error`, with the failing components by path, for example `pipeline:traces / receiver:otlp`. */
export function failureReason(health: ComponentHealth): string {
  const culprits = failingLeaves(health, []);
  return culprits.length > 0 ? culprits.join("; ") : describe(health);
}

/** Whether a Collector that was well says that it is about to end: an orderly shutdown reports no more than that. */
export function isFarewell({ healthy, status = "", lastError = "" }: ComponentHealth): boolean {
  return healthy !== true && lastError === "" && farewells.has(status);
}

const farewells = new Set(["", "StatusStopping", "StatusStopped"]);

/** Whether every component that is not well is an exporter with a recoverable error: what it sends to is away. */
export function onlyExportersComplain(health: ComponentHealth): boolean {
  const leaves = unwellLeaves(health, "");
  return leaves.length > 0 && leaves.every(([name, status]) => name.startsWith("exporter:") && status === recoverable);
}

const recoverable = "StatusRecoverableError";

function unwellLeaves(health: ComponentHealth, name: string): [name: string, status: string][] {
  const children = Object.entries(health.componentHealthMap ?? {});
  if (children.length > 0) return children.flatMap(([child, value]) => unwellLeaves(value, child));
  return health.healthy === true ? [] : [[name, health.status ?? ""]];
}

function failingLeaves(health: ComponentHealth, path: readonly string[]): string[] {
  const children = Object.entries(health.componentHealthMap ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const below = children.flatMap(([name, child]) => failingLeaves(child, [...path, name]));
  if (below.length > 0) return below;
  return failures.has(health.status ?? "") && path.length > 0 ? [`${path.join(" / ")}: ${describe(health)}`] : [];
}

function describe(health: ComponentHealth): string {
  const status = health.status === undefined || health.status === "" ? "unhealthy" : health.status;
  return health.lastError === undefined || health.lastError === "" ? status : `${status}: ${health.lastError}`;
}

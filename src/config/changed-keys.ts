import { isDeepStrictEqual } from "node:util";

/**
 * The keys of `supervisor.yaml` that say something else in `b` than in `a`, as `agent::env`: two steps deep, three where the second is a
 * section of sections. Values are not in it.
 */
export function changedKeys(a: object, b: object, depth = 3): string[] {
  return differences(a, b, depth).map((path) => path.join("::"));
}

function differences(a: unknown, b: unknown, depth: number): string[][] {
  if (isDeepStrictEqual(a, b)) return [];
  if (depth === 0 || !isSection(a) || !isSection(b)) return [[]];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap((name) => differences(a[name], b[name], depth - 1).map((path) => [name, ...path]));
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether a change of this key, or of one above it, is taken while the supervisor runs. */
export function isTakenLive(key: string): boolean {
  return live.some((each) => key === each || key.startsWith(`${each}::`));
}

/**
 * What decides how the Collector's configuration is composed, tried, proved and watched. What has made the process (addresses, files that
 * are open, users, keys of the storage) or what the server was told of it (capabilities) needs another one.
 */
export const live = [
  "agent::access_dirs",
  "agent::automatic_config_rollback",
  "agent::config_apply_timeout",
  "agent::config_files",
  "agent::config_probation",
  "agent::description",
  "agent::fallback",
  "agent::flow_guard",
  "agent::flow_guard_interval",
  "agent::liveness_timeout",
  "agent::locked_files",
  "agent::merge",
  "agent::on_empty_remote_config",
  "agent::orphan_detection_interval",
  "agent::package::allow_downgrade",
  "agent::package::keep",
  "agent::package::minimum_version",
  "agent::policy",
  "agent::restart_unhealthy",
  "agent::startup_fallback_configs",
  "agent::use_hup_config_reload",
  "agent::validate_config",
  "agent::watch_config_files",
  "connection::return_after",
  "connection::verify_timeout",
  "telemetry::logs::level",
] as const;

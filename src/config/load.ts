import type { Files, Host } from "../runtime/ports.ts";
import type { Problem, ReadingCode, UsageCode, UsageFault } from "./problem.ts";
import { readConfig } from "./read-config.ts";
import { toSettings } from "./settings.ts";
import { formatPath, nearestPlace } from "./tree.ts";
import type { SupervisorConfig } from "./types.ts";

export interface LoadOptions {
  /** As given by the operator; a relative path counts from the working directory, `file:` in front is taken. */
  path: string;
  files: Pick<Files, "read">;
  /** For `${env:X}` and, on Windows, `%ProgramData%`. */
  env: Readonly<Record<string, string>>;
  os: Host["os"];
}

export type LoadResult =
  | {
      ok: true;
      config: SupervisorConfig;
      /** What the file says, defaults included, by its keys: to be compared with another reading. It has secrets. */
      stated: object;
      /** For the log, each with its place. */
      warnings: string[];
      /** A problem that shows only when a value is used, with its place. */
      problem(fault: UsageFault): Problem<UsageCode>;
    }
  | {
      ok: false;
      /** All of them, in the order of the file; at least one. */
      problems: Problem<ReadingCode>[];
      /** Where it is, for all that can be read of it; `undefined` where that cannot be told. */
      storageDirectory?: string;
    };

/**
 * Reads, expands and checks `supervisor.yaml`. Nothing else is looked at: whether the Collector and the certificates
 * are there is found by those who use them.
 */
export async function loadConfig(options: LoadOptions): Promise<LoadResult> {
  const reading = await readConfig(options);
  if (!reading.ok) return reading;
  const { path: file } = options;
  const { expanded, extensions, own } = reading;
  const warnings = reading.warnings.map(({ place, message }) => `${file}:${place.line}:${place.column}: ${message}`);
  const nowhere = { line: 0, column: 0 };
  const problem = ({ code, message, path }: UsageFault): Problem<UsageCode> => {
    const place = path === undefined ? nowhere : nearestPlace(expanded, path);
    return { code, file, ...place, key: formatPath(path ?? []), message };
  };
  const config = toSettings({ ...options, file: reading.file, auth: extensions.auth, signals: own.signals });
  return { ok: true, config, stated: { ...reading.file, extensions: extensions.auth }, warnings, problem };
}

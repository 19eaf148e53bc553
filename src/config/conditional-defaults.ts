import type { Host } from "../runtime/ports.ts";
import type { SupervisorFile } from "./schema/supervisor.ts";

export interface DefaultsOptions {
  file: Pick<SupervisorFile, "capabilities">;
  env: Readonly<Record<string, string>>;
  os: Host["os"];
}

/** What holds where the file says nothing, for keys whose default depends on the system or on another key. */
export interface ConditionalDefaults {
  storageDirectory: string;
  useHupConfigReload: boolean;
  reportsRemoteConfig: boolean;
  reportsPackageStatuses: boolean;
}

export function conditionalDefaults({ file: { capabilities }, env, os }: DefaultsOptions): ConditionalDefaults {
  return {
    storageDirectory: defaultStorageDirectory({ env, os }),
    useHupConfigReload: os !== "windows",
    reportsRemoteConfig: capabilities.accepts_remote_config,
    reportsPackageStatuses: capabilities.accepts_packages || capabilities.accepts_supervisor_package,
  };
}

/** Where state is kept if the file says nothing of it, as in the Go supervisor. */
export function defaultStorageDirectory({ env, os }: Pick<DefaultsOptions, "env" | "os">): string {
  if (os !== "windows") return "/var/lib/otelcol/supervisor";
  const name = Object.keys(env).find((key) => key.toUpperCase() === "PROGRAMDATA");
  const programData = name === undefined ? "" : (env[name] ?? "");
  return `${programData === "" ? "C:\\ProgramData" : programData.replace(/[\\/]+$/, "")}\\Otelcol\\Supervisor`;
}

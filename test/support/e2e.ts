import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { getCollector } from "../../scripts/get-collector.ts";
import { projectRoot } from "./project.ts";
import { scratchDirectory } from "./scratch.ts";
import { SupervisorProcess } from "./supervisor-process.ts";

/** The real Collector: the one that the test command found, or found now. */
export const otelcol: string = process.env["OTELCOL"] ?? (await getCollector());

/** The compiled executable: the one that the test command built, or the one in `dist`. */
export const executable: string = process.env["OPAMPSUPERVISOR_EXECUTABLE"] ?? builtExecutable();

/** Keeps the Collector off port 8888, which only one can have. */
export const quietMetrics = { service: { telemetry: { metrics: { level: "none" } } } };

export interface WorldOptions {
  /** `null`: no server is configured. */
  endpoint: string | null;
  /** Default: the real Collector. */
  collector?: string;
  /** Parts of `supervisor.yaml` that differ from the rest, merged section by section. */
  config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Local layer of the Collector's configuration. Default: `quietMetrics`. `null`: none. */
  local?: unknown;
}

/** A directory with a `supervisor.yaml`, in which supervisors are started, one after the other. */
export class World {
  readonly directory = scratchDirectory();
  readonly storage = join(this.directory, "storage");
  readonly configFile = join(this.directory, "supervisor.yaml");

  constructor(options: WorldOptions) {
    this.configure(options);
  }

  configure({ endpoint, collector = otelcol, config = {}, local = quietMetrics }: WorldOptions): void {
    if (local !== null) writeFileSync(this.path("local.yaml"), typeof local === "string" ? local : stringify(local));
    const section = (name: string, defaults: object) => ({ [name]: { ...defaults, ...config[name] } });
    const whole = {
      ...(endpoint === null ? {} : section("server", { endpoint })),
      ...section("connection", {}),
      ...section("capabilities", { accepts_remote_config: true }),
      ...section("agent", { executable: collector, ...(local === null ? {} : { config_files: ["local.yaml"] }) }),
      ...section("storage", { directory: "./storage" }),
      ...section("telemetry", { logs: { level: "debug" } }),
      ...section("healthcheck", {}),
      ...section("extensions", {}),
    };
    writeFileSync(this.configFile, stringify(whole));
  }

  path(name: string): string {
    return join(this.directory, name);
  }

  stored(name: string): string {
    return join(this.storage, name);
  }

  start(...args: string[]): SupervisorProcess {
    return this.startIn({}, ...args);
  }

  /** The same behind another command, which becomes it. */
  startBehind([program, ...prefix]: readonly [program: string, ...args: string[]]): SupervisorProcess {
    const args = [...prefix, executable, `--config=${this.configFile}`];
    return new SupervisorProcess({ executable: program, args, directory: this.directory });
  }

  /** The same with more in its environment. */
  startIn(env: Readonly<Record<string, string>>, ...args: string[]): SupervisorProcess {
    const { directory, configFile } = this;
    return new SupervisorProcess({ executable, args: [`--config=${configFile}`, ...args], directory, env });
  }
}

/** A configuration whose `health_check` answers on `port`, with a pipeline that does nothing, off port 8888. */
export function serving(port: number): string {
  return stringify({
    receivers: { nop: null },
    exporters: { nop: null },
    extensions: { health_check: { endpoint: `127.0.0.1:${port}` } },
    service: {
      ...quietMetrics.service,
      extensions: ["health_check"],
      pipelines: { traces: { receivers: ["nop"], exporters: ["nop"] } },
    },
  });
}

/** A configuration that takes OTLP/HTTP on `port`, off port 8888; `more` is put over it, section by section. */
export function receiving(port: number, more: Readonly<Record<string, object>> = {}): string {
  return stringify({
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: { nop: null },
    service: { ...quietMetrics.service, pipelines: { traces: { receivers: ["otlp"], exporters: ["nop"] } } },
    ...more,
  });
}

/** A configuration that the Collector's own check takes and its start does not, since `file` is no certificate. */
export function failingToStart(port: number, file: string): string {
  const tls = { cert_file: file, key_file: file };
  return receiving(port, { receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}`, tls } } } } });
}

/** Whether something answers on `port`. */
export async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).status > 0;
  } catch {
    return false;
  }
}

function builtExecutable(): string {
  const dist = join(projectRoot, "dist");
  const [name] = existsSync(dist) ? readdirSync(dist).filter((file) => file.startsWith("opampsupervisor_")) : [];
  if (name === undefined) throw new Error("nothing is built: run `bun run build`");
  return join(dist, name);
}

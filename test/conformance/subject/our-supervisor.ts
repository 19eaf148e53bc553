import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";

import { NotTestable } from "../rule.ts";
import type { AgentHandle, AgentOptions, AgentSubject } from "./agent.ts";

export interface SupervisorPaths {
  /** The compiled supervisor. */
  executable: string;
  collector: string;
}

/** The compiled supervisor with a real Collector. */
export function ourSupervisor(paths: SupervisorPaths): AgentSubject {
  return {
    name: "ours",
    transports: ["websocket"],
    subject: "agent",
    deadlineMs: 30_000,
    start: async (url, options) => await OurSupervisor.start(url(), options, paths),
  };
}

class OurSupervisor implements AgentHandle {
  readonly skipsTime = false;
  readonly #process: Bun.Subprocess;
  readonly #directory: string;

  private constructor(process: Bun.Subprocess, directory: string) {
    this.#process = process;
    this.#directory = directory;
  }

  static async start(
    endpoint: string,
    { deniedExporter }: AgentOptions,
    { executable, collector }: SupervisorPaths,
  ): Promise<OurSupervisor> {
    const directory = await mkdtemp(join(tmpdir(), "opampsupervisor-conformance-"));
    const quiet = { service: { telemetry: { metrics: { level: "none" } } } };
    await writeFile(join(directory, "local.yaml"), stringify(quiet));
    const policy = deniedExporter && { components: { exporters: { deny: [deniedExporter] } } };
    const config = {
      server: { endpoint },
      capabilities: { accepts_remote_config: true },
      agent: { executable: collector, config_files: ["local.yaml"], ...(policy && { policy }) },
      storage: { directory: "./storage" },
    };
    await writeFile(join(directory, "supervisor.yaml"), stringify(config));
    const child = Bun.spawn([executable, "--config=supervisor.yaml"], {
      cwd: directory,
      env: { PATH: process.env["PATH"] ?? "", HOME: directory },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "ignore",
    });
    return new OurSupervisor(child, directory);
  }

  async stop(): Promise<void> {
    this.#process.kill("SIGTERM");
    await this.#process.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async elapse(): Promise<void> {}

  async untilRetry(): Promise<void> {}

  now(): number {
    return performance.now();
  }

  report = unable;
  setCapabilities = unable;
  sendCustomMessage = unable;

  complaints(): string[] {
    throw new NotTestable("its log is its own");
  }
}

function unable(): Promise<void> {
  return Promise.reject(new NotTestable("nobody can tell it what to report"));
}

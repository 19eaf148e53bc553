import { copyFileSync, linkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import type { ExampleServer } from "../../examples/server/start-example-server.ts";
import { type EnterOptions, enterRoot } from "../../scripts/roots/enter.ts";
import { authoritiesFile } from "../../scripts/roots/minimal.ts";
import { ensureRoot, type RootRecipe, workPlace } from "../../scripts/roots/root.ts";
import { builtFor } from "./built-for.ts";
import { scratchDirectory } from "./scratch.ts";
import { SupervisorProcess } from "./supervisor-process.ts";

/** A machine that a released executable is tried on. */
export interface System extends Pick<EnterOptions, "emulates" | "readOnly"> {
  recipe: RootRecipe;
  /** What is built for it. */
  target: string;
  /** What a program there is put behind. Default: nothing. */
  launcher?: readonly string[];
  /** Whether its own certificates of authorities vouch for the server, by name. Default: a file of the configuration does, by address. */
  trusts?: "own authorities";
  /** How programs there name the files of `/work`. Default: the same. */
  place?: string;
  env?: Readonly<Record<string, string>>;
}

/** The certificate of the server's authority, in the directory. */
const authorities = "authorities.crt";

/** A directory of such a machine with the supervisor and a fake Collector that is healthy at once. */
export class SystemWorld {
  readonly directory = scratchDirectory();
  readonly #tmp = scratchDirectory();
  readonly #system: System;
  readonly #root: string;
  readonly #suffix: string;

  private constructor(system: System, root: string) {
    this.#system = system;
    this.#root = root;
    this.#suffix = system.target.startsWith("windows_") ? ".exe" : "";
    writeFileSync(join(this.directory, authorities), "");
  }

  static async open(system: System): Promise<SystemWorld> {
    const world = new SystemWorld(system, await ensureRoot(system.recipe));
    for (const name of ["opampsupervisor", "otelcol"] as const) {
      place(await builtFor(system.target, name), join(world.directory, `${name}${world.#suffix}`));
    }
    return world;
  }

  /** The section `server` that reaches this server from there. */
  reaches({ opampPort, endpoint, caFile = "" }: ExampleServer): Record<string, unknown> {
    const file = this.put(authorities, caFile);
    if (this.#system.trusts === undefined) return { endpoint, tls: { ca_file: file } };
    return { endpoint: `wss://localhost:${opampPort}/v1/opamp` };
  }

  /** `supervisor.yaml`, with this section `server`. */
  configure(server: Readonly<Record<string, unknown>>): void {
    const whole = {
      server,
      capabilities: { accepts_remote_config: true },
      agent: { executable: this.place(`otelcol${this.#suffix}`) },
      storage: { directory: this.place("storage") },
      telemetry: { logs: { level: "debug" } },
    };
    writeFileSync(join(this.directory, "supervisor.yaml"), stringify(whole));
  }

  /** A file that programs there find at the path that is returned. */
  put(name: string, from: string): string {
    copyFileSync(from, join(this.directory, name));
    return this.place(name);
  }

  /** How programs there name a file of this directory. */
  place(name: string): string {
    return `${this.#system.place ?? `${workPlace}/`}${name}`;
  }

  /** Starts the supervisor there with these arguments. */
  start(...args: readonly string[]): SupervisorProcess {
    const { launcher = [], env = {}, trusts, emulates, readOnly } = this.#system;
    const [executable = "", ...rest] = enterRoot({
      root: this.#root,
      work: this.directory,
      tmp: this.#tmp,
      command: [...launcher, `${workPlace}/opampsupervisor${this.#suffix}`, ...args],
      ...(emulates !== undefined && { emulates }),
      ...(readOnly !== undefined && { readOnly }),
      ...(trusts !== undefined && { over: { from: join(this.directory, authorities), to: authoritiesFile } }),
    });
    const whole = { FAKE_COLLECTOR: JSON.stringify({ run: "obeys" }), ...env };
    return new SupervisorProcess({ executable, args: rest, directory: this.directory, env: whole });
  }

  /** Runs one of its commands on its configuration to the end. */
  async command(name: string, ...flags: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    const ran = this.start(name, `--config=${this.place("supervisor.yaml")}`, ...flags);
    const code = await ran.exitCode;
    return {
      code,
      out: [...ran.text, ...ran.lines.map((line) => JSON.stringify(line))].join("\n"),
      err: await ran.complaint,
    };
  }
}

/** A hundred megabytes each: as a second name of the same file where that can be. */
function place(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { stringify } from "yaml";

import { quiet } from "./collector-configurations.ts";
import type { Contestant } from "./contestant.ts";
import { Supervised } from "./supervised.ts";

/** With whatever stands beside the endpoint. */
export interface ServerSection {
  endpoint: string;
  [key: string]: unknown;
}

export interface SiteOptions {
  contestant: Contestant;
  /** Path of the Collector. */
  collector: string;
  /** The section `server` of `supervisor.yaml`; `undefined` for none. */
  server: ServerSection | undefined;
  /** The Collector's local configuration. Default: one that does nothing. */
  local?: string;
  /** Added to the section `agent` of `supervisor.yaml`. Default nothing. */
  agent?: Readonly<Record<string, unknown>>;
  /** The same of `capabilities`. */
  capabilities?: Readonly<Record<string, boolean>>;
  /** The sections `telemetry` and `storage::secrets`. Default: there are none. */
  telemetry?: Readonly<Record<string, unknown>>;
  secrets?: Readonly<Record<string, unknown>>;
  /** Further files of its directory, the working directory of its supervisors, by name. Default: none. */
  files?: Readonly<Record<string, string>>;
  /** Where the supervisor answers for its own health. Default: nowhere. */
  healthPort?: number;
}

/** A directory with a `supervisor.yaml` and a storage directory, in which supervisors are started one after the other. */
export class Site {
  readonly storage: string;
  readonly #directory: string;
  readonly #options: SiteOptions;
  #current: Supervised | undefined;

  private constructor(directory: string, options: SiteOptions) {
    this.#directory = directory;
    this.#options = options;
    this.storage = join(directory, "storage");
  }

  static async create(options: SiteOptions): Promise<Site> {
    const { server, collector, contestant, agent = {}, local = stringify(quiet), healthPort } = options;
    const { capabilities = {}, telemetry, secrets, files = {} } = options;
    const site = new Site(await mkdtemp(join(tmpdir(), "opampsupervisor-bench-")), options);
    for (const [name, text] of Object.entries({ ...files, "local.yaml": local })) {
      await writeFile(site.path(name), text, { mode: 0o600 });
    }
    await writeFile(
      site.path("supervisor.yaml"),
      stringify({
        ...(server && { server }),
        capabilities: { accepts_remote_config: true, ...contestant.capabilities, ...capabilities },
        agent: { executable: collector, config_files: ["local.yaml"], ...agent },
        storage: { directory: site.storage, ...(secrets && { secrets }) },
        ...(telemetry && { telemetry }),
        ...(healthPort !== undefined && { healthcheck: { endpoint: `127.0.0.1:${healthPort}` } }),
      }),
    );
    return site;
  }

  /** Starts a supervisor; the one before must have ended. */
  start(): Supervised {
    const { contestant, collector } = this.#options;
    const args = ["--config", this.path("supervisor.yaml")];
    const output = this.path("supervisor.log");
    this.#current = new Supervised({ contestant, collector, args, directory: this.#directory, output });
    return this.#current;
  }

  path(name: string): string {
    return join(this.#directory, name);
  }

  /** Ends what still runs and removes the directory. */
  async remove(): Promise<void> {
    await this.#current?.end();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

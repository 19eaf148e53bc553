import { stringify } from "yaml";

import type { Format } from "../../scripts/distro/contents.ts";
import type { StatusSnapshot } from "../../src/control/snapshot.ts";
import { Container } from "./container.ts";
import { bothVersions, debianRoot } from "./distro-packages.ts";
import { otelcol, quietMetrics } from "./e2e.ts";

export const unit = "opampsupervisor.service";
export const configFile = "/etc/opampsupervisor/config.yaml";
export const storage = "/var/lib/opampsupervisor";

/** A Debian with systemd that finds both versions of a package in `/packages`, and a real Collector. */
export class DebianService {
  readonly container: Container;
  /** Of a version, in the container. */
  readonly path: (version: string) => string;

  private constructor(container: Container, path: (version: string) => string) {
    this.container = container;
    this.path = path;
  }

  /** `more`: files and directories of this machine by where the container finds them too. Default: none. */
  static async boot(format: Format, more: Readonly<Record<string, string>> = {}): Promise<DebianService> {
    const { out, name } = await bothVersions(format);
    const shared = { "/packages": out, "/usr/bin/otelcol-contrib": otelcol, ...more };
    const container = await Container.boot({ root: debianRoot(), shared });
    return new DebianService(container, (version) => `/packages/${name(version)}`);
  }

  /** Puts a `config.yaml` there as an operator would, without a server; parts of `agent` are added. */
  async configure(agent: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { container } = this;
    const config = {
      agent: {
        executable: "/usr/bin/otelcol-contrib",
        config_files: ["/etc/opampsupervisor/collector.yaml"],
        ...agent,
      },
      storage: { directory: storage },
    };
    await container.write(configFile, stringify(config));
    await container.write("/etc/opampsupervisor/collector.yaml", stringify(quietMetrics));
    await container.say("chgrp", "opampsupervisor", configFile);
    await container.say("chmod", "640", configFile);
  }

  /** A property of the unit (`systemctl show`). */
  property(name: string): Promise<string> {
    return this.container.say("systemctl", "show", `--property=${name}`, "--value", unit);
  }

  async mainPid(): Promise<number> {
    return Number(await this.property("MainPID"));
  }

  /** A small system has no program for that, but each shell has. */
  async signal(name: "KILL" | "STOP", pid: number): Promise<void> {
    await this.container.say("sh", "-c", `kill -s ${name} ${pid}`);
  }

  /** `status --json`, once the Collector is healthy. */
  async healthy(): Promise<StatusSnapshot> {
    for (;;) {
      const { code, out } = await this.container.run("opampsupervisor", "status", "--json", "--config", configFile);
      const status = code === 0 ? (JSON.parse(out) as StatusSnapshot) : undefined;
      if (status?.collector.healthy === true) return status;
      await Bun.sleep(50);
    }
  }

  /** Ids of processes of this user; none where there are none. */
  async processesOf(user: string): Promise<number[]> {
    const look = `for s in /proc/[0-9]*/status; do grep -qs "^Uid:.$(id -u ${user})" $s && echo $s; done; true`;
    const out = await this.container.say("sh", "-c", look);
    return [...out.matchAll(/\d+/g)].map(([pid]) => Number(pid));
  }
}

import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { storageDirectory } from "../../scripts/images/minimal-root.ts";
import { capture, type Captured } from "../../scripts/support/capture.ts";
import { statusField } from "../../src/runtime/os/linux-processes.ts";
import { SupervisorProcess } from "../support/supervisor-process.ts";
import type { ImageConfig } from "./layout.ts";

/** Unpacks an OCI image layout into a new directory, with another's tool than what made it; the root file system. */
export async function unpacked(layout: string, tag: string, bundle: string): Promise<string> {
  const { code, output } = await capture(["umoci", "unpack", "--image", `${layout}:${tag}`, bundle]);
  if (code !== 0) throw new Error(output);
  return join(bundle, "rootfs");
}

export interface ContainerOptions {
  /** The root file system; it is read-only, but for the storage directory, which is a volume. */
  rootfs: string;
  config: ImageConfig;
  /** Files of this machine that are mounted into it, by their path there. */
  mounts?: Readonly<Record<string, string>>;
  env?: Readonly<Record<string, string>>;
}

/** A container of the simplest kind: mounts and processes of its own, and this machine's network. */
export class Container {
  readonly supervisor: SupervisorProcess;
  readonly #config: ImageConfig;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(supervisor: SupervisorProcess, config: ImageConfig, env: Readonly<Record<string, string>>) {
    this.supervisor = supervisor;
    this.#config = config;
    this.#env = env;
  }

  /** Starts what the image says, as its first process; it ends with its test. */
  static async start({ rootfs, config, mounts = {}, env = {} }: ContainerOptions): Promise<Container> {
    for (const directory of ["proc", "dev"]) await mkdir(join(rootfs, directory), { recursive: true });
    const bound = { ...engines, ...mounts };
    for (const target of Object.keys(bound)) await emptyFile(join(rootfs, target));
    const [user] = config.User.split(":");
    const steps = [
      "set -e",
      `mount --bind ${rootfs} ${rootfs}`,
      `mount -t tmpfs -o mode=0700,uid=${user},gid=${user} none ${rootfs}${storageDirectory}`,
      `mount -t proc none ${rootfs}/proc`,
      ...Object.entries(bound).map(([target, source]) => `mount --bind ${source} ${rootfs}${target}`),
      `mount -o remount,bind,ro ${rootfs}`,
      'exec "$@"',
    ];
    const whole = { ...Object.fromEntries(config.Env.map((entry) => entry.split("="))), ...env };
    const within = ["/usr/sbin/chroot", `--userspec=${config.User}`, rootfs, ...config.Entrypoint, ...config.Cmd];
    const supervisor = new SupervisorProcess({
      executable: "/usr/bin/unshare",
      args: ["-m", "-p", "-f", "--kill-child", "/bin/sh", "-c", steps.join("\n"), "sh", ...within],
      directory: "/",
      env: whole,
    });
    return new Container(supervisor, config, whole);
  }

  /** The container's first process, by its number on this machine. */
  get first(): number {
    const found = this.supervisor.descendants().find((pid) => numbersOf(pid).at(-1) === "1");
    if (found === undefined) throw new Error("the container has no first process");
    return found;
  }

  /** Runs the image's health check in it, as an engine does. */
  async check(): Promise<Captured> {
    const [, ...command] = this.#config.Healthcheck.Test;
    const [user = ""] = this.#config.User.split(":");
    const as = [`--setuid=${user}`, `--setgid=${user}`];
    const into = [`--target=${this.first}`, "--mount", "--pid", "--root", "--wdns=/"];
    return await capture(["nsenter", ...into, ...as, ...command], { env: this.#env });
  }
}

/** The numbers of a process, from this machine's to that of the innermost namespace. */
function numbersOf(pid: number): string[] {
  return (statusField(pid, "NSpid") ?? "").split(/\s+/);
}

/** What every engine mounts into a container, of this machine's own. */
const engines = Object.fromEntries(
  ["/dev/null", "/dev/random", "/dev/urandom", "/etc/hosts", "/etc/resolv.conf"].map((path) => [path, path]),
);

async function emptyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "");
}

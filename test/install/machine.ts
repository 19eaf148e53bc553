import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";

import { scratchDirectory } from "../support/scratch.ts";
import { type Ran, ran, script } from "./sandbox.ts";

export interface MachineOptions {
  releases: string;
  /** Whether it looks as if systemd ran there. */
  systemd: boolean;
}

/**
 * A machine to be root on: this one's files, of which a copy is made when they are written to, in namespaces of its own. systemctl
 * stands in for the real one and writes down what it was asked.
 */
export class Machine {
  readonly #scratch = scratchDirectory();
  readonly #options: MachineOptions;

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  /** Runs shell commands there as root, one machine a call; `install` in them is the script under test. */
  async run(commands: string): Promise<Ran> {
    const stage = this.#scratch;
    const bin = join(stage, "bin");
    await mkdir(bin, { recursive: true });
    await Bun.write(join(bin, "install"), `#!/bin/sh\nexec dash ${script} "$@"\n`);
    await Bun.write(
      join(bin, "systemctl"),
      `#!/bin/sh\necho "systemctl $*" >>/asked\n[ "$1" != restart ] || [ ! -e /refuses ]\n`,
    );
    for (const name of ["install", "systemctl"]) await chmod(join(bin, name), 0o755);
    const within = [
      "set -e",
      "mkdir -p /disk",
      "mount -t tmpfs none /disk",
      "mkdir /disk/upper /disk/work /disk/root",
      "mount -t overlay none -o lowerdir=/,upperdir=/disk/upper,workdir=/disk/work /disk/root",
      "mount -t proc none /disk/root/proc",
      "mount -t tmpfs none /disk/root/run",
      this.#options.systemd ? "mkdir -p /disk/root/run/systemd/system" : ":",
      `mkdir -p /disk/root${stage}`,
      `mount --bind ${stage} /disk/root${stage}`,
      'exec chroot /disk/root sh -c "$1"',
    ];
    return await ran(["unshare", "-m", "sh", "-c", within.join("\n"), "sh", `cd /; ${commands}`], {
      PATH: `${bin}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: "/root",
      OPAMPSUPERVISOR_RELEASES_URL: this.#options.releases,
    });
  }
}

import { chmod, mkdir } from "node:fs/promises";
import { join } from "node:path";

import { scratchDirectory } from "../support/scratch.ts";
import { type Ran, ran, script } from "./sandbox.ts";

/** How a script knows what manages services, and with what it speaks to it. */
const managers = {
  systemd: { sign: "mkdir -p /disk/root/run/systemd/system", commands: ["systemctl"] },
  openrc: { sign: "mkdir -p /disk/root/run/openrc", commands: ["rc-service", "rc-update"] },
  launchd: { sign: "mkdir -p /disk/root/Library/LaunchDaemons", commands: ["launchctl", "uname"] },
} as const;

const none = { sign: ":", commands: [] } as const;

/** Writes down what it is asked. A service can be made to refuse its start; one of launchd is loaded or not, on a Mac. */
const manage = `#!/bin/sh
[ "\${0##*/}" = uname ] || echo "\${0##*/} $*" >>/asked
case " $*" in
*" restart"*) [ ! -e /refuses ] ;;
" bootstrap "*) [ ! -e /refuses ] && touch /loaded ;;
" bootout "*) rm /loaded ;;
" print "*) [ -e /loaded ] ;;
" -s") echo Darwin ;;
" -m") echo arm64 ;;
esac
`;

export interface MachineOptions {
  releases: string;
  /** What looks as if it ran there. Default: nothing that manages services. */
  manager?: keyof typeof managers;
}

/**
 * A machine to be root on: this one's files, of which a copy is made when they are written to, in namespaces of its own. What
 * manages services is a stand-in that writes down what it was asked.
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
    const { sign, commands: names } = this.#options.manager === undefined ? none : managers[this.#options.manager];
    for (const name of names) await Bun.write(join(bin, name), manage);
    for (const name of ["install", ...names]) await chmod(join(bin, name), 0o755);
    const within = [
      "set -e",
      "mkdir -p /disk",
      "mount -t tmpfs none /disk",
      "mkdir /disk/upper /disk/work /disk/root",
      "mount -t overlay none -o lowerdir=/,upperdir=/disk/upper,workdir=/disk/work /disk/root",
      "mount -t proc none /disk/root/proc",
      "mount -t tmpfs none /disk/root/run",
      sign,
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

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Where a hierarchy of systemd's is mounted, and by what it is known in `/proc/self/cgroup` (cgroups(7)). */
const hierarchies = [
  { mount: "/sys/fs/cgroup", id: /^0::(.*)$/m },
  { mount: "/sys/fs/cgroup/unified", id: /^0::(.*)$/m },
  { mount: "/sys/fs/cgroup/systemd", id: /^\d+:name=systemd:(.*)$/m },
];

/** Control groups below this process's own, one in each hierarchy, so that two containers have nothing in common. */
export class ControlGroups {
  readonly #directories: readonly string[];

  constructor(name: string) {
    const own = readFileSync("/proc/self/cgroup", "utf8");
    this.#directories = hierarchies.flatMap(({ mount, id }) => {
      const path = id.exec(own)?.[1];
      return path !== undefined && existsSync(join(mount, "cgroup.procs")) ? [join(mount, path, name)] : [];
    });
    for (const directory of this.#directories) mkdirSync(directory);
  }

  /** The command that runs `command` in them. */
  around(command: readonly string[]): string[] {
    const enter = 'while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs" || exit; shift; done; shift; exec "$@"';
    return ["sh", "-c", enter, "sh", ...this.#directories, "--", ...command];
  }

  /** Nothing may run in them any more. */
  remove(): void {
    for (const directory of this.#directories) {
      Bun.spawnSync(["find", directory, "-depth", "-type", "d", "-exec", "rmdir", "{}", ";"], { stderr: "ignore" });
    }
  }
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the kernel shows itself. */
export interface KernelPlaces {
  /** Default `/proc`. */
  proc?: string;
  /** Default `/sys/fs/cgroup`. */
  cgroups?: string;
}

/**
 * How many processes the kernel has killed for lack of memory so far, in the control group of this process and, with the
 * second version of control groups, below it. Where the groups tell nothing it is the count of the whole machine;
 * `undefined` where there is none either, as on any system but Linux. Read before and after an end by SIGKILL, it tells
 * whether that was the reason.
 */
export function oomKills({ proc = "/proc", cgroups = "/sys/fs/cgroup" }: KernelPlaces = {}): number | undefined {
  for (const file of [...ownCounters(proc, cgroups), join(proc, "vmstat")]) {
    const count = /^oom_kill (\d+)$/m.exec(read(file))?.[1];
    if (count !== undefined) return Number(count);
  }
  return undefined;
}

/**
 * The files of the own group, the nearest first. In a container, whose own group may be mounted where the machine has its
 * root, the path may lead nowhere. Both versions may be there at once; memory is a matter of one of them.
 */
function ownCounters(proc: string, cgroups: string): string[] {
  return read(join(proc, "self/cgroup"))
    .split("\n")
    .flatMap((line) => {
      const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      if (controllers === undefined || path === undefined) return [];
      if (controllers === "") return [path, "/"].map((group) => join(cgroups, group, "memory.events"));
      if (!controllers.split(",").includes("memory")) return [];
      return [path, "/"].map((group) => join(cgroups, "memory", group, "memory.oom_control"));
    });
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

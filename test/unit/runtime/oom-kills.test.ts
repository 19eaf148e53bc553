import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { oomKills } from "../../../src/runtime/os/oom-kills.ts";
import { createHost } from "../../../src/runtime/shared/host.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const events = (kills: number) => `low 0\nhigh 0\nmax 12\noom 9\noom_kill ${kills}\noom_group_kill 0\n`;
const control = (kills: number) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${kills}\n`;

/** A kernel that shows these files and no others. */
function kernel(files: Readonly<Record<string, string>>) {
  const root = join(directory, crypto.randomUUID());
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { proc: join(root, "proc"), cgroups: join(root, "cgroup") };
}

test.each([
  [
    "control groups of the second version",
    { "proc/self/cgroup": "0::/system.slice/s.service\n", "cgroup/system.slice/s.service/memory.events": events(3) },
    3,
  ],
  [
    "a container that has only its own group",
    { "proc/self/cgroup": "0::/../elsewhere\n", "cgroup/memory.events": events(4) },
    4,
  ],
  [
    "control groups of the first version",
    {
      "proc/self/cgroup": "5:cpu,cpuacct:/\n4:memory:/docker/a:b\n0::/\n",
      "cgroup/memory/docker/a:b/memory.oom_control": control(5),
      "proc/vmstat": "oom_kill 99\n",
    },
    5,
  ],
  [
    "memory under the first version, in a container that has only its own group",
    { "proc/self/cgroup": "4:memory:/docker/abc\n", "cgroup/memory/memory.oom_control": control(6) },
    6,
  ],
  [
    "groups that do not count, by the count of the machine",
    { "proc/self/cgroup": "0::/\n", "proc/vmstat": "nr_free_pages 1\noom_kill 7\n" },
    7,
  ],
  ["an old kernel, not at all", { "proc/self/cgroup": "0::/\n", "proc/vmstat": "nr_free_pages 1\n" }, undefined],
  ["another system, not at all", {}, undefined],
])("processes killed for lack of memory are counted under %s", (_, files, kills) => {
  expect(oomKills(kernel(files))).toBe(kills);
});

test("this machine counts them", () => {
  const kills = createHost().oomKills();
  if (process.platform === "linux") expect(kills).toBeGreaterThanOrEqual(0);
  else expect(kills).toBeUndefined();
});

import { afterAll } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A control group whose processes have so much memory together, and no swap; above it the kernel ends one of them. */
export interface MemoryGroup {
  /** What a command is put behind to run in the group. */
  prefix: readonly [program: string, ...args: string[]];
}

/**
 * Makes a group, of whichever version of control groups manages memory here; as root, or by way of a `sudo` that asks for
 * no password. Throws where neither can be had. It is removed after the tests of the file.
 */
export function createMemoryGroup(bytes: number): MemoryGroup {
  const isSecond = readIfThere("/sys/fs/cgroup/cgroup.controllers").split(/\s/).includes("memory");
  const name = `opampsupervisor-test-${process.pid}`;
  const group = isSecond ? join("/sys/fs/cgroup", name) : join("/sys/fs/cgroup/memory", name);
  const limits = isSecond
    ? { "memory.max": bytes, "memory.swap.max": 0 }
    : { "memory.limit_in_bytes": bytes, "memory.memsw.limit_in_bytes": bytes };
  const [first, ...others] = Object.entries(limits).map(([file, value]) => `echo ${value} >${join(group, file)}`);
  asRoot(`mkdir ${group} && ${first}`);
  afterAll(() => asRoot(`rmdir ${group}`));
  // A kernel without accounting of swap has no such file.
  for (const command of others) asRoot(`${command} || true`);
  const enter = [...rootPrefix, "sh", "-c", `echo $1 >${join(group, "cgroup.procs")}`, "sh", "$$"]
    .map(quoted)
    .join(" ");
  return { prefix: ["sh", "-c", `${enter} && exec "$@"`, "sh"] };
}

const rootPrefix: readonly string[] = process.getuid?.() === 0 ? [] : ["sudo", "-n"];

function asRoot(script: string): void {
  const { success, stderr } = Bun.spawnSync([...rootPrefix, "sh", "-c", script]);
  if (!success) throw new Error(`no control group for memory can be made here: ${stderr.toString().trim()}`);
}

function quoted(word: string): string {
  return word === "$$" ? word : `'${word}'`;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

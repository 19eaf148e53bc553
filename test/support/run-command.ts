import type { StatusSnapshot } from "../../src/control/snapshot.ts";
import { executable, type World } from "./e2e.ts";
import { awaiting } from "./open-waits.ts";
import { SupervisorProcess } from "./supervisor-process.ts";

/** Runs one of the executable's commands on the supervisor of `world`. */
export async function runCommand({ configFile, directory }: World, command: string, ...flags: string[]) {
  const args = [command, `--config=${configFile}`, ...flags];
  const ran = new SupervisorProcess({ executable, args, directory });
  const code = await ran.exitCode;
  return { code, out: ran.text.join("\n"), err: await ran.complaint };
}

/** What `status --json` prints. */
export async function statusOf(world: World): Promise<StatusSnapshot> {
  const { configFile, directory } = world;
  const child = Bun.spawn([executable, "status", "--json", `--config=${configFile}`], {
    cwd: directory,
    stdout: "pipe",
  });
  return (await awaiting("the answer of `status`", new Response(child.stdout).json())) as StatusSnapshot;
}

/** Runs one of the executable's commands on the configuration of `world`; output of any form, as it is. */
export async function outputOf(
  { configFile, directory }: World,
  [command, ...flags]: readonly [command: string, ...flags: string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string }> {
  const child = Bun.spawn([executable, command, `--config=${configFile}`, ...flags], {
    cwd: directory,
    env: { PATH: process.env["PATH"] ?? "", HOME: directory, ...env },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [code, out, err] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  return { code, out, err };
}

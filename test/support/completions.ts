import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { sourceCommand } from "./project.ts";
import { scratchDirectory } from "./scratch.ts";

/** Stands for the program: it says with which words it was run. */
const program = `opampsupervisor() { printf 'RAN:%s:\\n' "$*"; }\n`;

/** What is typed, a TAB for each `\\t`, and what is run then, where `local.yaml` is the only file that begins so. */
export const typed: readonly (readonly [keys: string, run: string])[] = [
  ["opampsupervisor conf\t--al\t", "config --all"],
  ["opampsupervisor check-p\t--config loc\t", "check-policy --config local.yaml"],
  ["opampsupervisor --config=loc\t", "--config=local.yaml"],
  ["opampsupervisor --log-encoding=c\t", "--log-encoding=console"],
  ["opampsupervisor run --log-encoding=j\t", "run --log-encoding=json"],
  ["opampsupervisor validate --without\tloc\t", "validate --without-stored local.yaml"],
  ["opampsupervisor completion pow\t", "completion powershell"],
  ["opampsupervisor version --js\t", "version --json"],
];

/** What `completion` prints for a shell. */
export function completionFor(shell: string): string {
  const ran = Bun.spawnSync([...sourceCommand, "completion", shell], { env: { ...process.env, NO_COLOR: "" } });
  if (ran.exitCode !== 0) throw new Error(ran.stderr.toString());
  return ran.stdout.toString();
}

/** A directory to complete in, with `start` as the file `name` that the shell begins with. */
export function completionScene(shell: string, name: string, start: string): string {
  const directory = scratchDirectory();
  writeFileSync(join(directory, "local.yaml"), "");
  writeFileSync(join(directory, "completion"), completionFor(shell));
  writeFileSync(join(directory, name), `${start}\n${program}source ./completion\n`);
  return directory;
}

/** What was run, in order. */
export function ranIn(shown: string): string[] {
  return [...shown.matchAll(/RAN:(.*?) ?:\r?\n/g)].map(([, words = ""]) => words);
}

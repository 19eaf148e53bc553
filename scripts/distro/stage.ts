import { cp, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { commands, defaultCommand } from "../../src/cli/commands.ts";
import { bashCompletion } from "../../src/cli/completion/bash.ts";
import { fishCompletion } from "../../src/cli/completion/fish.ts";
import { commandTree } from "../../src/cli/completion/tree.ts";
import { zshCompletion } from "../../src/cli/completion/zsh.ts";
import { root } from "../support/root.ts";

/** Of `packaging/`: what runs while a package is installed or removed. */
const scripts = ["preinstall", "deb", "rpm", "apk"];

/**
 * Writes what packages hold and the repository does not, completions and the manual page as manual pages are installed, and the
 * scripts of the packages: nfpm keeps the times of theirs, which here are `epoch`, seconds since 1970.
 */
export async function stage(directory: string, epoch: number): Promise<void> {
  const tree = await commandTree({ commands, defaultCommand });
  await writeFile(join(directory, "completion.bash"), bashCompletion(tree));
  await writeFile(join(directory, "completion.zsh"), zshCompletion(tree));
  await writeFile(join(directory, "completion.fish"), fishCompletion(tree));
  const manual = await readFile(join(root, "docs/opampsupervisor.1"));
  await writeFile(join(directory, "opampsupervisor.1.gz"), Bun.gzipSync(manual, { level: 9 }));
  for (const name of scripts) await cp(join(root, "packaging", name), join(directory, name), { recursive: true });
  for (const name of await readdir(directory, { recursive: true })) await utimes(join(directory, name), epoch, epoch);
}

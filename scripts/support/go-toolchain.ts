import { chmod, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import { capture } from "./capture.ts";
import { goArch, goOs } from "./platform.ts";

const downloaded = z.object({ Dir: z.string() });

/**
 * Fetches a Go toolchain as the module that it is, with a Go too old to do so by itself (before 1.21; Debian 12 has 1.19),
 * and returns its `bin` folder. Go checks the module against its checksum database. What a younger Go does then is done
 * here: the programs are made executable, and `go.mod` files get the name back that they cannot have inside a module.
 *
 * @throws {Error} with Go's own words where the module cannot be had
 */
export async function fetchGoToolchain(go: string, version: string): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "opampsupervisor-go-"));
  try {
    const module = `golang.org/toolchain@v0.0.1-go${version}.${goOs()}-${goArch()}`;
    const env = { GOFLAGS: "-modcacherw" };
    const { code, stdout, output } = await capture([go, "mod", "download", "-json", module], {
      directory: scratch,
      env,
    });
    if (code !== 0) throw new Error(`${module}: ${output}`);
    const { Dir: folder } = downloaded.parse(JSON.parse(stdout));
    await makeExecutable(join(folder, "bin"));
    await makeExecutable(join(folder, "pkg", "tool"));
    await restoreModuleFiles(join(folder, "src"));
    return join(folder, "bin");
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makeExecutable(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => chmod(join(entry.parentPath, entry.name), 0o755)),
  );
}

async function restoreModuleFiles(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hidden = entries.filter((entry) => entry.name === "_go.mod");
  await Promise.all(hidden.map(({ parentPath, name }) => rename(join(parentPath, name), join(parentPath, "go.mod"))));
}

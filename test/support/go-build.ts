import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** The Go module that holds the counterparts on the reference Go library. */
const moduleDirectory = join(import.meta.dir, "../interop/go");

/**
 * For `beforeAll`, milliseconds: on a fresh machine the first build downloads the reference library from the Go module
 * proxy and compiles the standard library; that takes minutes on a slow line, all later ones take a second.
 */
export const goBuildTimeoutMs = 5 * 60_000;

export class GoBuildError extends Error {
  readonly code = "GO_BUILD";
  override readonly name = "GoBuildError";

  constructor(
    readonly program: string,
    readonly output: string,
  ) {
    super(`cannot build the Go program ${program}: ${output}`);
  }
}

/**
 * The path of the executable made from `test/interop/go/<program>`. It is built once for each state of the module's
 * sources and kept in the user's cache directory; builds at the same time do not disturb each other.
 * Throws `GoBuildError`, also where there is no Go.
 */
export async function goBuild(program: string): Promise<string> {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "opampsupervisor", "interop");
  const directory = join(cache, await sourcesHash());
  const executable = join(directory, process.platform === "win32" ? `${program}.exe` : program);
  if (await isFile(executable)) return executable;

  await mkdir(directory, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(directory, "build-"));
  try {
    const fresh = join(scratch, program);
    await runGoBuild(program, fresh);
    await chmod(fresh, 0o700);
    await rename(fresh, executable);
  } finally {
    await rm(scratch, { recursive: true });
  }
  return executable;
}

async function runGoBuild(program: string, output: string): Promise<void> {
  const go = Bun.which("go");
  if (go === null) throw new GoBuildError(program, "there is no `go` on PATH");
  const build = Bun.spawn([go, "build", "-o", output, `./${program}`], {
    cwd: moduleDirectory,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  const [code, errors] = await Promise.all([build.exited, build.stderr.text()]);
  if (code !== 0) throw new GoBuildError(program, errors.trim());
}

async function sourcesHash(): Promise<string> {
  const names = (await readdir(moduleDirectory, { recursive: true })).filter((name) => /\.(?:go|mod|sum)$/.test(name));
  const hash = createHash("sha256").update(`${process.platform}/${process.arch}\0`);
  for (const name of names.sort()) {
    hash
      .update(`${name}\0`)
      .update(await readFile(join(moduleDirectory, name)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 32);
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

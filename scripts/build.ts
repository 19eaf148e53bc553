import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { signAdHoc } from "./mach-o/sign-ad-hoc.ts";
import { capture } from "./support/capture.ts";
import { goArch, goOs } from "./support/platform.ts";
import { root } from "./support/root.ts";

/**
 * The supervisor waits most of its life: compiling to machine code, which the policy puts off by that factor, costs more
 * memory than it saves time. The library behind 64-bit numbers of protobuf multiplies with WebAssembly where there is
 * one: without, it does so in JavaScript, and the runtime's whole WebAssembly stays out of memory (2.3 MB).
 */
const flags = [
  "--compile",
  "--minify",
  "--sourcemap",
  "--bytecode",
  "--format=esm",
  "--splitting",
  "--compile-jit-policy=100",
  "--define=WebAssembly=undefined",
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-bunfig",
];

/** Another machine to build for. */
export interface CrossTarget {
  /** System and processor as file names have them, for example `linux_arm64_musl`. */
  name: string;
  /** What the compiler calls it, for example `bun-linux-arm64-musl`. */
  compilerName: string;
  /** Path of the Bun that becomes part of the executable. */
  runtime: string;
}

export interface BuildOptions {
  /** Folder for the executable, relative to the project's root. Default `dist`. */
  out?: string;
  /** The program, relative to the project's root. Default `src/main.ts`. */
  entry?: string;
  /** What it says of itself. Default: the version of package.json. */
  version?: string;
  /** Default: this machine. */
  target?: CrossTarget;
}

export interface Built {
  /** Absolute. */
  path: string;
  bytes: number;
}

/**
 * Compiles the executable: `OUT/opampsupervisor_VERSION_OS_ARCH` (`.exe` for Windows), signed ad hoc for macOS.
 * The same sources give the same bytes, in whatever folder. Throws with the compiler's output where it fails.
 */
export async function build(options: BuildOptions = {}): Promise<Built> {
  const out = resolve(root, options.out ?? "dist");
  const version = options.version ?? (await projectVersion());
  const name = options.target?.name ?? `${goOs()}_${goArch()}`;
  const suffix = name.startsWith("windows_") ? ".exe" : "";
  await mkdir(out, { recursive: true });
  const scratch = await mkdtemp(join(out, ".build-"));
  try {
    const made = join(scratch, `${innerName}${suffix}`);
    const define = `--define=VERSION=${JSON.stringify(version)}`;
    const entry = options.entry ?? "src/main.ts";
    const command = [process.execPath, "build", ...flags, ...targetFlags(options.target), define, entry];
    const { code, output } = await capture([...command, `--outfile=${made}`]);
    if (code !== 0) throw new Error(`bun build of ${entry} failed:\n${output}`);
    if (name.startsWith("darwin_")) await writeFile(made, signAdHoc(await readFile(made), innerName));
    const path = join(out, `opampsupervisor_${version}_${name}${suffix}`);
    await rename(made, path);
    return { path, bytes: (await stat(path)).size };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The name inside the executable: Bun embeds it, so that a fixed one keeps builds equal byte for byte. */
const innerName = "opampsupervisor";

/** Without a path of its runtime the compiler would download one, and verify nothing. */
function targetFlags(target: CrossTarget | undefined): string[] {
  if (target === undefined) return [];
  return [`--target=${target.compilerName}`, `--compile-executable-path=${target.runtime}`];
}

/** The version of the same sources that takes the place of what is built, for tests of that. */
export const otherVersion = "99.1.0";

/** Compiles that one into a folder of its own. */
export function buildOther(): Promise<Built> {
  return build({ out: "dist/other", version: otherVersion });
}

/** The version that package.json states. */
export async function projectVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest) {
    if (typeof manifest.version === "string") return manifest.version;
  }
  throw new Error("package.json states no version");
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: "string" }, version: { type: "string" } } });
  const { path, bytes } = await build(values);
  console.log(`${path} (${(bytes / 1_000_000).toFixed(1)} MB)`);
}

import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { aptInstall } from "../support/apt.ts";
import { debianTree } from "./debian.ts";
import { type RootRecipe, run } from "./root.ts";

const machines = { amd64: "x86_64", arm64: "aarch64" } as const;

/**
 * A Python package that carries Alpine's `libstdc++` and `libgcc` (3.21; both 14.2.0-r6) in its build for musl: Alpine itself is not
 * to be had everywhere, and no Debian package has them for musl.
 */
const carrier = {
  requirement: "greenlet==3.5.6",
  sha256: {
    amd64: "3dbb4596a6a4e5d47121a33ff20533a81e60f302d9e67b69909a8bc21a43f0a7",
    arm64: "0616b8f878098c5681fd8f0dc92d887551717402342a70f0abcbfea5f5ad8a44",
  },
} as const;

/** What Alpine has with `apk add libstdc++`, and nothing else: musl 1.2.5 of Debian 13, at Alpine's places, and Alpine's libraries. */
export function musl(architecture: "amd64" | "arm64"): RootRecipe {
  return {
    name: `musl-1.2.5-${architecture}`,
    revision: 1,
    async build(directory, say) {
      const scratch = await mkdtemp(join(tmpdir(), "opampsupervisor-root-"));
      try {
        const whole = join(scratch, "debian");
        await debianTree(whole, { suite: "trixie", architecture, packages: ["musl"], what: "files" }, say);
        const libraries = join(directory, "lib");
        await mkdir(libraries);
        const machine = machines[architecture];
        await cp(join(whole, `usr/lib/${machine}-linux-musl/libc.so`), join(libraries, `ld-musl-${machine}.so.1`));
        await symlink(`ld-musl-${machine}.so.1`, join(libraries, `libc.musl-${machine}.so.1`));
        await copyLibraries(await wheel(join(scratch, "wheel"), architecture, say), libraries);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}

/** Fetched by its hash and unpacked; nothing of it is run. */
async function wheel(into: string, architecture: "amd64" | "arm64", say: (line: string) => void): Promise<string> {
  const python = await pythonWithPip(say);
  await mkdir(into);
  const requirements = join(into, "requirements.txt");
  await Bun.write(requirements, `${carrier.requirement} --hash=sha256:${carrier.sha256[architecture]}\n`);
  const platform = `--platform=musllinux_1_2_${machines[architecture]}`;
  const form = ["--no-deps", "--only-binary=:all:", "--implementation=cp", "--python-version=3.12", platform];
  await run([python, "-m", "pip", "download", "--quiet", ...form, `--dest=${into}`, `--requirement=${requirements}`]);
  const [file] = (await readdir(into)).filter((name) => name.endsWith(".whl"));
  await run([python, "-m", "zipfile", "-e", join(into, file ?? ""), into]);
  return join(into, "greenlet.libs");
}

async function pythonWithPip(say: (line: string) => void): Promise<string> {
  const find = async () => {
    const python = Bun.which("python3");
    return (
      python !== null &&
      (await run([python, "-m", "pip", "--version"]).then(
        () => true,
        () => false,
      )) &&
      python
    );
  };
  const found = await find();
  if (found) return found;
  const installed = await aptInstall("python3-pip", say);
  const python = installed.done && (await find());
  if (!python) throw new Error(`there is no python3 with pip${installed.done ? "" : `; ${installed.reason}`}`);
  return python;
}

/** The one has a name that its package has given it, and the other is found by that name. */
async function copyLibraries(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    await cp(join(from, name), join(to, name.startsWith("libstdc++") ? "libstdc++.so.6" : name));
  }
}

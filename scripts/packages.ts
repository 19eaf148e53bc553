import { parseArgs } from "node:util";

import { errorMessage } from "../src/runtime/error-message.ts";
import { build, projectVersion } from "./build.ts";
import { buildDistroPackages } from "./distro/build-distro-packages.ts";
import type { Executable } from "./distro/build-distro-packages.ts";
import { readSource } from "./release/source.ts";
import { goArch } from "./support/platform.ts";

const usage = `npm run packages -- [--version VERSION] [--out FOLDER] [ARCH-LIBC=EXECUTABLE …]

Builds the packages of the distributions from ready executables, such as amd64-glibc=dist/opampsupervisor: a .deb and an .rpm
from one for glibc (amd64, arm64, ppc64le), an .apk from one for musl. Without any, the executable is compiled for this machine.
SOURCE_DATE_EPOCH is the time of everything in them; default: that of the last commit.`;

const architectures: readonly string[] = ["amd64", "arm64", "ppc64le"] satisfies Executable["arch"][];

/** @throws {Error} with the usage where it is none */
function executableOf(argument: string): Executable {
  const [, arch = "", libc, path = ""] = /^([^-=]+)-(glibc|musl)=(.+)$/.exec(argument) ?? [];
  if (!architectures.includes(arch)) throw new Error(`${argument}: not ARCH-LIBC=EXECUTABLE\n\n${usage}`);
  return { arch: arch as Executable["arch"], libc: libc as Executable["libc"], path };
}

async function packages(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { version: { type: "string" }, out: { type: "string", default: "dist" } },
  });
  const given = positionals.map(executableOf);
  const version = values.version ?? (await projectVersion());
  const executables = given.length > 0 ? given : [executableOf(`${goArch()}-glibc=${(await build({ version })).path}`)];
  const { time: epoch } = await readSource();
  for (const { path, bytes } of await buildDistroPackages({
    executables,
    version,
    out: values.out,
    epoch,
    say: console.log,
  })) {
    console.log(`${path} (${(bytes / 1_000_000).toFixed(1)} MB)`);
  }
}

try {
  await packages(process.argv.slice(2));
} catch (error) {
  console.error(errorMessage(error));
  process.exit(1);
}

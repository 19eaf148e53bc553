import { copyFile, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { aptInstall } from "../support/apt.ts";
import { capture } from "../support/capture.ts";
import { root } from "../support/root.ts";
import { namedUuid } from "./named-uuid.ts";
import { stampSummary } from "./stamp-summary.ts";

export interface MsiOptions {
  /** A ready `opampsupervisor.exe` for 64-bit processors. */
  executable: string;
  /** Semantic version. An installer knows numbers alone: a pre-release counts as its release. */
  version: string;
  /** Folder of the package, made if it is missing. */
  out: string;
  /** Time of the package, seconds since 1970: equal input then gives equal bytes. */
  epoch: number;
  /** Hears what is installed first, where something is. Default: nobody. */
  say?: (line: string) => void;
}

export interface Msi {
  /** Absolute: `OUT/opampsupervisor_VERSION_windows_amd64.msi`. */
  path: string;
  bytes: number;
}

/** There is nothing to build the package with. */
export class NoWixlError extends Error {
  override name = "NoWixlError";
}

/** What wixl puts last, behind what only then may not be done any more: an older version goes before anything of this one comes. */
const removeOlderFirst =
  "UPDATE `InstallExecuteSequence` SET `Sequence` = 1501 WHERE `Action` = 'RemoveExistingProducts'";

/**
 * Builds the installer for Windows from a ready executable, with the wixl of msitools.
 *
 * @throws {NoWixlError} where that is not there and cannot be installed
 * @throws {Error} with its words where it refuses
 */
export async function buildMsi({ executable, version, out, epoch, say }: MsiOptions): Promise<Msi> {
  if (Bun.which("wixl") === null || Bun.which("msibuild") === null) await installTools(say);
  const scratch = await mkdtemp(join(tmpdir(), "opampsupervisor-msi-"));
  try {
    await copyFile(resolve(executable), join(scratch, "opampsupervisor.exe"));
    await copyFile(join(root, "LICENSE"), join(scratch, "LICENSE.txt"));
    for (const name of ["config.example.yaml", "installer.xml"]) {
      await copyFile(join(root, "packaging/windows", name), join(scratch, name));
    }
    const files = ["opampsupervisor.exe", "LICENSE.txt", "config.example.yaml"].map((name) => join(scratch, name));
    await run(["touch", `--date=@${epoch}`, ...files], scratch);
    const [number = ""] = version.split(/[-+]/);
    const content = Bun.SHA256.hash(await readFile(join(scratch, "opampsupervisor.exe")), "hex");
    const product = namedUuid(`product ${version} ${content}`);
    const variables = { Version: number, ProductId: product, PackageId: product };
    const definitions = Object.entries(variables).flatMap(([name, value]) => ["-D", `${name}=${value}`]);
    await run(
      ["setarch", "--addr-no-randomize", "wixl", "-a", "x64", ...definitions, "-o", "package.msi", "installer.xml"],
      scratch,
    );
    await run(["setarch", "--addr-no-randomize", "msibuild", "package.msi", "-q", removeOlderFirst], scratch);
    const subject = [`opampsupervisor ${version}`, "opampsupervisor", "x64;1033", `{${product}}`];
    await run(["setarch", "--addr-no-randomize", "msibuild", "package.msi", "-s", ...subject], scratch);
    const made = join(scratch, "package.msi");
    const madeAt = (await stat(made)).mtimeMs / 1000;
    await writeFile(made, stampSummary(await readFile(made), epoch, madeAt));
    await mkdir(out, { recursive: true });
    const path = resolve(out, `opampsupervisor_${version}_windows_amd64.msi`);
    await copyFile(made, `${path}.new`);
    await rename(`${path}.new`, path);
    return { path, bytes: (await stat(path)).size };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function installTools(say: MsiOptions["say"]): Promise<void> {
  for (const name of ["wixl", "msitools"]) {
    const installed = await aptInstall(name, say);
    if (!installed.done) throw new NoWixlError(`there is no ${name}; ${installed.reason}`);
  }
}

/** wixl complains of what it does not know, and goes on: whatever it says is a failure. */
async function run(command: readonly string[], directory: string): Promise<void> {
  const { code, output } = await capture(command, { directory });
  if (code !== 0 || output.trim() !== "") throw new Error(`${command.join(" ")} failed:\n${output}`);
}

import { beforeAll, describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { projectVersion } from "../../scripts/build.ts";
import { blockOf } from "../support/doc-blocks.ts";
import { inTerminal } from "../support/in-terminal.ts";
import { projectRoot } from "../support/project.ts";
import { scratchDirectory } from "../support/scratch.ts";

/** A copy of the project in which the commands of the guides are run as they stand: they write into its `dist`. */
const checkout = join(scratchDirectory(), "checkout");
const version = await projectVersion();
const name = (suffix: string) => `opampsupervisor_${version}_${suffix}`;
const dist = (...folders: string[]) => readdirSync(join(checkout, "dist", ...folders)).toSorted();

beforeAll(() => {
  const copy = `mkdir "$1"; tar -c --exclude=./dist -C "$0" . | tar -x -C "$1"`;
  expect(Bun.spawnSync(["sh", "-euc", copy, projectRoot, checkout]).exitCode).toBe(0);
}, 120_000);

/** Runs a block there, or one of its lines, as a reader would type it. */
function typed(commands: string, env: Readonly<Record<string, string>> = {}): string {
  const shell = ["sh", "-euc", commands.replaceAll(" …", "")];
  const { exitCode, stdout, stderr } = Bun.spawnSync(shell, { cwd: checkout, env: { ...process.env, ...env } });
  const printed = `${stdout.toString()}${stderr.toString()}`;
  expect([exitCode, exitCode === 0 ? "" : printed]).toEqual([0, ""]);
  return printed;
}

test("README.md, Build and run: an executable, its packages, and the release of all systems", () => {
  typed(blockOf("README.md", "Build and run", "sh", "npm run build"));
  const made = dist();
  for (const suffix of ["linux_amd64", "linux_amd64.deb", "linux_amd64.rpm"]) expect(made).toContain(name(suffix));
  expect(dist("release")).toContain(name("windows_amd64.zip"));
}, 300_000);

test("docs/linux-packages.md, Building them: also from executables that are ready", () => {
  const [, ready = ""] = blockOf("docs/linux-packages.md", "Building them", "sh").trim().split("\n");
  const { PATH = "" } = process.env;
  const release = join(checkout, "dist/release");
  const from = ready.replace("arm64-glibc=FILE", `arm64-glibc=${join(release, name("linux_arm64"))}`);
  typed(from.replace("amd64-musl=FILE", `amd64-musl=${join(release, name("linux_amd64_musl"))}`), { PATH });
  expect(dist()).toContain(name("linux_arm64.deb"));
  expect(dist()).toContain(name("linux_amd64.apk"));
}, 120_000);

describe("docs/release.md", () => {
  const page = "docs/release.md";
  const [, few = "", record = ""] = blockOf(page, "Making a release", "sh").trim().split("\n");

  test("makes a release of the systems that are named, and no other", () => {
    typed(few);
    const archives = dist("release").filter((file) => file.endsWith(".tar.gz"));
    expect(archives).toEqual([name("linux_amd64.tar.gz"), name("linux_arm64.tar.gz")]);
  }, 120_000);

  test("records the sizes of today", () => {
    const sizes = join(checkout, "scripts/release/sizes.json");
    const { size } = Bun.file(sizes);
    Bun.spawnSync(["sh", "-c", `echo '{}' >${sizes}`]);
    typed(record);
    expect(Bun.file(sizes).size).toBeGreaterThan(size / 2);
  }, 240_000);

  test("signs with the key that it says how to make, and OpenSSL alone verifies", async () => {
    const [making = "", signing = ""] = blockOf(page, "Signatures", "sh").trim().split("\n");
    const phrase = "open sesame";
    await inTerminal(["sh", "-c", making], { directory: checkout, keys: `${phrase}\n${phrase}\n` });
    expect(readFileSync(join(checkout, "release.pem"), "utf8")).toStartWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    typed(`${signing} -- --targets=linux_amd64`, { OPAMPSUPERVISOR_RELEASE_KEY_PASSWORD: phrase });
    const files = dist("release");
    const verifying = blockOf(page, "With OpenSSL alone", "sh").replaceAll(/opampsupervisor_[\d.]+_/g, name(""));
    expect(typed(`cd dist/release\n${verifying}`)).toContain("Verified OK");
    const table = readFileSync(join(checkout, page), "utf8");
    for (const file of files) expect([file, isInTable(file, table)]).toEqual([file, true]);
  }, 240_000);
});

/** Whether the table of files has a row for it. */
function isInTable(file: string, table: string): boolean {
  const rows = [...table.matchAll(/`([^`\s]*)`/g)].map(([, each = ""]) => each);
  const patterns = rows
    .filter((each) => /[._…]/.test(each))
    .map((each) => each.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(/VERSION|OS|ARCH|…/g, ".*"));
  return patterns.some((pattern) => new RegExp(`^(?:.*_linux_[a-z0-9]+)?${pattern}$`).test(file));
}

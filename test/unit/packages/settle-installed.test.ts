import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { ProgramGuard } from "../../../src/packages/program-guard.ts";
import { lookAtExecutable, settleInstalled } from "../../../src/packages/settle-installed.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { noPackages, type PackagesRecord } from "../../../src/storage/packages-record.ts";
import { storedAddon, storedPackage } from "../../support/package-offers.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const files = createFiles({ libc: undefined });
const sha256 = new Bun.CryptoHasher("sha256").update("whole").digest("hex");
const [first, second] = [storedPackage("v1.0.0", { size: 5, sha256 }), storedPackage("v2.0.0", { size: 5, sha256 })];

/** Both versions on disk, the second one installed over the operator's executable. */
async function world(more: Partial<PackagesRecord> = {}, minimumVersion?: string) {
  const place = scratchDirectory();
  const directory = join(place, "packages");
  const executable = join(place, "otelcol");
  for (const { program } of [first, second]) write(join(directory, program), "whole");
  write(executable, "own");
  const replaced = await lookAtExecutable(executable, files);
  const record: PackagesRecord = {
    ...noPackages,
    versions: [first, second],
    installed: second.hash,
    ...(replaced && { replaced: { ...replaced, ownVersion: "0.9.0" } }),
    ...more,
  };
  const guard = new ProgramGuard({ directory, files });
  const addonsDirectory = join(directory, "addons");
  const given = { record, directory, addonsDirectory, executable, files, guard, minimumVersion, now: 7 };
  const settle = () => settleInstalled(given);
  return { directory, executable, record, settle };
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chmodSync(path, 0o755);
}

describe("at a start", () => {
  test("what is installed runs on where all is as it was left", async () => {
    const { settle, record } = await world();
    const settled = await settle();
    expect(settled.record).toBe(record);
    expect(settled.notes).toEqual([]);
  });

  test.each([
    ["gone", (path: string) => rmSync(path)],
    ["cut off", (path: string) => writeFileSync(path, "who")],
    ["no program any more", (path: string) => chmodSync(path, 0o600)],
    ["a directory", (path: string) => (rmSync(path), mkdirSync(path))],
    ["another one of the same size", (path: string) => writeFileSync(path, "whale")],
  ])("a program that is %s is none, and the one before it runs, or the operator's own", async (_, spoil) => {
    const { settle, directory } = await world();
    spoil(join(directory, second.program));
    const { record, notes } = await settle();
    expect(record).toMatchObject({ versions: [first], installed: undefined });
    expect(notes).toEqual([expect.stringMatching(/^PACKAGE_LOST: v2\.0\.0 is /)]);

    const probation = await world({ before: { hash: first.hash } });
    spoil(join(probation.directory, second.program));
    expect((await probation.settle()).record).toMatchObject({ installed: first.hash, before: undefined });
  });

  test("a spare version that is gone costs nothing else", async () => {
    const { settle, directory } = await world();
    rmSync(join(directory, first.program));
    expect((await settle()).record).toMatchObject({ versions: [second], installed: second.hash });
  });

  test("a way back that is gone leads to the operator's own, whatever comes under its hash later", async () => {
    const { settle, directory } = await world({ before: { hash: first.hash } });
    rmSync(join(directory, first.program));
    expect((await settle()).record).toMatchObject({ versions: [second], installed: second.hash, before: {} });
  });

  test("one before it that the operator's minimum forbids by now is passed over, and that is said", async () => {
    const { settle, directory } = await world({ before: { hash: first.hash } }, "v2.0.0");
    rmSync(join(directory, second.program));
    const { record, notes } = await settle();
    expect(record).toMatchObject({ versions: [first], installed: undefined, before: undefined });
    expect(notes.at(-1)).toBe(
      "BELOW_MINIMUM: v1.0.0 is older than agent.package.minimum_version, v2.0.0, and is not gone back to",
    );
  });

  test("an installed one that the minimum forbids by now runs on, and that is said", async () => {
    const { settle, record } = await world({}, "3.0.0");
    const settled = await settle();
    expect(settled.record).toBe(record);
    expect(settled.notes).toEqual([expect.stringMatching(/^BELOW_MINIMUM: v2\.0\.0 .* and runs on/)]);
  });

  test("a pointer to nothing is none", async () => {
    const { settle } = await world({ installed: "ff" });
    expect((await settle()).record.installed).toBeUndefined();
  });

  test("the operator's executable wins where he has replaced it, and its package is not installed again by itself", async () => {
    const { settle, executable } = await world({ before: {} });
    write(executable, "newer");
    const { record, notes } = await settle();
    expect(record).toMatchObject({ installed: undefined, before: undefined, replaced: undefined });
    expect(record.rejected).toEqual([{ hash: second.hash, reason: notes[0] ?? "", at: 7 }]);
    expect(notes).toEqual([expect.stringContaining("OPERATOR_REPLACED")]);
    expect(record.versions).toHaveLength(2);
  });

  test("the same executable with another time is the same", async () => {
    const { settle, executable, record } = await world();
    utimesSync(executable, 1, 1);
    expect((await settle()).record).toBe(record);
  });

  test("an executable that is gone says nothing", async () => {
    const { settle, executable, record } = await world();
    rmSync(executable);
    expect((await settle()).record).toBe(record);
    expect(await lookAtExecutable(executable, files)).toBeUndefined();
  });
});

describe("an add-on at a start", () => {
  const [file, tree] = [storedAddon("geo", "1", { size: 5 }), storedAddon("rules", "1", { size: 4 })];
  const inForce = { config: "", addons: [{ name: "geo", version: "1", hash: file.hash, path: file.path }] };

  async function withAddons() {
    const scene = await world({ addons: { here: [file, tree], inForce } });
    const addons = join(scene.directory, "addons");
    write(join(addons, file.path), "whole");
    for (const name of ["a", "deep/b"]) write(join(addons, tree.path, name), "xx");
    return { ...scene, addons };
  }

  test("stays where all of it is as it was unpacked", async () => {
    const { settle, record } = await withAddons();
    expect((await settle()).record).toBe(record);
  });

  test.each([
    ["a file that is gone", (addons: string) => rmSync(join(addons, file.path)), tree, "geo"],
    ["a file that is cut off", (addons: string) => writeFileSync(join(addons, file.path), "who"), tree, "geo"],
    ["a directory that lacks a file", (addons: string) => rmSync(join(addons, tree.path, "deep/b")), file, "rules"],
  ])("is lost as %s, and what is in force is remembered, so that it is fetched again", async (_, spoil, left, name) => {
    const { settle, addons } = await withAddons();
    spoil(addons);
    const { record, notes } = await settle();
    expect(record.addons).toEqual({ here: [left], inForce });
    expect(notes).toEqual([expect.stringContaining(`PACKAGE_LOST: ${name} is not there any more`)]);
  });
});

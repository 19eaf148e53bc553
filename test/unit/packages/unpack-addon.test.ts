import { describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { addonFile } from "../../../src/packages/addon-directory.ts";
import { keepAddons } from "../../../src/packages/keep-addons.ts";
import { treeSize, unpackAddon, type UnpackAddonRequest } from "../../../src/packages/unpack-addon.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { gzipped, tarArchive, type TarSpec, zipArchive, zstandard } from "../../support/archives.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const files = createFiles({ libc: undefined });
const root = scratchDirectory();

async function unpacking(content: Uint8Array, more: Partial<UnpackAddonRequest> = {}) {
  const directory = join(root, crypto.randomUUID());
  mkdirSync(directory);
  const archive = join(directory, ".package");
  writeFileSync(archive, content);
  const into = join(directory, "geo");
  const { signal } = new AbortController();
  const outcome = await unpackAddon({ archive, into, unpack: true, maxBytes: 10_000, ...more }, { files, signal });
  return { outcome, into, names: readdirSync(directory).filter((name) => name !== ".package") };
}

const tar = async (entries: readonly TarSpec[]) => gzipped(await tarArchive(entries));

describe("an add-on", () => {
  test("that is no archive is the file that it is", async () => {
    const { outcome, into } = await unpacking(Buffer.from("a database"));
    expect(outcome).toEqual({ kind: "unpacked", isDirectory: false, size: 10 });
    expect(readFileSync(into, "utf8")).toBe("a database");
    expect(statSync(into).mode & 0o777).toBe(0o600);
  });

  test.each([
    [
      "a .tar.gz",
      () =>
        tar([
          { name: "a/b.yaml", content: "b" },
          { name: "c", content: "cc" },
        ]),
    ],
    [
      "a .tar.zst",
      async () =>
        zstandard(
          await tarArchive([
            { name: "a/b.yaml", content: "b" },
            { name: "c", content: "cc" },
          ]),
        ),
    ],
    [
      "a .zip",
      async () =>
        zipArchive([
          { name: "a/b.yaml", content: "b" },
          { name: "c", content: "cc" },
        ]),
    ],
  ])("that is %s is a directory with all of it", async (_, archive) => {
    const { outcome, into } = await unpacking(await archive());
    expect(outcome).toEqual({ kind: "unpacked", isDirectory: true, size: 3 });
    expect(readFileSync(join(into, "a/b.yaml"), "utf8")).toBe("b");
    expect(await treeSize(into, files)).toBe(3);
  });

  test("that stays one file is not looked into, as a JAR", async () => {
    const jar = zipArchive([{ name: "META-INF/MANIFEST.MF", content: "x" }]);
    const { outcome, into } = await unpacking(jar, { unpack: false });
    expect(outcome).toMatchObject({ isDirectory: false, size: jar.length });
    expect(Buffer.compare(readFileSync(into), jar)).toBe(0);
  });

  test("takes the place of what an earlier attempt has left", async () => {
    const directory = join(root, crypto.randomUUID());
    mkdirSync(join(directory, "geo.unpacking/deep"), { recursive: true });
    mkdirSync(join(directory, "geo/old"), { recursive: true });
    writeFileSync(join(directory, ".package"), "new");
    const request = { archive: join(directory, ".package"), into: join(directory, "geo"), unpack: true, maxBytes: 9 };
    const { signal } = new AbortController();
    expect(await unpackAddon(request, { files, signal })).toMatchObject({ kind: "unpacked" });
    expect(readdirSync(directory).toSorted()).toEqual([".package", "geo"]);
  });

  test("keeps who may run a file, and lets in readers only where there are any", async () => {
    const archive = await tar([
      { name: "run", content: "x", mode: 0o755 },
      { name: "read", content: "x", mode: 0o777 & 0o666 },
    ]);
    const { into } = await unpacking(archive, { readers: process.getgid?.() ?? 0 });
    const modes = ["run", "read"].map((name) => statSync(join(into, name)).mode & 0o777);
    expect([...modes, statSync(into).mode & 0o777]).toEqual([0o755, 0o644, 0o750]);
  });
});

describe("an archive is refused, and leaves nothing, that", () => {
  test.each([
    ["leads out of its directory", [{ name: "../x", content: "x" }], "UNSAFE_ENTRY"],
    ["has an absolute path", [{ name: "/etc/x", content: "x" }], "UNSAFE_ENTRY"],
    ["has a link", [{ name: "l", type: "symlink", linkname: "/etc/passwd" }], "UNSAFE_ENTRY"],
    ["has a device", [{ name: "d", type: "character-device" }], "UNSAFE_ENTRY"],
    ["has a setuid bit", [{ name: "s", content: "x", mode: 0o4755 }], "UNSAFE_ENTRY"],
    [
      "has a name twice",
      [
        { name: "a", content: "x" },
        { name: "./a", content: "y" },
      ],
      "ENTRY_TWICE",
    ],
    [
      "has a file in the place of a directory",
      [
        { name: "a", content: "x" },
        { name: "a/b", content: "y" },
      ],
      "ENTRY_TWICE",
    ],
    [
      "has a directory in the place of a file",
      [
        { name: "a/b", content: "x" },
        { name: "a", content: "y" },
      ],
      "ENTRY_TWICE",
    ],
    ["goes too deep", [{ name: `${"a/".repeat(40)}b`, content: "x" }], "UNSAFE_ENTRY"],
    [
      "unpacks to too much",
      [
        { name: "a", content: "x".repeat(6_000) },
        { name: "b", content: "x".repeat(6_000) },
      ],
      "TOO_LARGE",
    ],
  ] as const)("%s", async (_, entries, code) => {
    const { outcome, names } = await unpacking(await tar(entries));
    expect(outcome).toMatchObject({ kind: "refused", code });
    expect(names).toEqual([]);
  });

  test("is cut off", async () => {
    const whole = await tar([{ name: "a", content: "x".repeat(5_000) }]);
    const { outcome, names } = await unpacking(whole.subarray(0, whole.length - 20));
    expect(outcome).toMatchObject({ kind: "refused", code: "BROKEN_ARCHIVE" });
    expect(names).toEqual([]);
  });
});

test("all add-ons but those that are needed are removed, however deep", async () => {
  const directory = join(root, crypto.randomUUID());
  for (const path of ["aa/geo/x/y", "bb.raw/geo", "cc"]) mkdirSync(join(directory, path), { recursive: true });
  writeFileSync(join(directory, "aa/geo/x/y/z"), "x");
  expect(await keepAddons(directory, new Set(["bb.raw"]), files)).toBe(2);
  expect(readdirSync(directory)).toEqual(["bb.raw"]);
  expect(await keepAddons(join(directory, "nowhere"), new Set(), files)).toBe(0);
  expect(existsSync(directory)).toBe(true);
});

test.each([
  ["geo", "geo"],
  ["GeoLite2-City.mmdb", "GeoLite2-City.mmdb"],
  ["../x", "_._x"],
  [".package", "_package"],
  ["a/b\\c d", "a_b_c_d"],
  ["", "_"],
])("the package %j lies in a file called %j", (name, file) => {
  expect(addonFile(name)).toBe(file);
});

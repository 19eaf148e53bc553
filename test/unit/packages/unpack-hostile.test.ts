import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import type { UnpackRequest } from "../../../src/packages/unpack.ts";
import {
  gzipped,
  tarArchive,
  type TarSpec,
  withField,
  zipArchive,
  type ZipSpec,
  zstandard,
} from "../../support/archives.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { UnpackWorld } from "../../support/unpack-world.ts";

const root = scratchDirectory();
const program = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * index) % 251));
const otelcol = { name: "otelcol", content: program };

async function refusal(archive: Uint8Array, request: Partial<UnpackRequest> = {}) {
  const world = new UnpackWorld(root);
  const outcome = await world.run(archive, request);
  expect(world.written).toEqual([]);
  return outcome;
}

describe("a tar archive", () => {
  test.each<[string, TarSpec, string]>([
    ["a symbolic link", { name: "l", type: "symlink", linkname: "/etc/passwd" }, 'the entry "l" is a link'],
    ["a hard link", { name: "l", type: "link", linkname: "otelcol" }, 'the entry "l" is a link'],
    ["a link in place of the program", { name: "otelcol", type: "symlink", linkname: "x" }, "is a link"],
    ["a pipe", { name: "p", type: "fifo" }, "is a device, a pipe or a socket"],
    ["a device", { name: "d", type: "character-device", devmajor: 1, devminor: 3 }, "is a device"],
    ["a block device", { name: "d", type: "block-device" }, "is a device"],
    ["a sparse file", { ...otelcol, name: "s", pax: { "GNU.sparse.major": "1" } }, "is a sparse file"],
    ["a path in its extended header", { name: "s", pax: { path: "../out" } }, "leads out"],
  ])("with %s is refused by name", async (_, entry, fault) => {
    for (const entries of [
      [otelcol, entry],
      [entry, otelcol],
    ]) {
      const outcome = await refusal(gzipped(await tarArchive(entries)));
      expect(outcome).toMatchObject({ kind: "refused", message: expect.stringContaining(fault) });
    }
  });

  test("with a kind of entry that is not known is refused", async () => {
    const tar = await tarArchive([otelcol, { name: "old sparse" }]);
    expect(await refusal(gzipped(withField(tar, tar.indexOf("old sparse"), 156, "S")))).toMatchObject({
      code: "UNSAFE_ENTRY",
      message: 'the entry "old sparse" is neither a file nor a directory',
    });
  });

  test("with extended headers that say nothing bad is taken, long names and all", async () => {
    const long = `${"d".repeat(120)}/${"f".repeat(120)}`;
    const tar = await tarArchive([
      { name: "pax_global_header", type: "file" },
      { ...otelcol, pax: { mtime: "1.5", "SCHILY.xattr.user.x": "y" } },
      { name: long, content: "x" },
    ]);
    expect(await new UnpackWorld(root).run(gzipped(tar))).toMatchObject({ kind: "unpacked" });
    expect(await new UnpackWorld(root).run(gzipped(tar), { entry: long })).toMatchObject({ kind: "unpacked", size: 1 });
  });

  test("that ends at the end of an entry, without its own end, is cut off", async () => {
    const tar = await tarArchive([otelcol]);
    const end = 512 + Math.ceil(program.length / 512) * 512;
    for (const length of [end, end + 512]) {
      expect(await refusal(gzipped(tar.subarray(0, length)))).toMatchObject({ code: "BROKEN_ARCHIVE" });
    }
    expect(await new UnpackWorld(root).run(gzipped(tar.subarray(0, end + 1024)))).toMatchObject({ kind: "unpacked" });
  });

  test("with something that is no entry behind its end is refused", async () => {
    const tar = await tarArchive([otelcol]);
    const longer = Buffer.concat([tar, Buffer.from("garbage".repeat(100))]);
    expect(await refusal(gzipped(longer))).toMatchObject({ code: "BROKEN_ARCHIVE" });
    expect(await refusal(gzipped(Buffer.from("no tar archive, ".repeat(100))))).toMatchObject({
      code: "BROKEN_ARCHIVE",
    });
  });

  test("that blows up is stopped early, compressed by either way", async () => {
    const tar = await tarArchive([otelcol, { name: "zeros", content: new Uint8Array(2_000_000) }]);
    for (const archive of [gzipped(tar), zstandard(tar)]) {
      expect(archive.length).toBeLessThan(50_000);
      expect(await refusal(archive, { maxBytes: 1_000_000 })).toMatchObject({ code: "TOO_LARGE" });
    }
  });
});

describe("a ZIP archive", () => {
  test.each<[string, ZipSpec]>([
    ["with its sizes behind the content", { ...otelcol, descriptor: true }],
    ["with a stored entry", { ...otelcol, method: 0 }],
    ["with sizes in the form for large files", { ...otelcol, zip64: true }],
    ["made where there are no modes", { ...otelcol, mode: 0 }],
  ])("%s is read", async (_, entry) => {
    for (const options of [{}, { zip64: true }, { comment: "a comment" }]) {
      const outcome = await new UnpackWorld(root).run(zipArchive([{ name: "docs/", mode: 0o40755 }, entry], options));
      expect(outcome).toMatchObject({ kind: "unpacked", size: program.length });
    }
  });

  test.each<[string, ZipSpec, string, string]>([
    ["a link", { name: "l", content: "/etc/passwd", mode: 0o120777 }, "UNSAFE_ENTRY", 'the entry "l" is a link'],
    ["a device", { name: "d", mode: 0o020666 }, "UNSAFE_ENTRY", "is a device"],
    ["a kind that is not known", { name: "x", mode: 0o170000 }, "UNSAFE_ENTRY", "is neither a file nor a directory"],
    ["an encrypted entry", { ...otelcol, name: "e", flags: 1 }, "ENCRYPTED", 'the entry "e" is encrypted'],
    ["strong encryption", { ...otelcol, name: "e", flags: 0x41 }, "ENCRYPTED", "is encrypted"],
  ])("with %s is refused by name", async (_, entry, code, fault) => {
    const outcome = await refusal(zipArchive([otelcol, entry]));
    expect(outcome).toMatchObject({ kind: "refused", code, message: expect.stringContaining(fault) });
  });

  test.each<[string, Partial<ZipSpec>, string]>([
    ["is compressed in another way", { method: 93 }, "UNSUPPORTED"],
    ["says less than it has", { size: 100 }, "BROKEN_ARCHIVE"],
    ["says more than it has", { size: 30_000 }, "BROKEN_ARCHIVE"],
    ["says more than may be", { size: 20_000_000 }, "TOO_LARGE"],
    ["has another checksum", { checksum: 1 }, "BROKEN_ARCHIVE"],
    ["has another name in front of it", { localName: "otelco1" }, "BROKEN_ARCHIVE"],
    ["is not compressed as it says", { method: 0, size: 20_001 }, "BROKEN_ARCHIVE"],
  ])("whose program %s is refused", async (_, entry, code) => {
    expect(await refusal(zipArchive([{ ...otelcol, ...entry }]))).toMatchObject({ kind: "refused", code });
  });

  test("with more than ten thousand entries is refused", async () => {
    const many = Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}`, method: 0 }));
    expect(await refusal(zipArchive(many))).toMatchObject({ code: "TOO_MANY_ENTRIES" });
  });

  test("without entries has no program", async () => {
    expect(await refusal(zipArchive([]))).toMatchObject({ code: "ENTRY_MISSING" });
  });
});

describe("whatever becomes of an archive on its way", () => {
  const archives = async () => {
    const tar = await tarArchive([
      { name: "README.md", content: "x".repeat(3000) },
      otelcol,
      { name: "z", content: "end" },
    ]);
    const zipped = zipArchive([otelcol, { name: "z", content: "end", descriptor: true }], { zip64: true });
    return [gzipped(tar), zstandard(tar), zipped] as const;
  };

  test("a random cut of it never yields a file", async () => {
    const all = await archives();
    const cut = fc.tuple(fc.nat(2), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
    const property = fc.asyncProperty(cut, async ([which, share]) => {
      const archive = all[which] ?? Buffer.alloc(0);
      expect(await refusal(archive.subarray(0, Math.floor(archive.length * share)))).toMatchObject({ kind: "refused" });
    });
    await fc.assert(property, { numRuns: 100 });
  });

  test("random bytes in it yield the program as it was, or nothing, and no error that nobody expects", async () => {
    const all = await archives();
    const changes = fc.array(fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    });
    const property = fc.asyncProperty(fc.nat(2), changes, async (which, bytes) => {
      const changed = Buffer.from(all[which] ?? "");
      for (const [share, value] of bytes) changed[Math.floor(share * changed.length)] = value;
      const world = new UnpackWorld(root);
      const outcome = await world.run(changed);
      expect(world.written).toEqual(outcome.kind === "unpacked" ? ["program"] : []);
    });
    await fc.assert(property, { numRuns: 100 });
  });

  test("random bytes in the tar archive itself, which no checksum covers, hold up nobody", async () => {
    const tar = await tarArchive([{ name: "a", pax: { comment: "x".repeat(600) } }, otelcol]);
    const changes = fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { minLength: 1, maxLength: 30 });
    const property = fc.asyncProperty(changes, async (bytes) => {
      const changed = Buffer.from(tar);
      for (const [at, value] of bytes) changed[at] = value;
      const world = new UnpackWorld(root);
      const outcome = await world.run(gzipped(changed));
      expect(world.written).toEqual(outcome.kind === "unpacked" ? ["program"] : []);
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

import { describe, expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";

import { unpack } from "../../../src/packages/unpack.ts";
import { sha256Bytes } from "../../../src/runtime/sha256.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { gzipped, tarArchive, type TarSpec, zipArchive, type ZipSpec, zstandard } from "../../support/archives.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { UnpackWorld } from "../../support/unpack-world.ts";

const root = scratchDirectory();
/** Long enough for several pieces, and it does not compress to nothing. */
const program = Buffer.from(Array.from({ length: 700_000 }, (_, index) => (index * index) % 251));
const readme = { name: "README.md", content: "read me" };

const tarGz = async (entries: readonly TarSpec[]) => gzipped(await tarArchive(entries));
const tarZst = async (entries: readonly TarSpec[]) => zstandard(await tarArchive(entries));
const zip = async (entries: readonly ZipSpec[]) => zipArchive(entries);

/** Each makes an archive of files, in its own way. */
const formats = [
  ["tar.gz", tarGz],
  ["tar.zst", tarZst],
  ["zip", zip],
] as const;

describe.each(formats)("of a %s archive", (format, archive) => {
  test("the named entry is written, and nothing else", async () => {
    const world = new UnpackWorld(root);
    const bytes = await archive([readme, { name: "otelcol", content: program }, { name: "bin/other", content: "no" }]);
    expect(await world.run(bytes)).toEqual({
      kind: "unpacked",
      format,
      size: program.length,
      sha256: sha256Bytes(program),
    });
    expect(readFileSync(world.into).equals(program)).toBe(true);
    expect(statSync(world.into).mode & 0o7777).toBe(0o700);
    expect(world.written).toEqual(["program"]);
  });

  test("an entry in a directory is found by its path, with and without ./, in the wanted mode", async () => {
    const world = new UnpackWorld(root);
    const bytes = await archive([{ name: "./bin/otelcol", content: program }]);
    expect(await world.run(bytes, { entry: "bin/otelcol", mode: 0o750 })).toMatchObject({ kind: "unpacked" });
    expect(statSync(world.into).mode & 0o7777).toBe(0o750);
    expect(await world.run(bytes, { entry: "./bin/otelcol" })).toMatchObject({ kind: "unpacked" });
    expect(await new UnpackWorld(root).run(bytes)).toMatchObject({ code: "ENTRY_MISSING" });
  });

  test("that has not the entry nothing is written", async () => {
    const world = new UnpackWorld(root);
    expect(await world.run(await archive([readme]))).toEqual({
      kind: "refused",
      code: "ENTRY_MISSING",
      message: 'the archive has no file "otelcol"',
      passing: false,
    });
    expect(world.written).toEqual([]);
  });

  test.each([
    ["../otelcol", "leads out of the archive by .."],
    ["bin/../../otelcol", "leads out of the archive by .."],
    ["/otelcol", "has an absolute path"],
    ["C:otelcol", "has an absolute path"],
    ["bin\\otelcol", "has a backslash in its name"],
    ["otel\x1b[2Jcol", "has a control character in its name"],
  ])("an entry %j is refused by name, whichever is wanted", async (name, fault) => {
    const world = new UnpackWorld(root);
    const bytes = await archive([
      { name: "otelcol", content: program },
      { name, content: "evil" },
    ]);
    const outcome = await world.run(bytes);
    expect(outcome).toMatchObject({ kind: "refused", code: "UNSAFE_ENTRY", message: expect.stringContaining(fault) });
    expect(JSON.stringify(outcome)).not.toContain("\x1b");
    expect(world.written).toEqual([]);
  });

  test("the same name twice is refused, also in another spelling", async () => {
    for (const name of ["otelcol", "./otelcol"]) {
      const world = new UnpackWorld(root);
      const bytes = await archive([
        { name: "otelcol", content: program },
        { name, content: "evil" },
      ]);
      expect(await world.run(bytes)).toMatchObject({ kind: "refused", code: "ENTRY_TWICE" });
      expect(world.written).toEqual([]);
    }
  });

  test("a setuid or setgid bit is refused", async () => {
    for (const mode of [0o104755, 0o102755]) {
      const world = new UnpackWorld(root);
      expect(await world.run(await archive([{ name: "otelcol", content: program, mode }]))).toMatchObject({
        code: "UNSAFE_ENTRY",
        message: 'the entry "otelcol" has a setuid or setgid bit',
      });
      expect(world.written).toEqual([]);
    }
  });

  test("more than it may have is refused, whichever entry has it", async () => {
    const large = await archive([{ name: "otelcol", content: program }]);
    const world = new UnpackWorld(root);
    expect(await world.run(large, { maxBytes: 699_999 })).toMatchObject({ kind: "refused", code: "TOO_LARGE" });
    expect(world.written).toEqual([]);
  });

  test("one that was cut off anywhere gives nothing", async () => {
    const bytes = await archive([{ name: "otelcol", content: program }, readme]);
    for (let length = 1; length < bytes.length; length += Math.ceil(bytes.length / 60)) {
      const world = new UnpackWorld(root);
      expect(await world.run(bytes.subarray(0, length))).toMatchObject({ kind: "refused", passing: false });
      expect(world.written).toEqual([]);
    }
  });

  test("one with something behind its end is refused", async () => {
    const bytes = await archive([{ name: "otelcol", content: program }]);
    const world = new UnpackWorld(root);
    expect(await world.run(Buffer.concat([bytes, Buffer.from("garbage")]))).toMatchObject({ code: "BROKEN_ARCHIVE" });
    expect(world.written).toEqual([]);
  });

  test("nothing is written where there is no room, and that may pass", async () => {
    const files = { ...createFiles({ libc: undefined }), freeBytes: async () => 1000 };
    const world = new UnpackWorld(root);
    const outcome = await world.run(await archive([{ name: "otelcol", content: program }]), {}, { files });
    expect(outcome).toMatchObject({ kind: "refused", code: "NO_ROOM", passing: true });
    expect(world.written).toEqual([]);
  });

  test("a disk that is read-only is told as that, and may pass", async () => {
    const readOnly = Object.assign(new Error("EROFS: read-only file system"), { code: "EROFS" });
    const files = { ...createFiles({ libc: undefined }), sink: () => Promise.reject(readOnly) };
    const world = new UnpackWorld(root);
    const outcome = await world.run(await archive([{ name: "otelcol", content: program }]), {}, { files });
    expect(outcome).toMatchObject({ kind: "refused", code: "STORAGE_READ_ONLY", passing: true });
  });

  test("nothing is left where it is cancelled", async () => {
    const given = new AbortController();
    const system = createFiles({ libc: undefined });
    const sink: typeof system.sink = async (...args) => {
      given.abort();
      return system.sink(...args);
    };
    const world = new UnpackWorld(root);
    const bytes = await archive([{ name: "otelcol", content: program }]);
    expect(await world.run(bytes, {}, { files: { ...system, sink }, signal: given.signal })).toEqual({
      kind: "cancelled",
    });
    expect(world.written).toEqual([]);
  });
});

test("what becomes the program is on disk before it has its name", async () => {
  const files = new MemoryFiles();
  files.put("/archive", await tarGz([{ name: "otelcol", content: program }]));
  const request = { archive: "/archive", entry: "otelcol", into: "/program", maxBytes: 10_000_000 };
  expect(await unpack(request, { files, signal: new AbortController().signal })).toMatchObject({ kind: "unpacked" });
  expect(files.changes).toEqual([
    "sink /program.unpacking",
    "flush /program.unpacking",
    "rename /program.unpacking /program",
  ]);
});

test("a program is taken as it is, whatever entry is named", async () => {
  const world = new UnpackWorld(root);
  const own = readFileSync("/bin/sh");
  expect(await world.run(own)).toEqual({
    kind: "unpacked",
    format: "program",
    size: own.length,
    sha256: sha256Bytes(own),
  });
  expect(await new UnpackWorld(root).run(own, { maxBytes: 1000 })).toMatchObject({ code: "TOO_LARGE" });
});

test.each([
  ["text", Buffer.from("just some text, and more of it, so that it is longer than any header that there is")],
  ["nothing", Buffer.alloc(0)],
  ["a tar archive that is not compressed", Buffer.alloc(2048)],
])("%s is no package", async (_, bytes) => {
  const world = new UnpackWorld(root);
  expect(await world.run(bytes)).toMatchObject({ kind: "refused", code: "UNKNOWN_FORMAT", passing: false });
  expect(world.written).toEqual([]);
});

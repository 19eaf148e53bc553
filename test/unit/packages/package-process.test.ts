import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { build } from "../../../scripts/build.ts";
import { tarArchive, withField, zipArchive, zstandard } from "../../support/archives.ts";
import { fileContent } from "../../support/download-world.ts";
import { FileServer, serveRanges } from "../../support/file-server.ts";
import { PackageProcess, packageProgram } from "../../support/package-process.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const root = scratchDirectory();

function folder(): string {
  const path = join(root, crypto.randomUUID());
  mkdirSync(path);
  return path;
}

const sha256Of = (content: Uint8Array) => new Bun.CryptoHasher("sha256").update(content).digest("hex");

test("a process that is killed at any byte leaves no file that could be taken for the whole one, and the next goes on", async () => {
  const content = fileContent();
  const directory = folder();
  const into = join(directory, "package");
  const offsets = [1, 4_095, 30_000, 65_537, 99_999];
  const server = await FileServer.start((request, index) => {
    const cutAt = offsets[index];
    const cut = cutAt === undefined ? {} : { cutAt, until: new Promise<void>(() => {}) };
    serveRanges(request, content, { etag: '"1"', ...cut });
  });
  const order = { url: server.url, sha256: sha256Of(content), into };
  for (const written of offsets) {
    const killed = new PackageProcess({ ...order, tellsWrites: true });
    await killed.news.next({ written });
    await killed.kill();
    expect(existsSync(into)).toBe(false);
    expect(statSync(`${into}.part`).size).toBe(written);
  }
  const last = new PackageProcess({ ...order, stopsBeforeRename: true });
  await last.news.next({ renames: true });
  await last.kill();
  expect(readdirSync(directory).toSorted()).toEqual(["package.part", "package.part.json"]);

  const asked = server.heads.length;
  expect(await new PackageProcess(order).end()).toMatchObject({ outcome: { kind: "fetched", size: content.length } });
  expect(Buffer.compare(readFileSync(into), content)).toBe(0);
  expect(readdirSync(directory)).toEqual(["package"]);
  expect(server.heads.map(({ from }) => from)).toEqual([0, ...offsets]);
  expect(server.heads).toHaveLength(asked);
});

const blocks = 4_600;
const blockBytes = 2 ** 16;

/** A package whose program has 300 MB, and which is made while it is sent: what is compressed in parts is one whole (RFC 1952, 2.2). */
async function largePackage() {
  const length = (blocks * blockBytes).toString(8).padStart(11, "0");
  const head = stored(withField((await tarArchive([{ name: "otelcol" }])).subarray(0, 512), 0, 124, length));
  const block = stored(crypto.getRandomValues(new Uint8Array(blockBytes)));
  const end = stored(new Uint8Array(1024));
  const pieces = function* () {
    yield head;
    for (let index = 0; index < blocks; index += 1) yield block;
    yield end;
  };
  const hash = new Bun.CryptoHasher("sha256");
  for (const piece of pieces()) hash.update(piece);
  return { pieces, size: head.length + blocks * block.length + end.length, sha256: hash.digest("hex") };
}

const stored = (bytes: Uint8Array) => Bun.gzipSync(Uint8Array.from(bytes), { level: 0 });

/** What a package may take of memory while it is fetched and unpacked, KiB. */
const mostKiB = 96 * 1024;

test("a package of 300 MB, and one in each other form, is fetched and unpacked in little memory, by an executable", async () => {
  const command = [(await build({ out: scratchDirectory(), entry: packageProgram })).path];
  const run = async (served: { url: string; sha256: string }) => {
    const directory = folder();
    const entry = { name: "otelcol", into: join(directory, "otelcol") };
    return await new PackageProcess({ ...served, into: join(directory, "package"), entry }, command).end();
  };
  const { pieces, size, sha256 } = await largePackage();
  const server = await FileServer.start(({ answer }) => {
    answer.head("200 OK", { "content-length": String(size) });
    void answer.stream(pieces());
  });
  const { outcome, unpacked, before, peak } = await run({ url: server.url, sha256 });
  expect(outcome).toMatchObject({ kind: "fetched", size });
  expect(unpacked).toMatchObject({ kind: "unpacked", format: "tar.gz", size: blocks * blockBytes });
  expect(size).toBeGreaterThan(300_000_000);
  expect(peak - before).toBeLessThan(mostKiB);

  const content = fileContent();
  const others = {
    zip: zipArchive([{ name: "otelcol", content }]),
    "tar.zst": zstandard(await tarArchive([{ name: "otelcol", content }])),
  };
  for (const [format, archive] of Object.entries(others)) {
    const small = await FileServer.start((request) => serveRanges(request, archive));
    const news = await run({ url: small.url, sha256: sha256Of(archive) });
    expect(news.unpacked).toMatchObject({ kind: "unpacked", format, size: content.length });
  }
}, 120_000);

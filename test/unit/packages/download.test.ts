import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";

import { createFiles } from "../../../src/runtime/shared/files.ts";
import { DownloadWorld, fileContent } from "../../support/download-world.ts";
import { type FileRequest, FileServer, type ServeOptions, serveRanges } from "../../support/file-server.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const root = scratchDirectory();
const content = fileContent();
const lastModified = "Wed, 25 Nov 2026 10:00:00 GMT";

/** A server that breaks off its first answers at these offsets, each once the part is there. */
function breaking(world: DownloadWorld, offsets: readonly number[], validators: ServeOptions) {
  return FileServer.start((request, index) => {
    const cutAt = offsets[index];
    const cut = cutAt === undefined ? {} : { cutAt, until: world.reached(cutAt) };
    serveRanges(request, content, { ...validators, ...cut });
  });
}

const asked = ({ heads }: FileServer) =>
  heads.map(({ headers }) => [headers.get("range"), headers.get("if-range")] as const);

test("a file is fetched, nobody else may read it, and nothing is left beside it", async () => {
  const world = new DownloadWorld(root);
  const server = await breaking(world, [], { etag: '"1"' });
  const { into } = world;
  expect(await world.run({ url: server.url, content })).toEqual({ kind: "fetched", path: into, size: content.length });
  expect(Buffer.compare(readFileSync(into), content)).toBe(0);
  expect(statSync(into).mode & 0o777).toBe(0o600);
  expect(readdirSync(world.directory)).toEqual(["package"]);
  expect(server.heads[0]?.headers.get("accept-encoding")).toBe("identity");
});

describe("content that is there already", () => {
  test("is not fetched, and what was left of an attempt is removed", async () => {
    const world = new DownloadWorld(root);
    const server = await breaking(world, [], {});
    for (const name of ["", ".part", ".part.json", ".part.decoded"]) writeFileSync(world.into + name, content);
    expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "held", size: content.length });
    expect(server.heads).toEqual([]);
    expect(readdirSync(world.directory)).toEqual(["package"]);
  });

  test("gives way where it is another one", async () => {
    const world = new DownloadWorld(root);
    const server = await breaking(world, [], {});
    writeFileSync(world.into, "something else");
    expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "fetched" });
    expect(Buffer.compare(readFileSync(world.into), content)).toBe(0);
  });
});

describe("a transfer that breaks off goes on where it stopped", () => {
  test.each([
    ["by the entity tag", { etag: '"1"', lastModified }, '"1"'],
    ["by the time of the last change", { lastModified }, lastModified],
    ["by the time where the entity tag is a weak one", { etag: 'W/"1"', lastModified }, lastModified],
    ["by its offset alone where the server tells nothing else", {}, null],
  ] as const)("%s", async (_, validators, condition) => {
    const world = new DownloadWorld(root);
    const server = await breaking(world, [30_000, 70_001, 99_999], validators);
    expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "fetched", size: content.length });
    expect(asked(server)).toEqual([
      [null, null],
      ["bytes=30000-", condition],
      ["bytes=70001-", condition],
      ["bytes=99999-", condition],
    ]);
    expect(JSON.stringify(world.log.lines)).not.toContain("s3cr3t");
  });

  test("also in another process, and without a request where all had come", async () => {
    const world = new DownloadWorld(root);
    const given = new AbortController();
    const server = await FileServer.start((request, index) => {
      if (index === 0) serveRanges(request, content, { etag: '"1"', cutAt: 60_000, until: world.reached(60_000) });
      else given.abort();
    });
    expect(await world.run({ url: server.url, content }, { signal: given.signal })).toEqual({ kind: "cancelled" });
    expect(readdirSync(world.directory).toSorted()).toEqual(["package.part", "package.part.json"]);
    server.answerBy((request) => serveRanges(request, content, { etag: '"1"' }));
    expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "fetched" });
    expect(asked(server).at(-1)).toEqual(["bytes=60000-", '"1"']);

    const before = server.heads.length;
    const files = createFiles({ libc: undefined });
    const later = new DownloadWorld(root);
    const ended = { ...files, rename: () => Promise.reject(new Error("the process is ended here")) };
    await expect(later.run({ url: server.url, content }, { files: ended })).rejects.toThrow("ended here");
    expect(readdirSync(later.directory).toSorted()).toEqual(["package.part", "package.part.json"]);
    expect(await later.run({ url: server.url, content })).toMatchObject({ kind: "fetched" });
    expect(server.heads).toHaveLength(before + 1);
  });

  test("as often as it must, as long as something new comes each time", async () => {
    const world = new DownloadWorld(root);
    const offsets = Array.from({ length: 40 }, (_, index) => (index + 1) * 2_000);
    const server = await breaking(world, offsets, { etag: '"1"' });
    expect(await world.run({ url: server.url, content }, { attempts: 2 })).toMatchObject({
      kind: "fetched",
    });
    expect(server.heads).toHaveLength(41);
  });
});

describe("what was left of something else is not gone on with", () => {
  const left = { contentHash: "00".repeat(32), etag: '"1"', size: content.length };
  test.each([
    ["of other content", JSON.stringify(left)],
    ["without a record", undefined],
    ["with a record that cannot be read", "{"],
  ])("%s", async (_, record) => {
    const world = new DownloadWorld(root);
    const server = await breaking(world, [], { etag: '"1"' });
    writeFileSync(`${world.into}.part`, content.subarray(0, 5_000));
    if (record !== undefined) writeFileSync(`${world.into}.part.json`, record);
    expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "fetched" });
    expect(asked(server)).toEqual([[null, null]]);
  });

  test("and what a power cut has spoilt is found by the hash", async () => {
    const world = new DownloadWorld(root);
    const server = await breaking(world, [50_000], { etag: '"1"' });
    const given = new AbortController();
    void world.reached(50_000).then(() => given.abort());
    expect(await world.run({ url: server.url, content }, { signal: given.signal })).toEqual({ kind: "cancelled" });
    const spoilt = readFileSync(`${world.into}.part`);
    writeFileSync(`${world.into}.part`, spoilt.fill(0, 40_000));
    expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "fetched" });
    expect(asked(server).map(([range]) => range)).toEqual([null, "bytes=50000-", null]);
  });
});

test("one that is cancelled stays as it is, and goes on later", async () => {
  const world = new DownloadWorld(root);
  const given = new AbortController();
  const server = await breaking(world, [], { etag: '"1"' });
  server.answerBy((request, index) => {
    if (index > 0) return serveRanges(request, content, { etag: '"1"' });
    serveRanges(request, content, { etag: '"1"', cutAt: 40_000, until: new Promise(() => {}) });
  });
  void world.reached(40_000).then(() => given.abort());
  expect(await world.run({ url: server.url, content }, { signal: given.signal })).toEqual({ kind: "cancelled" });
  expect(readdirSync(world.directory).toSorted()).toEqual(["package.part", "package.part.json"]);
  expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "fetched" });
  expect(asked(server).at(-1)).toEqual(["bytes=40000-", '"1"']);
  expect(await world.run({ url: server.url, content }, { signal: AbortSignal.abort() })).toEqual({ kind: "cancelled" });
});

describe("offered headers", () => {
  const headers = [["Authorization", "Bearer s3cr3t"]] as const;
  const told = ({ headers: sent }: FileRequest) => sent.get("authorization");

  test("go with each request, and to the same origin after a redirect", async () => {
    const server = await FileServer.start((request, index) =>
      index === 0
        ? request.answer.send({ status: "302 Found", headers: { location: "/elsewhere" } })
        : serveRanges(request, content, index === 1 ? { cutAt: 10 } : {}),
    );
    expect(await new DownloadWorld(root).run({ url: server.url, content, headers })).toMatchObject({ kind: "fetched" });
    expect(server.heads.map(told)).toEqual(Array<string>(server.heads.length).fill("Bearer s3cr3t"));
    expect(server.heads.map(({ target }) => target)).toContain("/elsewhere");
  });

  test("never to another origin, nor back from there", async () => {
    const other = await FileServer.start((request) =>
      request.answer.send({ status: "307 T", headers: { location: `${server.origin}/back` } }),
    );
    const server: FileServer = await FileServer.start((request, index) =>
      index === 0
        ? request.answer.send({ status: "301 M", headers: { location: `${other.origin}/there` } })
        : serveRanges(request, content),
    );
    const world = new DownloadWorld(root);
    expect(await world.run({ url: server.url, content, headers })).toMatchObject({ kind: "fetched" });
    expect([...server.heads, ...other.heads].map(told)).toEqual(["Bearer s3cr3t", null, null]);
  });

  test("and their values are in no message and in no line of the log", async () => {
    const world = new DownloadWorld(root);
    const server = await FileServer.start(({ answer }, index) =>
      answer.send({ status: index > 3 ? "403 No" : "503 Busy" }),
    );
    const outcome = await world.run({ url: server.url, content, headers });
    expect(outcome).toMatchObject({ kind: "failed", code: "HTTP_403" });
    expect(world.log.lines).toHaveLength(4);
    expect(JSON.stringify([outcome, world.log.lines])).not.toContain("s3cr3t");
  });
});

import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";

import { DownloadWorld, fileContent } from "../../support/download-world.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { chunked, type FileRequest, FileServer, serveRanges } from "../../support/file-server.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const root = scratchDirectory();
const content = fileContent();
const other = fileContent().fill(7);
const etag = '"1"';

describe("a server that does not keep to what it says", () => {
  const firstHalf = (world: DownloadWorld, request: FileRequest, file = content) =>
    serveRanges(request, file, { etag, cutAt: 50_000, until: world.reached(50_000) });
  const whole = (request: FileRequest) => serveRanges(request, content, { etag });
  const partOf =
    (range: string, body: Uint8Array) =>
    ({ answer }: FileRequest) =>
      answer.send({ status: "206 P", headers: { "content-range": range, etag }, body });

  test.each<[string, (request: FileRequest) => void]>([
    ["ignores ranges", ({ answer }) => answer.send({ body: content })],
    ["sends another part", partOf("bytes 0-99999/100000", content)],
    [
      "does not say which part it sends",
      ({ answer }) => answer.send({ status: "206 P", body: content.subarray(50_000) }),
    ],
    ["sends a part of another size", partOf("bytes 50000-100000/100001", fileContent(50_001))],
    ["sends another part than it says", partOf("bytes 50000-99999/100000", content.subarray(0, 50_000))],
    ["has no such range", ({ answer }) => answer.send({ status: "416 R", headers: { "content-range": "bytes */10" } })],
    [
      "sends a part with another entity tag",
      ({ answer }) =>
        answer.send({
          status: "206 P",
          headers: { "content-range": "bytes 50000-99999/100000", etag: '"2"' },
          body: other.subarray(50_000),
        }),
    ],
  ])("%s: all of it is fetched anew", async (_, lie) => {
    const world = new DownloadWorld(root);
    const server = await FileServer.start((request, index) => {
      if (index === 0) return firstHalf(world, request);
      return request.from > 0 ? lie(request) : whole(request);
    });
    expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "fetched", size: content.length });
    expect(server.heads[1]?.from).toBe(50_000);
    expect(server.heads.length).toBeLessThanOrEqual(3);
    expect(readdirSync(world.directory)).toEqual(["package"]);
  });

  test("has another file by now: it is taken from its beginning, and is what was offered or is refused", async () => {
    const first = new DownloadWorld(root);
    const server = await FileServer.start((request, index) =>
      index === 0 ? firstHalf(first, request, other) : serveRanges(request, content, { etag: '"new"' }),
    );
    expect(await first.run({ url: server.url, content })).toMatchObject({ kind: "fetched" });
    expect(server.heads.map(({ from }) => from)).toEqual([0, 50_000]);
    const wrong = await FileServer.start((request) => serveRanges(request, other));
    const world = new DownloadWorld(root);
    expect(await world.run({ url: wrong.url, content })).toEqual({
      kind: "failed",
      code: "HASH_MISMATCH",
      message: expect.stringContaining(`what ${new URL(wrong.url).host} sends is not what was offered`),
      passing: false,
    });
    expect(wrong.heads).toHaveLength(1);
    expect(readdirSync(world.directory)).toEqual([]);
  });

  test("promises less than the file has: what came is refused", async () => {
    const server = await FileServer.start(({ answer }) =>
      answer.send({ headers: { "content-length": "50000" }, body: content }),
    );
    expect(await new DownloadWorld(root).run({ url: server.url, content })).toMatchObject({ code: "HASH_MISMATCH" });
  });

  test("promises more than the file has: it is given up", async () => {
    const server = await FileServer.start(({ answer }) =>
      answer.send({ headers: { "content-length": "100001" }, body: content }),
    );
    const outcome = await new DownloadWorld(root).run({ url: server.url, content }, { attempts: 2 });
    expect(outcome).toMatchObject({ kind: "failed", passing: true });
  });

  test("sends more in a part than the file has", async () => {
    const long = Buffer.concat([content.subarray(50_000), other]);
    const world = new DownloadWorld(root);
    const headers = { "content-range": "bytes 50000-99999/100000", "transfer-encoding": "chunked", etag };
    const server = await FileServer.start((request, index) => {
      if (index === 0) return firstHalf(world, request);
      if (request.from === 0) return whole(request);
      request.answer.send({ status: "206 P", headers, body: chunked(long) });
    });
    expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "fetched" });
    expect(server.heads.map(({ from }) => from)).toEqual([0, 50_000, 0]);
    expect(world.log.lines.at(-1)?.fields["reason"]).toEndWith("sends more than it promised");
  });
});

describe("a file comes", () => {
  test.each<[string, (request: FileRequest) => void]>([
    [
      "in chunks without a length",
      ({ answer }) => answer.send({ headers: { "transfer-encoding": "chunked" }, body: chunked(content) }),
    ],
    [
      "without a length, until the end of the connection",
      ({ answer }) => answer.send({ noLength: true, body: content }),
    ],
    [
      "gzipped, though that was not asked for",
      ({ answer }) =>
        answer.send({ headers: { "content-encoding": "gzip" }, body: Bun.gzipSync(Uint8Array.from(content)) }),
    ],
    [
      "with the name of a coding that is the file's own",
      ({ answer }) => answer.send({ headers: { "content-encoding": "gzip" }, body: content }),
    ],
  ])("%s", async (_, answer) => {
    const world = new DownloadWorld(root);
    const server = await FileServer.start(answer);
    expect(await world.run({ url: server.url, content })).toMatchObject({ kind: "fetched", size: content.length });
    expect(readdirSync(world.directory)).toEqual(["package"]);
  });

  test("no whole file comes of one that breaks off in a chunk, or without a length", async () => {
    for (const options of [
      { headers: { "transfer-encoding": "chunked" }, body: chunked(content), cutAt: 50_000 },
      { noLength: true, body: content, cutAt: 50_000 },
      { headers: { "content-encoding": "gzip" }, body: Bun.gzipSync(Uint8Array.from(content)), cutAt: 1_000 },
      {
        headers: { "transfer-encoding": "gzip, chunked" },
        body: chunked(Bun.gzipSync(Uint8Array.from(content)).subarray(9)),
      },
    ]) {
      const world = new DownloadWorld(root);
      const server = await FileServer.start(({ answer }) => answer.send(options));
      expect(await world.run({ url: server.url, content }, { attempts: 2 })).toMatchObject({ kind: "failed" });
      expect(readdirSync(world.directory)).not.toContain("package");
    }
  });

  test("no coding is taken from what becomes larger than it may", async () => {
    const world = new DownloadWorld(root);
    const zeros = new Uint8Array(1_000_000);
    const server = await FileServer.start(({ answer }) =>
      answer.send({ headers: { "content-encoding": "gzip" }, body: Bun.gzipSync(zeros) }),
    );
    const outcome = await world.run({ url: server.url, content: zeros }, { maxBytes: 500_000 });
    expect(outcome).toMatchObject({ kind: "failed", code: "HASH_MISMATCH" });
    expect(readdirSync(world.directory)).toEqual([]);
  });
});

describe("an answer that is a refusal", () => {
  test.each([400, 401, 403, 404, 410, 451])("HTTP %i is final", async (status) => {
    const server = await FileServer.start(({ answer }) => answer.send({ status: `${status} No` }));
    expect(await new DownloadWorld(root).run({ url: server.url, content })).toMatchObject({
      kind: "failed",
      code: `HTTP_${status}`,
      passing: false,
    });
    expect(server.heads).toHaveLength(1);
  });

  test.each([408, 425, 429, 500, 502, 503, 504])("HTTP %i is tried again", async (status) => {
    const server = await FileServer.start((request, index) =>
      index < 2 ? request.answer.send({ status: `${status} Not now` }) : serveRanges(request, content),
    );
    expect(await new DownloadWorld(root).run({ url: server.url, content })).toMatchObject({ kind: "fetched" });
    expect(server.heads).toHaveLength(3);
  });

  test("is followed after as long as it says, and at once given up where that is too long", async () => {
    const world = new DownloadWorld(root);
    const clock = new FakeClock();
    const server = await FileServer.start((request, index) =>
      index === 0
        ? request.answer.send({ status: "429 Slow down", headers: { "retry-after": "20" } })
        : serveRanges(request, content),
    );
    const outcome = world.run({ url: server.url, content }, { clock });
    const line = await world.log.line((one) => one.message.includes("interrupted"));
    expect(line.fields).toMatchObject({ waitMs: 20_000 });
    await clock.advanceAsync(19_999);
    expect(server.heads).toHaveLength(1);
    await clock.advanceAsync(1);
    expect(await outcome).toMatchObject({ kind: "fetched" });

    const busy = await FileServer.start(({ answer }) =>
      answer.send({ status: "503 Busy", headers: { "retry-after": "3000" } }),
    );
    expect(await new DownloadWorld(root).run({ url: busy.url, content })).toMatchObject({
      kind: "failed",
      code: "HTTP_503",
      passing: true,
      retryAfterMs: 3_000_000,
    });
  });

  test.each([
    ["to no address", "http://"],
    ["to a file", "file:///etc/passwd"],
    ["round in circles", "/file"],
  ])("a redirect %s is not followed", async (_, location) => {
    const server = await FileServer.start(({ answer }) => answer.send({ status: "302 F", headers: { location } }));
    const outcome = await new DownloadWorld(root).run({ url: server.url, content });
    expect(outcome).toMatchObject({ kind: "failed", code: "REDIRECT", passing: false });
    expect(server.heads.length).toBeLessThanOrEqual(11);
  });
});

describe("an offer that cannot be followed", () => {
  test.each([
    [{ url: "ftp://h/file" }, "download_url is no http or https URL"],
    [{ url: "https://me:s3cr3t@h/file" }, "download_url holds a user name or a password; use headers"],
    [{ contentHash: new Uint8Array(20) }, "content_hash has 20 bytes; it must be a SHA-256, which has 32"],
    [{ headers: [["Range", "bytes=0-1"]] }, "headers: Range is set by the download"],
    [{ headers: [["Host", "h"]] }, "headers: Host is set by the connection"],
    [{ headers: [["s3cr3t value", "x"]] }, "headers: a key is no name of a header"],
    [{ headers: [["X", "s3cr3t\r\n"]] }, "headers: the value of X has characters that no header can have"],
  ] as const)("%# is refused by name", async (offer, message) => {
    const outcome = await new DownloadWorld(root).run({ url: "http://127.0.0.1:1/file", content, ...offer });
    expect(outcome).toEqual({ kind: "failed", code: "REQUEST", message, passing: false });
  });
});

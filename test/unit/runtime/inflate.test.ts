import { describe, expect, test } from "bun:test";
import { deflateRawSync, gzipSync } from "node:zlib";

import { crc32 } from "../../../src/runtime/crc32.ts";
import { type Compression, inflate, InflateError } from "../../../src/runtime/inflate.ts";
import { Sha256, sha256Bytes } from "../../../src/runtime/sha256.ts";

const content = Buffer.from("the same again and again, ".repeat(20_000));
const compressed: readonly (readonly [Compression, Uint8Array])[] = [
  ["gzip", gzipSync(content)],
  // By `zstd`: not every runtime compresses so.
  [
    "zstd",
    Buffer.from(
      "KLUv/aBA7wcA/AAAoHRoZSBzYW1lIGFnYWluIGFuZCwgAgDj/z0zVqyEAUwAAAhtAQD8/zkQAkwAAAhpAQD8/zkQAk0AAAggAQA87zkQAg==",
      "base64",
    ),
  ],
  ["deflate-raw", deflateRawSync(content)],
];

async function* inPieces(bytes: Uint8Array, size = 100): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe.each(compressed)("%s", (compression, bytes) => {
  test("is inflated from pieces of any size", async () => {
    for (const size of [1, 100, bytes.length]) {
      expect((await collect(inflate(inPieces(bytes, size), compression))).equals(content)).toBe(true);
    }
  });

  test("that is cut off anywhere is no whole", async () => {
    for (let length = 0; length < bytes.length; length += Math.ceil(bytes.length / 40)) {
      const cut = collect(inflate(inPieces(bytes.subarray(0, length)), compression));
      await expect(cut).rejects.toBeInstanceOf(InflateError);
    }
    const last = collect(inflate(inPieces(bytes.subarray(0, -1)), compression));
    await expect(last).rejects.toBeInstanceOf(InflateError);
  });

  test("with something behind its end is refused", async () => {
    const longer = Buffer.concat([bytes, Buffer.from("garbage")]);
    await expect(collect(inflate(inPieces(longer), compression))).rejects.toBeInstanceOf(InflateError);
    await expect(collect(inflate(inPieces(longer, 1e6), compression))).rejects.toBeInstanceOf(InflateError);
  });

  test("gives on what its source throws, and ends its source with its reader", async () => {
    const broken = (async function* () {
      yield bytes.subarray(0, 20);
      throw new Error("the disk");
    })();
    await expect(collect(inflate(broken, compression))).rejects.toThrow("the disk");
    let isEnded = false;
    const source = (async function* () {
      try {
        for (;;) yield bytes.subarray(0, 20);
      } finally {
        isEnded = true;
      }
    })();
    await expect(collect(inflate(source, compression))).rejects.toBeInstanceOf(InflateError);
    expect(isEnded).toBe(true);
  });
});

test("a checksum and a hash go on over pieces", () => {
  expect(crc32(Buffer.from("789"), crc32(Buffer.from("123456"), 0))).toBe(0xcbf43926);
  const hash = new Sha256();
  hash.add(content.subarray(0, 7));
  hash.add(content.subarray(7));
  expect(hash.digest()).toEqual(sha256Bytes(content));
});

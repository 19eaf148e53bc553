import { expect, test } from "bun:test";

import fc from "fast-check";

import { download } from "../../../src/packages/download.ts";
import type { GetOptions } from "../../../src/runtime/network-ports.ts";
import { sha256Bytes } from "../../../src/runtime/sha256.ts";
import { fileContent } from "../../support/download-world.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FakeNetwork } from "../../support/fake-network.ts";
import { errno, MemoryFiles } from "../../support/memory-files.ts";
import { piecesOf, type ScriptedFile, scriptedFile } from "../../support/scripted-file.ts";
import { seededRandom } from "../../support/seeded-random.ts";
import { silentLog } from "../../support/silent-log.ts";

const size = 5_000;
const content = fileContent(size);
const other = fileContent(size).map((byte) => byte ^ 0x55);
const zipped = Bun.gzipSync(Uint8Array.from(content));
const etag = '"1"';

type Reply = (from: number) => ScriptedFile;

/** A share of the bytes, and how it goes on. */
const reach = fc.record({
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  after: fc.constantFrom("end", "break", "nothing" as const),
  piece: fc.integer({ min: 1, max: 3_000 }),
});

interface Reach {
  share: number;
  after: "end" | "break" | "nothing";
  piece: number;
}

const cut = (bytes: Uint8Array, { share, after, piece }: Reach): Pick<ScriptedFile, "pieces" | "after"> => ({
  pieces: piecesOf(bytes.subarray(0, Math.ceil(bytes.length * share)), piece),
  after,
});

/** Servers keep to the protocol, or do not, in all ways that come to mind. */
const replies: fc.Arbitrary<Reply> = fc.oneof(
  reach.map((to): Reply => (from) => ({
    status: from > 0 ? 206 : 200,
    headers: {
      etag,
      ...(from > 0 ? { "content-range": `bytes ${from}-${size - 1}/${size}` } : { "content-length": `${size}` }),
    },
    ...cut(content.subarray(from), to),
  })),
  reach.map((to): Reply => () => ({ headers: { "content-length": `${size}` }, ...cut(content, to) })),
  reach.map((to): Reply => () => ({ headers: { "transfer-encoding": "chunked" }, ...cut(content, to) })),
  reach.map(
    (to): Reply =>
      () =>
        cut(content, to),
  ),
  reach.map((to): Reply => () => ({
    headers: { "content-encoding": "gzip", "content-length": `${zipped.length}` },
    ...cut(zipped, to),
  })),
  reach.map((to): Reply => () => ({ headers: { etag }, ...cut(other, to) })),
  fc.tuple(reach, fc.nat(size), fc.nat(size + 10), fc.nat(size + 10)).map(([to, start, end, total]): Reply => () => ({
    status: 206,
    headers: { etag, "content-range": `bytes ${start}-${end}/${total}` },
    ...cut(content.subarray(start), to),
  })),
  fc.constantFrom(200, 204, 206, 304, 416, 429, 500, 503).map((status): Reply => () => ({ status })),
  fc.nat(size).map((total): Reply => () => ({ status: 416, headers: { "content-range": `bytes */${total}` } })),
);

test("whatever servers answer, and whenever the process is ended, there is the right file or none", async () => {
  const lives = fc.array(fc.record({ answers: fc.array(replies, { maxLength: 8 }), failsAt: fc.nat(40) }), {
    minLength: 1,
    maxLength: 4,
  });
  const property = fc.asyncProperty(lives, fc.nat(), async (scripts, seed) => {
    const files = new MemoryFiles();
    for (const { answers, failsAt } of scripts) {
      const network = new FakeNetwork();
      const clock = new FakeClock();
      network.answerGet = (options) =>
        scriptedFile(answers[network.gets.length - 1]?.(fromOf(options)) ?? { status: 503 })(options);
      let calls = 0;
      files.intercept = () => {
        calls += 1;
        if (calls === failsAt) throw errno("EIO");
      };
      const running = download(
        { url: "http://files.test/file", headers: [], contentHash: sha256Bytes(content), into: "/package" },
        {
          signal: new AbortController().signal,
          maxBytes: 2 * size,
          maxDurationMs: 3_600_000,
          attempts: 4,
          route: () => ({ usable: true }),
          files,
          network,
          clock,
          random: seededRandom(seed),
          log: silentLog,
        },
      );
      const ended = { is: false };
      void running.then(() => (ended.is = true));
      while (!ended.is) await clock.advanceAsync(10_000);
      const outcome = await running;
      files.intercept = () => {};
      const there = files.text("/package");
      const isWhole = there === new TextDecoder().decode(content);
      expect(there === undefined || isWhole).toBe(true);
      if (outcome.kind !== "failed") expect(isWhole).toBe(true);
      expect(clock.waiting).toBe(0);
    }
  });
  await fc.assert(property, { numRuns: 200 });
});

function fromOf({ headers }: GetOptions): number {
  const range = headers.find(([name]) => name === "Range")?.[1];
  return Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
}

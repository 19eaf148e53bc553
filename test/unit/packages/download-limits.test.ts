import { describe, expect, test } from "bun:test";

import type { DownloadOptions, DownloadProgress } from "../../../src/packages/download-types.ts";
import { download } from "../../../src/packages/download.ts";
import { Pace } from "../../../src/packages/pace.ts";
import type { BodyPiece } from "../../../src/runtime/network-ports.ts";
import { sha256Bytes } from "../../../src/runtime/sha256.ts";
import { fileContent } from "../../support/download-world.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { FakeNetwork } from "../../support/fake-network.ts";
import { errno, MemoryFiles } from "../../support/memory-files.ts";
import { piecesOf, scriptedFile } from "../../support/scripted-file.ts";
import { TestLog } from "../../support/test-log.ts";

const content = fileContent(100_000);
const allPieces = piecesOf(content);
const onePiece = allPieces.slice(0, 1);
const headers = { "content-length": "100000" };
const none = scriptedFile({ status: 503 });
const whole = scriptedFile({ headers, pieces: allPieces });

/** `rate`: bytes in a second. */
function world({ rate, ...options }: Partial<DownloadOptions> & { rate?: number } = {}) {
  const files = new MemoryFiles();
  const network = new FakeNetwork();
  const clock = new FakeClock();
  const log = new TestLog();
  const progress: DownloadProgress[] = [];
  const run = () =>
    download(
      { url: "https://files.test/package", headers: [], contentHash: sha256Bytes(content), into: "/package" },
      {
        signal: new AbortController().signal,
        maxBytes: 100_000,
        maxDurationMs: 3_600_000,
        route: () => ({ usable: true }),
        onProgress: (told) => progress.push(told),
        files,
        network,
        clock,
        random: { unit: () => 1 },
        log,
        pace: rate === undefined ? undefined : new Pace(clock, rate),
        ...options,
      },
    );
  const names = async () => (await files.list("/")).toSorted();
  return { files, network, clock, log, progress, run, names };
}

describe("no more comes than may", () => {
  test("where the server says how much it is, nothing is read", async () => {
    const { network, run, names } = world({ maxBytes: 99_999 });
    network.answerGet = scriptedFile({ headers });
    const message = "the file has 100000 bytes, and may have 99999";
    expect(await run()).toEqual({ kind: "failed", code: "TOO_LARGE", message, passing: false });
    expect(await names()).toEqual([]);
  });

  test("where it does not, it is counted", async () => {
    const { network, run, names } = world({ maxBytes: 50_000 });
    network.answerGet = scriptedFile({ pieces: allPieces, after: "nothing" });
    expect(await run()).toMatchObject({ kind: "failed", code: "TOO_LARGE", passing: false });
    expect(await names()).toEqual([]);
  });
});

test("no faster than it may", async () => {
  const { network, clock, files, run } = world({ rate: 10_000 });
  network.answerGet = whole;
  const outcome = run();
  for (let second = 0; second < 10; second += 1) {
    await clock.advanceAsync(999);
    expect((await files.stat("/package.part"))?.size).toBe((second + 1) * 10_000);
    await clock.advanceAsync(1);
  }
  expect(await outcome).toMatchObject({ kind: "fetched" });
});

test("nor together, where several share one pace", async () => {
  const clock = new FakeClock();
  const pace = new Pace(clock, 1_000);
  const { signal } = new AbortController();
  const took: number[] = [];
  const take = async () => {
    for (let piece = 0; piece < 3; piece += 1) await pace.took(500, signal);
    took.push(clock.monotonic());
  };
  const both = Promise.all([take(), take()]);
  const begun = clock.monotonic();
  await clock.advanceAsync(10_000);
  await both;
  expect(took.map((at) => at - begun)).toEqual([2_500, 3_000]);
});

test("a rate at which a piece takes longer than a connection may stand still is no stall", async () => {
  const { network, clock, run } = world({ rate: 100 });
  network.answerGet = whole;
  const outcome = run();
  await clock.advanceAsync(1_000_000);
  expect(await outcome).toMatchObject({ kind: "fetched" });
  expect(network.gets).toHaveLength(1);
});

describe("time has an end", () => {
  test("a connection on which nothing comes is given up, and another one goes on", async () => {
    const { network, clock, log, run } = world();
    network.answerGet = (options) =>
      network.gets.length === 1
        ? scriptedFile({ headers, pieces: onePiece, after: "nothing" })(options)
        : whole(options);
    const outcome = run();
    await clock.advanceAsync(29_999);
    expect(log.lines).toEqual([]);
    await clock.advanceAsync(30_002);
    expect(log.lines[0]?.fields).toMatchObject({ reason: "nothing came for 30 s", received: 10_000 });
    await clock.advanceAsync(1_000);
    expect(await outcome).toMatchObject({ kind: "fetched" });
    expect(network.gets[1]?.headers).toEqual([["Range", "bytes=10000-"]]);
  });

  test("connections on which nothing ever comes are given up in the end, and another would not be in time", async () => {
    const { network, clock, run } = world({ maxDurationMs: 33_000 * 4 });
    network.answerGet = scriptedFile({ headers, pieces: [], after: "nothing" });
    const outcome = run();
    await clock.advanceAsync(33_000 * 4);
    expect(await outcome).toMatchObject({ kind: "failed", code: "STALLED", passing: true });
    expect(network.gets).toHaveLength(4);
  });

  test("and so has all of it", async () => {
    const { network, clock, run, names } = world({ maxDurationMs: 20_000 });
    network.answerGet = scriptedFile({ headers, pieces: onePiece, after: "nothing" });
    const outcome = run();
    await clock.advanceAsync(20_000);
    const message = "the file did not come within 20 s";
    expect(await outcome).toEqual({ kind: "failed", code: "TIMEOUT", message, passing: true });
    expect(await names()).toEqual(["package.part", "package.part.json"]);
    expect(clock.waiting).toBe(0);
  });
});

test("waits grow while nothing new comes, drawn below a ceiling that is the same for all at last", async () => {
  const { clock, log, run } = world({ maxDurationMs: 184_000 });
  const outcome = run();
  await clock.advanceAsync(184_000);
  expect(await outcome).toMatchObject({ kind: "failed", code: "ECONNREFUSED", passing: true });
  expect(log.lines.map(({ fields }) => fields["waitMs"])).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
  ]);
});

test("so they do where each connection brings a little, and not where it brings much", async () => {
  const waits = async (bytes: number) => {
    const { network, clock, log, run } = world({ maxBytes: 20_000_000, attempts: 2 });
    const pieces: BodyPiece[] = [{ kind: "bytes", bytes: new Uint8Array(bytes) }];
    network.answerGet = (options) => {
      const from = Number(/\d+/.exec(options.headers[0]?.[1] ?? "")?.[0] ?? 0);
      if (network.gets.length > 4) return scriptedFile({ status: 404 })(options);
      const range = { "content-range": `bytes ${from}-19999999/20000000` };
      const status = from > 0 ? 206 : 200;
      return scriptedFile({ status, headers: from > 0 ? range : {}, pieces, after: "break" })(options);
    };
    const outcome = run();
    await clock.advanceAsync(1_000_000);
    expect(await outcome).toMatchObject({ code: "HTTP_404" });
    return log.lines.map(({ fields }) => fields["waitMs"]);
  };
  expect(await waits(1)).toEqual([1_000, 2_000, 4_000, 8_000]);
  expect(await waits(2_000_000)).toEqual([1_000, 1_000, 1_000, 1_000]);
});

describe("a file server that is away", () => {
  test.each([
    ["says so", scriptedFile({ status: 503 }), "files.test answered with HTTP 503"],
    ["asks for patience", scriptedFile({ status: 429 }), "files.test answered with HTTP 429"],
    ["stands still", scriptedFile({ headers, pieces: [], after: "nothing" }), "nothing came for 30 s"],
    [
      "breaks off before a byte has come",
      scriptedFile({ headers, pieces: [], after: "break" }),
      "the transfer from files.test broke off: ",
    ],
    ["is not there", undefined, "the file cannot be fetched from files.test: "],
  ])("and %s is waited for, the reason is told, and the file comes", async (_, away, reason) => {
    const { network, clock, progress, run } = world();
    if (away !== undefined) network.answerGet = away;
    const outcome = run();
    await clock.advanceAsync(600_000);
    expect(network.gets.length).toBeGreaterThan(6);
    expect(progress.at(-1)).toEqual({
      percent: 0,
      bytesPerSecond: 0,
      received: 0,
      trouble: expect.stringContaining(reason),
    });
    const before = progress.length;
    network.answerGet = whole;
    await clock.advanceAsync(100_000);
    expect(await outcome).toMatchObject({ kind: "fetched" });
    expect(progress.slice(before).find(({ trouble }) => trouble === undefined)).toMatchObject({ percent: 0 });
    expect(clock.waiting).toBe(0);
  });

  test("in the middle of it is told with what has come", async () => {
    const { network, clock, progress, run } = world();
    network.answerGet = (options) =>
      network.gets.length === 1 ? scriptedFile({ headers, pieces: onePiece, after: "break" })(options) : none(options);
    const outcome = run();
    await clock.advanceAsync(5_000);
    expect(progress.at(-1)).toMatchObject({ percent: 10, received: 10_000, trouble: expect.any(String) });
    network.answerGet = whole;
    await clock.advanceAsync(100_000);
    expect(await outcome).toMatchObject({ kind: "fetched" });
  });

  test("for longer than there is time is told as what it is", async () => {
    const { network, clock, run } = world({ maxDurationMs: 600_000, random: { unit: () => 0.5 } });
    network.answerGet = scriptedFile({ status: 503 });
    const outcome = run();
    await clock.advanceAsync(600_000);
    const message = "files.test answered with HTTP 503";
    expect(await outcome).toEqual({ kind: "failed", code: "HTTP_503", message, passing: true });
  });

  test("is waited for no more when nobody wants the file", async () => {
    const given = new AbortController();
    const { network, clock, run } = world({ signal: given.signal });
    network.answerGet = scriptedFile({ status: 503 });
    const outcome = run();
    await clock.advanceAsync(300_000);
    given.abort();
    expect(await outcome).toEqual({ kind: "cancelled" });
    expect(clock.waiting).toBe(0);
  });

  test.each([
    ["whose name nobody knows", "ENOTFOUND"],
    ["whose certificate is over", "CERT_HAS_EXPIRED"],
    ["whose certificate is for another name", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ])("is another one than one %s, of which six attempts are enough", async (_, code) => {
    const { network, clock, run } = world();
    network.answerGet = () => ({ answered: false, loss: { code, message: "why" } });
    const outcome = run();
    await clock.advanceAsync(60_000);
    expect(await outcome).toMatchObject({ kind: "failed", code, passing: true });
    expect(network.gets).toHaveLength(6);
  });
});

test("a server that sends the same again and again and breaks off there has six attempts more", async () => {
  const { network, clock, run } = world();
  network.answerGet = scriptedFile({ headers, pieces: onePiece, after: "break" });
  const outcome = run();
  await clock.advanceAsync(300_000);
  expect(await outcome).toMatchObject({ kind: "failed", code: "ECONNRESET", passing: true });
  expect(network.gets).toHaveLength(7);
});

test.each([401, 403, 404, 410])("what is said for good is taken so: HTTP %i", async (status) => {
  const { network, run } = world();
  network.answerGet = scriptedFile({ status });
  expect(await run()).toMatchObject({ kind: "failed", code: `HTTP_${status}`, passing: false });
  expect(network.gets).toHaveLength(1);
});

test("progress is told at once, and then every ten seconds, with what came since", async () => {
  const { network, clock, progress, run } = world({ rate: 2_000 });
  network.answerGet = whole;
  const outcome = run();
  await clock.advanceAsync(25_000);
  expect(progress).toEqual([
    { percent: 0, bytesPerSecond: 0, received: 0 },
    { percent: 20, bytesPerSecond: 2_000, received: 20_000 },
    { percent: 40, bytesPerSecond: 2_000, received: 40_000 },
  ]);
  await clock.advanceAsync(30_000);
  expect(await outcome).toMatchObject({ kind: "fetched" });
  expect(progress.at(-1)).toEqual({ percent: 100, bytesPerSecond: 2_000, received: 100_000 });
  expect(clock.waiting).toBe(0);
});

test("of a file of unknown size only what came is told", async () => {
  const { network, clock, progress, run } = world({ rate: 10_000 });
  network.answerGet = scriptedFile({ headers: { "transfer-encoding": "chunked" }, pieces: allPieces });
  const outcome = run();
  await clock.advanceAsync(10_000);
  expect(await outcome).toMatchObject({ kind: "fetched" });
  expect(progress[0]).toEqual({ percent: 0, bytesPerSecond: 0, received: 0 });
});

test("what becomes the whole file is on disk before it has its name", async () => {
  const { network, files, run } = world();
  network.answerGet = whole;
  await run();
  expect(files.changes).toEqual([
    "sink /package.part",
    "write /package.part.json (not durable)",
    "sink /package.part",
    "flush /package.part",
    "rename /package.part /package",
    "remove /package.part.json",
  ]);
});

describe("a disk", () => {
  test("that has not the room is left as it was", async () => {
    const { network, files, run, names } = world();
    files.free = 16 * 1024 * 1024 + 99_999;
    network.answerGet = whole;
    expect(await run()).toMatchObject({ kind: "failed", code: "NO_ROOM", passing: true });
    expect(await names()).toEqual([]);
    files.free += 1;
    expect(await run()).toMatchObject({ kind: "fetched" });
  });

  test("that fills up under a file of unknown size gets its room back", async () => {
    const { network, files, run, names } = world({ maxBytes: 100_000_000 });
    files.free = 30_000_000;
    const zeros: BodyPiece = { kind: "bytes", bytes: new Uint8Array(1_000_000) };
    const body = scriptedFile({ pieces: Array.from({ length: 60 }, () => zeros) });
    network.answerGet = (options) => {
      const outcome = body(options);
      if (!outcome.answered) return outcome;
      const read = () => {
        files.free = (files.free ?? 0) - 1_000_000;
        return outcome.body.read();
      };
      return { ...outcome, body: { ...outcome.body, read } };
    };
    expect(await run()).toMatchObject({ kind: "failed", code: "NO_ROOM", passing: true });
    expect(network.gets).toHaveLength(1);
    expect(await names()).toEqual([]);
  });

  test.each([
    ["ENOSPC", "NO_ROOM", []],
    ["EDQUOT", "NO_ROOM", []],
    ["EROFS", "STORAGE_READ_ONLY", ["package.part", "package.part.json"]],
    ["EIO", "EIO", ["package.part", "package.part.json"]],
  ] as const)("that fails with %s while it is written is told as %s", async (code, told, left) => {
    const { files, network, run, names } = world();
    const open = files.sink.bind(files);
    files.sink = async (...args) => ({ ...(await open(...args)), write: () => Promise.reject(errno(code)) });
    network.answerGet = whole;
    expect(await run()).toMatchObject({ kind: "failed", code: told, passing: true });
    expect(await names()).toEqual([...left]);
  });
});

test("a way that cannot be used now is tried again, and nobody is asked meanwhile", async () => {
  let asked = 0;
  const route: DownloadOptions["route"] = (url) => {
    expect(url).toBe("https://files.test/package");
    asked += 1;
    if (asked > 1) return { usable: true, proxy: { url: "http://proxy.test" } };
    return { usable: false, code: "TLS_FILE", reason: "ca.pem cannot be read" };
  };
  const { network, clock, log, run } = world({ route });
  network.answerGet = whole;
  const outcome = run();
  await clock.advanceAsync(2_000);
  expect(await outcome).toMatchObject({ kind: "fetched" });
  expect(log.lines[0]?.fields["reason"]).toBe("the file cannot be fetched from files.test: ca.pem cannot be read");
  expect(network.gets.map(({ proxy }) => proxy)).toEqual([{ url: "http://proxy.test" }]);
});

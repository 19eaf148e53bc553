import { expect, test } from "bun:test";
import { gunzipSync, gzipSync } from "node:zlib";

import type { GetOutcome } from "../../../src/runtime/network-ports.ts";
import { get } from "../../../src/runtime/shared/get.ts";
import { chunked, FileServer } from "../../support/file-server.ts";

const never = new AbortController().signal;

function answered(outcome: GetOutcome) {
  if (!outcome.answered) throw new Error(outcome.loss.message);
  return outcome;
}

async function text(outcome: GetOutcome): Promise<string> {
  const { body } = answered(outcome);
  const pieces: Uint8Array[] = [];
  for (;;) {
    const piece = await body.read();
    if (piece.kind === "end") return Buffer.concat(pieces).toString();
    if (piece.kind === "lost") throw new Error(piece.loss.code);
    pieces.push(piece.bytes);
  }
}

test("status, headers and body arrive, whatever the status", async () => {
  const server = await FileServer.start(({ answer }) =>
    answer.send({ status: "404 No", headers: { "X-Why": "gone" }, body: "no such file" }),
  );
  const outcome = answered(await get({ url: server.url, headers: [["X-Token", "a"]], signal: never }));
  expect(outcome).toMatchObject({ status: 404, headers: { "x-why": "gone" } });
  expect(await text(outcome)).toBe("no such file");
  expect(server.heads[0]?.headers.get("x-token")).toBe("a");
});

test("a body comes as it is sent: no redirect is followed, and no coding taken away", async () => {
  const zipped = gzipSync(Buffer.from("text"));
  const server = await FileServer.start(({ answer, target }) =>
    target === "/moved"
      ? answer.send({ status: "302 Found", headers: { location: "/" } })
      : answer.send({ headers: { "content-encoding": "gzip", "transfer-encoding": "chunked" }, body: chunked(zipped) }),
  );
  const moved = answered(await get({ url: `${server.origin}/moved`, headers: [], signal: never }));
  expect(moved).toMatchObject({ status: 302, headers: { location: "/" } });
  const outcome = answered(await get({ url: server.url, headers: [], signal: never }));
  const piece = await outcome.body.read();
  expect(piece).toMatchObject({ kind: "bytes" });
  if (piece.kind === "bytes") expect(gunzipSync(piece.bytes).toString()).toBe("text");
});

test.each([
  ["of a length that was told", { headers: { "content-length": "100" }, body: "x".repeat(50) }],
  ["in chunks", { headers: { "transfer-encoding": "chunked" }, body: "32\r\nxxx" }],
])("a body %s that breaks off is lost", async (_, options) => {
  const server = await FileServer.start(({ answer }) => answer.send(options));
  const outcome = answered(await get({ url: server.url, headers: [], signal: never }));
  await expect(text(outcome)).rejects.toThrow("ECONNRESET");
});

test("the signal ends the wait for an answer, and that for its body", async () => {
  const silent = await FileServer.start(() => {});
  const first = new AbortController();
  const waiting = get({ url: silent.url, headers: [], signal: first.signal });
  await silent.requests.next();
  first.abort();
  expect(await waiting).toEqual({ answered: false, loss: { code: "ABORTED", message: "the request was given up" } });

  const slow = await FileServer.start(({ answer }) => answer.head("200 OK", { "content-length": "10" }));
  const second = new AbortController();
  const { body } = answered(await get({ url: slow.url, headers: [], signal: second.signal }));
  const reading = body.read();
  second.abort();
  expect(await reading).toMatchObject({ kind: "lost", loss: { code: "ABORTED" } });
});

test("who wants no more hangs up", async () => {
  const hungUp = Promise.withResolvers<void>();
  const server = await FileServer.start(({ answer }) => {
    answer.head("200 OK", { "content-length": "1000000000" });
    void answer.stream(endless()).then(hungUp.resolve);
  });
  const { body } = answered(await get({ url: server.url, headers: [], signal: never }));
  expect(await body.read()).toMatchObject({ kind: "bytes" });
  body.drop();
  await hungUp.promise;
});

function* endless(): Generator<Uint8Array> {
  for (;;) yield new Uint8Array(65_536);
}

test("where nobody listens, that is told, without what is secret in the address", async () => {
  const outcome = await get({ url: "http://127.0.0.1:1/file?token=s3cr3t", headers: [], signal: never });
  expect(outcome).toMatchObject({ answered: false, loss: { code: "ECONNREFUSED" } });
  expect(JSON.stringify(outcome)).not.toContain("s3cr3t");
});

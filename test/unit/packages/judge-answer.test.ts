import { describe, expect, test } from "bun:test";

import { type FileAnswer, judgeAnswer } from "../../../src/packages/judge-answer.ts";

const record = { contentHash: "00", etag: '"1"', size: 100 };
const judge = (answer: Partial<FileAnswer>) =>
  judgeAnswer({ status: 206, headers: {}, from: 40, record, now: 0, ...answer });
const part = (range: string, more: Record<string, string> = {}) =>
  judge({ headers: { "content-range": range, ...more } });

describe("a whole file", () => {
  const whole = (headers: Record<string, string>) => judge({ status: 200, headers });

  test("is known again by a strong entity tag, the time of its last change, and its size", () => {
    const lastModified = "Wed, 25 Nov 2026 10:00:00 GMT";
    const headers = { etag: '"a b"', "last-modified": lastModified, "content-length": "7" };
    expect(whole(headers)).toEqual({ kind: "whole", facts: { etag: '"a b"', lastModified, size: 7 } });
  });

  test.each([
    [{ etag: 'W/"1"' }, {}],
    [{ etag: "1" }, {}],
    [{ "content-length": "-1" }, {}],
    [{ "content-encoding": "identity" }, {}],
    [{ "content-encoding": " GZIP " }, { coding: "gzip" }],
  ])("with %o has these facts", (headers, facts) => {
    expect(whole(headers)).toEqual({ kind: "whole", facts });
  });
});

describe("a part", () => {
  test.each([
    ["bytes 40-99/100", 100],
    ["bytes 40-60/100", 100],
    ["bytes 40-99/*", undefined],
    ["Bytes 40-99/100", 100],
  ])("%s goes on with what is there", (range, size) => {
    expect(part(range)).toEqual({ kind: "rest", size });
  });

  test.each([
    ["bytes 39-99/100", "the server sends another part"],
    ["bytes 41-99/100", "the server sends another part"],
    ["bytes 40-39/100", "the server sends another part"],
    ["bytes 40-99", "the server does not say which part it sends"],
    ["", "the server does not say which part it sends"],
    ["bytes 40-100/100", "the file has changed on the server"],
    ["bytes 40-99/101", "the file has changed on the server"],
  ])("%j does not", (range, reason) => {
    expect(part(range)).toEqual({ kind: "anew", reason });
  });

  test.each([{ etag: '"2"' }, { "content-encoding": "gzip" }])("of something else does not: %o", (headers) => {
    expect(part("bytes 40-99/100", headers)).toEqual({ kind: "anew", reason: "the file has changed on the server" });
  });

  test("that nobody asked for is nonsense", () => {
    expect(judge({ from: 0, headers: { "content-range": "bytes 0-99/100" } })).toMatchObject({
      kind: "refused",
      code: "PROTOCOL",
      passing: true,
    });
  });
});

test("nothing behind what is there means that all is there, if it is as much", () => {
  const beyond = (range: string) => judge({ status: 416, headers: { "content-range": range } });
  expect(beyond("bytes */40")).toEqual({ kind: "complete" });
  expect(beyond("bytes */41")).toMatchObject({ kind: "anew" });
  expect(judge({ status: 416 })).toMatchObject({ kind: "anew" });
  expect(judge({ status: 416, from: 0 })).toMatchObject({ kind: "refused", passing: false });
});

test("a refusal for the moment may say for how long, a final one may not", () => {
  const refused = (status: number) => judge({ status, headers: { "retry-after": "7" } });
  expect(refused(503)).toMatchObject({ code: "HTTP_503", passing: true, retryAfterMs: 7_000 });
  expect(refused(404)).toMatchObject({ code: "HTTP_404", passing: false, retryAfterMs: undefined });
  expect(refused(204)).toMatchObject({ code: "PROTOCOL", passing: true });
});

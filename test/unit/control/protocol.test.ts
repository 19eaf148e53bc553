import { describe, expect, test } from "bun:test";

import { LineReader } from "../../../src/control/line-reader.ts";
import { mayAct } from "../../../src/control/may-act.ts";
import { parseReply, parseRequest } from "../../../src/control/protocol.ts";

describe("a request", () => {
  test.each(["status", "watch", "retry", "restart", "rollback", "rollback-supervisor", "stop"] as const)(
    "%s is understood",
    (action) => {
      expect(parseRequest(`{"v":1,"id":"a","do":"${action}","more":[]}`)).toEqual({
        parsed: true,
        request: { v: 1, id: "a", do: action },
      });
    },
  );

  test.each([
    ["", "MALFORMED", null],
    ["status", "MALFORMED", null],
    ["[1]", "MALFORMED", null],
    ["null", "MALFORMED", null],
    ['{"v":1,"id":3}', "UNKNOWN", 3],
    ['{"v":1,"id":3,"do":"reboot"}', "UNKNOWN", 3],
    ['{"v":1,"id":3,"do":"constructor"}', "UNKNOWN", 3],
    ['{"v":2,"id":3,"do":"status"}', "VERSION", 3],
    ['{"id":3,"do":"status"}', "VERSION", 3],
    [`{"v":2,"id":"${"x".repeat(65)}","do":"status"}`, "VERSION", null],
    ['{"v":1,"id":{},"do":"nothing"}', "UNKNOWN", null],
  ])("%s is refused as %s", (line, code, id) => {
    expect(parseRequest(line)).toMatchObject({ parsed: false, id, error: { code } });
  });

  test("may say to which version to go back, in a short text", () => {
    expect(parseRequest('{"v":1,"id":1,"do":"rollback","version":"v1"}')).toEqual({
      parsed: true,
      request: { v: 1, id: 1, do: "rollback", version: "v1" },
    });
    for (const version of [1, {}, "x".repeat(257)]) {
      const line = JSON.stringify({ v: 1, id: 1, do: "rollback", version });
      expect(parseRequest(line)).toMatchObject({ parsed: false, error: { code: "MALFORMED" } });
    }
  });

  test("of another version is told which are spoken", () => {
    expect(parseRequest('{"v":9,"do":"status"}')).toMatchObject({ error: { supported: [1] } });
  });
});

describe("a reply", () => {
  test.each(['{"v":1,"id":1,"ok":true,"message":"m"}', '{"v":1,"id":1,"ok":true,"status":{}}'])("%s is one", (line) => {
    expect(parseReply(line)).toMatchObject({ v: 1, ok: true });
  });

  test.each(["", "{}", '{"v":1,"ok":true}', '{"v":1,"ok":false}', '{"v":1,"ok":false,"error":"x"}', "[]"])(
    "%s is none",
    (line) => {
      expect(parseReply(line)).toBeUndefined();
    },
  );
});

describe("lines", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);

  test("come whole however they are cut, within a character too", () => {
    const reader = new LineReader(100);
    const whole = bytes("one\nzwö\nthr");
    const lines = [...whole].flatMap((_, index) => reader.take(whole.subarray(index, index + 1)) ?? ["too long"]);
    expect(lines).toEqual(["one", "zwö"]);
    expect(reader.take(bytes("ee\n"))).toEqual(["three"]);
  });

  test("that are too long are not kept", () => {
    expect(new LineReader(4).take(bytes("12345"))).toBeUndefined();
    expect(new LineReader(4).take(bytes("12345\n"))).toBeUndefined();
    expect(new LineReader(4).take(bytes("1234\n"))).toEqual(["1234"]);
  });
});

test.each([
  ["the owner", 1000, false, true],
  ["root", 0, false, true],
  ["somebody of the group", 1001, false, false],
  ["somebody unknown, where only the owner can connect", undefined, true, true],
  ["somebody unknown, where the group can connect", undefined, false, false],
])("%s may act as the table says", (_, peerUid, ownerOnly, expected) => {
  expect(mayAct({ peer: { peerUid }, own: { ownUid: 1000 }, listener: { ownerOnly } })).toBe(expected);
});

import { describe, expect, test } from "bun:test";

import { formatUid, isUid, parseUid } from "../../../../src/opamp/wire/uid.ts";

const text = "0190c3b2-7e5a-7b3c-9d1e-0f1a2b3c4d5e";
const uid = Uint8Array.fromHex(text.replaceAll("-", ""));

describe("formatUid()", () => {
  test("gives the canonical lower-case text", () => {
    expect(formatUid(uid)).toBe(text);
  });

  test("gives plain digits for what is no uid", () => {
    expect(formatUid(Uint8Array.of(1, 255))).toBe("01ff");
  });
});

describe("parseUid()", () => {
  test("reads canonical text in either case", () => {
    expect(parseUid(text)).toEqual(uid);
    expect(parseUid(text.toUpperCase())).toEqual(uid);
  });

  test.each(["", "0190c3b27e5a7b3c9d1e0f1a2b3c4d5e", `${text}0`, text.replace("a", "g"), ` ${text}`])(
    "refuses %p",
    (wrong) => {
      expect(parseUid(wrong)).toBeUndefined();
    },
  );
});

describe("isUid()", () => {
  test("C-024 wants 16 bytes that are not all zero", () => {
    expect(isUid(uid)).toBe(true);
    expect(isUid(uid.subarray(1))).toBe(false);
    expect(isUid(new Uint8Array(16))).toBe(false);
  });
});

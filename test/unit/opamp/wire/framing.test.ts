import { describe, expect, test } from "bun:test";

import fc from "fast-check";

import { decodeFrame, encodeFrame } from "../../../../src/opamp/wire/framing.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("encodeFrame()", () => {
  test("C-003 puts the header byte 0 before the message", () => {
    expect(encodeFrame(bytes(10, 1, 2))).toEqual(bytes(0, 10, 1, 2));
  });

  test("joins pieces of a message", () => {
    expect(encodeFrame(bytes(1), bytes(), bytes(2, 3))).toEqual(bytes(0, 1, 2, 3));
  });

  test("makes what decodeFrame() takes apart", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (payload) => {
        expect(decodeFrame(encodeFrame(payload))).toEqual({ ok: true, start: 1 });
      }),
    );
  });
});

describe("decodeFrame()", () => {
  test.each([bytes(1, 9), bytes(0x80, 1, 9), bytes(0x81, 0, 9), bytes(10, 16)])(
    "C-004 takes a header that is not 0 for malformed: %p",
    (frame) => {
      expect(decodeFrame(frame)).toEqual({ ok: false, reason: expect.stringContaining("not 0") });
    },
  );

  test("C-005 takes a header 0 of any length, up to 10 bytes", () => {
    expect(decodeFrame(bytes(0x80, 0, 7))).toEqual({ ok: true, start: 2 });
    expect(decodeFrame(bytes(...Array(9).fill(0x80), 0, 7))).toEqual({ ok: true, start: 10 });
  });

  test("C-005 takes a header without data", () => {
    expect(decodeFrame(bytes(0))).toEqual({ ok: true, start: 1 });
  });

  test("takes a header of more than 10 bytes for malformed", () => {
    expect(decodeFrame(bytes(...Array(10).fill(0x80), 0))).toMatchObject({ ok: false });
  });

  test("takes a message that ends in its header for malformed", () => {
    expect(decodeFrame(bytes())).toMatchObject({ ok: false });
    expect(decodeFrame(bytes(0x80, 0x80))).toMatchObject({ ok: false });
  });
});

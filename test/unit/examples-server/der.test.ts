import { expect, test } from "bun:test";

import { element, integer, objectIdentifier, time } from "../../../examples/server/certificates/der.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test("lengths from 128 on are written in the long form", () => {
  expect(hex(element(0x04, new Uint8Array(127))).slice(0, 4)).toBe("047f");
  expect(hex(element(0x04, new Uint8Array(128))).slice(0, 6)).toBe("048180");
  expect(hex(element(0x04, new Uint8Array(300))).slice(0, 8)).toBe("0482012c");
});

test("an integer has no superfluous zeros, and one in front of a high bit", () => {
  expect(hex(integer(Uint8Array.of(0)))).toBe("020100");
  expect(hex(integer(Uint8Array.of(0, 0, 0x7f)))).toBe("02017f");
  expect(hex(integer(Uint8Array.of(0x80)))).toBe("02020080");
});

test("arcs of an identifier are base 128 with the first two in one", () => {
  expect(hex(objectIdentifier("1.2.840.10045.4.3.2"))).toBe("06082a8648ce3d040302");
  expect(hex(objectIdentifier("2.5.29.17"))).toBe("0603551d11");
});

test("times have a year of two digits before 2050 and of four from then on", () => {
  expect(Buffer.from(time(Date.UTC(2049, 11, 31, 23, 59, 59)).subarray(2)).toString()).toBe("491231235959Z");
  expect(Buffer.from(time(Date.UTC(2050, 0, 1)).subarray(2)).toString()).toBe("20500101000000Z");
});

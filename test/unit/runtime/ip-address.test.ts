import { expect, test } from "bun:test";

import { addressBits } from "../../../src/runtime/ip-address.ts";

const hex = (bits: string | undefined) =>
  bits === undefined
    ? undefined
    : (bits.match(/.{8}/g) ?? []).map((octet) => parseInt(octet, 2).toString(16)).join(" ");

test.each([
  ["10.0.0.255", "a 0 0 ff"],
  ["::1", "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1"],
  ["2001:DB8::5:1", "20 1 d b8 0 0 0 0 0 0 0 0 0 5 0 1"],
  ["::ffff:10.0.0.1", "a 0 0 1"],
  ["::ffff:a00:1", "a 0 0 1"],
  ["64:ff9b::1.2.3.4", "0 64 ff 9b 0 0 0 0 0 0 0 0 1 2 3 4"],
])("%s has the bits %s", (text, bits) => {
  expect(hex(addressBits(text))).toBe(bits);
});

test.each([
  "",
  "1.2.3",
  "1.2.3.4.5",
  "01.2.3.4",
  "256.1.1.1",
  "0x7f.0.0.1",
  "[::1]",
  "fe80::1%eth0",
  "::1::",
  "1:2",
  "host",
])("%p is no address", (text) => {
  expect(addressBits(text)).toBeUndefined();
});

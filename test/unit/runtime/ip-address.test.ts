import { expect, test } from "bun:test";

import { addressBits, inRange } from "../../../src/runtime/ip-address.ts";

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

test.each([
  ["10.1.2.3", "10.0.0.0/8"],
  ["1.2.3.4", "1.2.3.4/32"],
  ["1.2.3.4", "0.0.0.0/0"],
  ["2001:db8::", "2001:db8::/128"],
  ["2001:db8::5", "2001:db8::/32"],
  ["10.1.2.3", "::ffff:10.0.0.0/104"],
])("%s lies in %s", (host, range) => {
  expect(inRange(addressBits(host) ?? "", range)).toBe(true);
});

test.each([
  ["11.1.2.3", "10.0.0.0/8"],
  ["1.2.3.5", "1.2.3.4/32"],
  ["::1", "0.0.0.0/0"],
  ["10.1.2.3", "::ffff:10.0.0.0/8"],
  ["10.0.0.0", "10.0.0.0/33"],
  ["::1", "::1/129"],
  ["1.2.3.4", "host"],
  ["1.2.3.4", "1.2.3.4/"],
  ["1.2.3.4", "1.2.3.4/x"],
  ["1.2.3.4", "1.2.3.4/-1"],
  ["1.2.3.4", "1.2.3.4/8/8"],
])("%s does not lie in %s", (host, range) => {
  expect(inRange(addressBits(host) ?? "", range)).toBe(false);
});

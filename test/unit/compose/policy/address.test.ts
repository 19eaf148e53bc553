import { describe, expect, test } from "bun:test";

import { hostMatches, portMatches, readAddress } from "../../../../src/compose/policy/address.ts";

describe("an address", () => {
  test.each([
    ["host", undefined, "host", undefined],
    ["host:4317", undefined, "host", 4317],
    [":4317", undefined, "", 4317],
    ["[::1]:4317", undefined, "::1", 4317],
    ["[::]:80", undefined, "::", 80],
    ["https://Host.Example.COM./path?x#y", "https", "host.example.com", 443],
    ["HTTP://host", "http", "host", 80],
    ["grpc://host:1", "grpc", "host", 1],
    ["dns:///host:1", "dns", "host", 1],
    ["dns://host:1", "dns", "host", 1],
    ["passthrough:///host:1", "passthrough", "host", 1],
    ["127.0.0.1:1", undefined, "127.0.0.1", 1],
  ])("%s", (text, scheme, host, port) => {
    expect(readAddress(text)).toEqual({ scheme, host, port });
  });

  test.each([
    "https://good.example@evil.example/",
    "https://evil.example\\@good.example/",
    "https://good.example%2eevil.example/",
    "good.example evil.example",
    "good.example\n",
    "evil。example",
    "ｅvil.example:1",
    "host:99999",
    "host:1:2",
    "::1",
    "[::1%eth0]:1",
    "[1.2.3.4]:1",
    "2130706433:1",
    "0x7f000001:1",
    "127.1:1",
    "0177.0.0.1:1",
    "1.2.3.4.5:1",
    "good.example/evil",
    "dns://good.example/evil.example:1",
    "DNS://good.example/evil.example:1",
    "dns:///",
    "dns:///good.example/evil",
    "dns:evil.example:1",
    "passthrough://good.example:1",
    "xds:///evil",
    "ipv4:///1.2.3.4:1",
    "unix-abstract://good.example",
    "https://dns:///evil:1",
    "a:b@tcp(evil:3306)/db",
  ])("that two readers could take for different hosts is none: %s", (text) => {
    expect(readAddress(text)).toBeUndefined();
  });
});

describe("a host", () => {
  test.each([
    ["good.example", ["good.example"]],
    ["a.good.example", ["*.good.example"]],
    ["10.1.2.3", ["10.0.0.0/8"]],
    ["10.1.2.3", ["10.1.2.3"]],
    ["::ffff:10.1.2.3", ["10.0.0.0/8"]],
    ["::ffff:a01:203", ["10.0.0.0/8"]],
    ["::1", ["0:0:0:0:0:0:0:1"]],
    ["2001:db8::5", ["2001:db8::/32"]],
    ["anything", ["*"]],
    ["", ["*"]],
  ])("%s is covered by %j", (host, patterns) => {
    expect(hostMatches(host, patterns)).toBe(true);
  });

  test.each([
    ["good.example", ["*.good.example"]],
    ["evilgood.example", ["*.good.example", "good.example"]],
    ["good.example.evil", ["good.example"]],
    ["11.1.2.3", ["10.0.0.0/8"]],
    ["10.evil.example", ["10.0.0.0/8"]],
    ["", ["127.0.0.1", "localhost"]],
    ["0.0.0.0", ["127.0.0.0/8"]],
    ["::", ["::1"]],
    ["2001:db9::1", ["2001:db8::/32"]],
    ["1.2.3.4", ["1.2.3.4/", "1.2.3.4/x", "1.2.3.4/-1", "1.2.3.4/33", "1.2.3.4/8/8"]],
    ["host", []],
  ])("%s is not covered by %j", (host, patterns) => {
    expect(hostMatches(host, patterns)).toBe(false);
  });
});

test("ports are bounded by both ends, and no port is no match", () => {
  const ranges = [{ from: 10, to: 12 }];
  expect([9, 10, 12, 13, undefined].map((port) => portMatches(port, ranges))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});

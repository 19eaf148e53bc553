import { describe, expect, test } from "bun:test";

import { decideRedirect } from "../../../../src/opamp/client/redirect.ts";

const decide = (url: string, location: string, { status = 302, hops = 0 } = {}) =>
  decideRedirect({ url, request: url.startsWith("ws") ? "upgrade" : "post", status, location, hops });

describe("decideRedirect() follows", () => {
  test.each([
    ["ws://h/a", "/b?c=1", "ws://h/b?c=1"],
    ["wss://h/a", "https://h/b", "wss://h/b"],
    ["wss://h:4320/a", "wss://h:4320/b", "wss://h:4320/b"],
    ["ws://h/a", "https://h/a", "wss://h/a"],
    ["ws://h:4320/a", "wss://h:4320/a", "wss://h:4320/a"],
    ["ws://h/a", "http://H:80/b#part", "ws://h/b"],
    ["ws://h/a", "//user:pass@h/b", "ws://h/b"],
  ])("an upgrade from %s to %s", (from, to, url) => {
    for (const status of [301, 302, 303, 307, 308])
      expect(decide(from, to, { status })).toEqual({ kind: "follow", url });
  });

  test("a POST that keeps its method", () => {
    for (const status of [307, 308]) {
      expect(decide("http://h/a", "https://h/b", { status })).toEqual({ kind: "follow", url: "https://h/b" });
    }
  });
});

describe("decideRedirect() refuses", () => {
  test.each([
    ["another host", "wss://h/a", "wss://evil/a", "wss://evil"],
    ["a host below it", "wss://h/a", "wss://x.h/a", "wss://x.h"],
    ["another port", "wss://h/a", "wss://h:8443/a", "wss://h:8443"],
    ["another port over TLS", "ws://h:80/a", "wss://h:8443/a", "wss://h:8443"],
    ["the way back to no TLS", "wss://h/a", "ws://h/a", "ws://h"],
    ["the way back to no TLS, in words of HTTP", "wss://h/a", "http://h/a", "http://h"],
    ["another protocol", "wss://h/a", "file:///etc/passwd", "address that is none"],
    ["another protocol with a host", "wss://h/a", "ftp://h/a", "ftp:"],
    ["what is no address", "wss://h/a", "http://", "address that is none"],
  ])("%s", (_, from, to, named) => {
    const decision = decide(from, to);
    expect(decision.kind).toBe("refused");
    expect(decision.kind === "refused" && decision.reason).toContain(named);
  });

  test.each([301, 302, 303])("a POST with %d, which would become a GET", (status) => {
    expect(decide("http://h/a", "/b", { status }).kind).toBe("refused");
  });

  test("the sixth in a row", () => {
    expect(decide("ws://h/a", "/b", { hops: 4 }).kind).toBe("follow");
    expect(decide("ws://h/a", "/b", { hops: 5 }).kind).toBe("refused");
  });

  test("without a word of what may be secret in the address", () => {
    const decision = decide("wss://h/a", "wss://user:secret@evil/secret?token=secret");
    expect(JSON.stringify(decision)).not.toContain("secret");
  });
});

test("an answer that is no redirect is none", () => {
  expect(decide("ws://h/a", "/b", { status: 200 })).toEqual({ kind: "none" });
  expect(decideRedirect({ url: "ws://h/", request: "upgrade", status: 302, location: undefined, hops: 0 })).toEqual({
    kind: "none",
  });
});

import { describe, expect, test } from "bun:test";

import { proxyFromEnvironment } from "../../../src/connection/proxy-from-environment.ts";

const proxies = { HTTP_PROXY: "http://plain:1", HTTPS_PROXY: "http://secure:2" };

function decided(url: string, env: Record<string, string> = proxies): string {
  const decision = proxyFromEnvironment(url, env);
  return decision.use === "proxy" ? decision.url : decision.use;
}

describe("the proxy of the environment", () => {
  test.each([
    ["wss://opamp.example/v1/opamp", "http://secure:2/"],
    ["https://opamp.example", "http://secure:2/"],
    ["ws://opamp.example", "http://plain:1/"],
    ["http://opamp.example", "http://plain:1/"],
    ["wss://localhost:4320", "none"],
    ["wss://127.0.0.1:4320", "none"],
    ["wss://127.9.9.9", "none"],
    ["wss://[::1]:4320", "none"],
    ["wss://localhost.example", "http://secure:2/"],
  ])("for %s is %s", (url, expected) => {
    expect(decided(url)).toBe(expected);
  });

  test("is the one in lower case where both are there", () => {
    expect(decided("wss://h", { HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:1" })).toBe(
      "http://lower:1/",
    );
    expect(decided("wss://h", { HTTPS_PROXY: "http://upper:1", https_proxy: "" })).toBe("http://upper:1/");
  });

  test("needs no scheme, and keeps its credentials", () => {
    expect(decided("wss://h", { HTTPS_PROXY: "user:pass@proxy:3128" })).toBe("http://user:pass@proxy:3128/");
  });

  test("that is none of ours is refused, without a word of its value", () => {
    for (const value of ["socks5://user:canary@h:1", "ftp://canary", "http://"]) {
      const decision = proxyFromEnvironment("wss://h", { HTTPS_PROXY: value });
      expect(decision.use).toBe("refused");
      expect(JSON.stringify(decision)).not.toContain("canary");
    }
  });

  test("is not taken over by a request to a CGI program", () => {
    expect(decided("ws://h", { ...proxies, REQUEST_METHOD: "GET" })).toBe("refused");
    expect(decided("wss://h", { ...proxies, REQUEST_METHOD: "GET" })).toBe("http://secure:2/");
  });

  test("is not there without variables", () => {
    expect(decided("wss://h", {})).toBe("none");
  });
});

describe("NO_PROXY", () => {
  test.each([
    ["*", "h.example"],
    ["h.example", "h.example"],
    ["H.Example", "h.example."],
    ["example", "a.b.example"],
    ["x, example", "h.example"],
    [".example", "h.example"],
    ["*.example", "h.example"],
    ["h.example:443", "h.example"],
    ["h.example:8443", "h.example:8443"],
    ["10.1.2.3", "10.1.2.3"],
    ["10.0.0.0/8", "10.1.2.3"],
    ["2001:db8::/32", "[2001:db8::1]"],
    ["[2001:db8::1]:443", "[2001:db8:0::1]"],
    ["2001:db8::1", "[2001:db8::1]:9"],
  ])("%s covers %s", (noProxy, host) => {
    expect(decided(`wss://${host}`, { ...proxies, NO_PROXY: noProxy })).toBe("none");
  });

  test.each([
    ["", "h.example"],
    [".example", "example"],
    ["*.example", "example"],
    ["ample", "h.example"],
    ["h.example:8443", "h.example"],
    ["10.0.0.0/8", "11.1.2.3"],
    ["10.0.0.0/8", "10.example"],
    ["10.0.0.0/99", "10.1.2.3"],
    ["2001:db8::/32", "[2001:db9::1]"],
  ])("%s does not cover %s", (noProxy, host) => {
    expect(decided(`wss://${host}`, { ...proxies, NO_PROXY: noProxy })).toBe("http://secure:2/");
  });
});

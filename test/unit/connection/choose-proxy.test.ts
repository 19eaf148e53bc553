import { describe, expect, test } from "bun:test";

import { chooseProxy } from "../../../src/connection/choose-proxy.ts";

const proxy = "http://proxy.test:3128/";

/** `direct`, or the proxy, or why it is refused. */
function choice(endpoint: string, env: Record<string, string>, configured?: string): string {
  const chosen = chooseProxy({ endpoint, configured, env });
  if (chosen.use === "none") return "direct";
  return chosen.use === "refused" ? chosen.reason : `${chosen.url} by ${chosen.from}`;
}

describe("the proxy of a connection", () => {
  test.each([
    ["ws://h", "http://a/ by HTTP_PROXY"],
    ["http://h", "http://a/ by HTTP_PROXY"],
    ["wss://h", "http://b/ by HTTPS_PROXY"],
    ["https://h", "http://b/ by HTTPS_PROXY"],
  ])("to %s is %s", (endpoint, expected) => {
    expect(choice(endpoint, { HTTP_PROXY: "http://a", HTTPS_PROXY: "http://b" })).toBe(expected);
  });

  test("is none where the other variable alone is set, or the one is empty", () => {
    expect(choice("wss://h", { HTTP_PROXY: proxy })).toBe("direct");
    expect(choice("ws://h", { HTTPS_PROXY: proxy, ALL_PROXY: proxy })).toBe("direct");
    expect(choice("ws://h", { HTTP_PROXY: "", http_proxy: "" })).toBe("direct");
  });

  test("is the one in lower case only where the one in upper case is not set", () => {
    expect(choice("ws://h", { http_proxy: "http://b" })).toBe("http://b/ by http_proxy");
    expect(choice("ws://h", { HTTP_PROXY: "", http_proxy: "http://b" })).toBe("http://b/ by http_proxy");
    expect(choice("ws://h", { HTTP_PROXY: "http://a", http_proxy: "http://b" })).toBe("http://a/ by HTTP_PROXY");
    expect(choice("ws://h", { HTTP_PROXY: "http://a", NO_PROXY: "x", no_proxy: "h" })).toBe("http://a/ by HTTP_PROXY");
    expect(choice("ws://h", { HTTP_PROXY: "http://a", no_proxy: "h" })).toBe("direct");
  });

  test("is the configured one, whatever the environment says", () => {
    const env = { HTTPS_PROXY: "http://b", NO_PROXY: "*", REQUEST_METHOD: "GET" };
    expect(choice("wss://localhost", env, "http://c/")).toBe("http://c/ by server.proxy_url");
  });

  test.each([
    ["127.0.0.1:8080", "http://127.0.0.1:8080/"],
    ["cache.example:1234", "http://cache.example:1234/"],
    ["localhost", "http://localhost/"],
    ["user:p%40ss@cache.example:1234", "http://user:p%40ss@cache.example:1234/"],
    ["https://cache.example", "https://cache.example/"],
  ])("may be written as %s", (written, url) => {
    expect(choice("ws://h", { HTTP_PROXY: written })).toBe(`${url} by HTTP_PROXY`);
  });

  test.each([
    ["socks5://user:hunter22@h:1080", "HTTP_PROXY must be an http or https proxy, socks5 proxies are not supported"],
    ["http://user:hunter22@h/path", "HTTP_PROXY must end with the host and port of the proxy"],
    ["http://user:hunter22@", "HTTP_PROXY must be the URL of a proxy, such as http://proxy.example:3128"],
    ["user:hunter22 @h", "HTTP_PROXY must be the URL of a proxy, such as http://proxy.example:3128"],
  ])("%s is refused without being shown", (written, reason) => {
    expect(choice("ws://h", { HTTP_PROXY: written })).toBe(reason);
    expect(choice("ws://localhost", { HTTP_PROXY: written })).toBe("direct");
  });

  test("is not HTTP_PROXY under a CGI server, where a request can set it", () => {
    const env = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, REQUEST_METHOD: "GET" };
    expect(choice("ws://h", env)).toContain("HTTP_PROXY is not used under a CGI server");
    expect(choice("wss://h", env)).toBe(`${proxy} by HTTPS_PROXY`);
    expect(choice("ws://h", { REQUEST_METHOD: "GET" })).toBe("direct");
  });

  test.each(["localhost", "127.0.0.1", "127.9.8.7", "[::1]", "[::ffff:127.0.0.1]"])("is none for %s", (host) => {
    expect(choice(`ws://${host}:4320`, { HTTP_PROXY: proxy })).toBe("direct");
  });

  test.each(["[::2]", "128.0.0.1", "sub.localhost", "localhost.test"])("is one for %s", (host) => {
    expect(choice(`ws://${host}`, { HTTP_PROXY: proxy })).toBe(`${proxy} by HTTP_PROXY`);
  });
});

describe("NO_PROXY", () => {
  const direct = (endpoint: string, noProxy: string) =>
    choice(endpoint, { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: noProxy }) === "direct";

  test.each<[noProxy: string, ...endpoints: string[]]>([
    ["example.com", "ws://example.com", "ws://a.example.com", "ws://b.a.example.com:99"],
    ["EXAMPLE.com", "ws://example.COM"],
    [".example.com", "ws://a.example.com"],
    ["*.example.com", "ws://a.example.com"],
    ["example.com:80", "ws://example.com", "ws://a.example.com:80"],
    ["example.com:443", "wss://example.com"],
    [" x , example.com ,", "ws://example.com"],
    ["192.168.1.1", "ws://192.168.1.1", "ws://192.168.1.1:99", "ws://[::ffff:192.168.1.1]"],
    ["192.168.1.1:80", "ws://192.168.1.1"],
    ["10.0.0.0/30", "ws://10.0.0.2", "wss://10.0.0.3:99"],
    ["::ffff:10.0.0.0/126", "ws://10.0.0.2"],
    ["0.0.0.0/0", "ws://8.8.8.8"],
    ["2001:db8::52:0:1", "ws://[2001:db8::52:0:1]", "ws://[2001:db8:0::52:0:1]:99"],
    ["[2001:db8::52:0:3]:80", "ws://[2001:db8::52:0:3]"],
    ["2002:db8:a::45/64", "ws://[2002:db8:a::123]"],
    ["bücher.example", "ws://www.bücher.example", "ws://xn--bcher-kva.example"],
    ["*", "ws://any.example", "wss://8.8.8.8"],
    ["x,*", "ws://any.example"],
  ])("%s excepts %s", (noProxy, ...endpoints) => {
    expect(endpoints.filter((endpoint) => !direct(endpoint, noProxy))).toEqual([]);
  });

  test.each<[noProxy: string, ...endpoints: string[]]>([
    ["example.com", "ws://notexample.com", "ws://example.com.test", "ws://example.co"],
    [".example.com", "ws://example.com"],
    ["*.example.com", "ws://example.com", "ws://aexample.com"],
    ["*example.com", "ws://a.example.com"],
    ["example.com:81", "ws://example.com"],
    ["192.168.1.1:81", "ws://192.168.1.1"],
    ["10.0.0.0/30", "ws://10.0.0.4", "ws://[::a00:2]"],
    ["10.0.0.0/33", "ws://10.0.0.0"],
    ["10.0.0.0/", "ws://10.0.0.0"],
    ["10.0.0.0/32/8", "ws://10.0.0.0"],
    ["::/0", "ws://8.8.8.8"],
    ["2001:db8::1", "ws://[2001:db8::2]"],
    ["1.1", "ws://192.168.1.1"],
    ["[2001:db8::1]", "ws://[2001:db8::1]"],
    [":80", "ws://example.com"],
    ["", "ws://example.com"],
    [",,", "ws://example.com"],
    ["http://example.com", "ws://example.com"],
  ])("%s does not except %s", (noProxy, ...endpoints) => {
    expect(endpoints.filter((endpoint) => direct(endpoint, noProxy))).toEqual([]);
  });
});

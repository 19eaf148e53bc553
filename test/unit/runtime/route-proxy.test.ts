import { describe, expect, test } from "bun:test";

import type { Route } from "../../../src/runtime/network-ports.ts";
import { TestAuthority } from "../../support/certificates.ts";
import { ConnectProxy } from "../../support/connect-proxy.ts";
import { withEnvironment } from "../../support/environment.ts";
import { ways } from "../../support/reach-server.ts";
import { tellingServer } from "../../support/telling-server.ts";

const authority = new TestAuthority();
const { cert: ca } = authority;
const pair = authority.server();

const proxied = ways.flatMap(([way, connect]) =>
  [true, false].flatMap((secure) =>
    (["http", "https"] as const).map(
      (scheme) => [way, secure ? "with" : "without", scheme, { connect, secure }] as const,
    ),
  ),
);

describe.each(proxied)("%s %s TLS through an %s proxy", (way, _with, scheme, { connect, secure }) => {
  const proxyPair = authority.server();
  const tunnelled = secure || way === "over WebSocket";
  const start = (refuse?: string) =>
    ConnectProxy.start({ ...(scheme === "https" && { tls: proxyPair }), ...(refuse !== undefined && { refuse }) });
  const urlOf = ({ port }: ConnectProxy, user = "") => `${scheme}://${user}localhost:${port}`;
  const target = () => tellingServer(secure ? authority.server(["opamp.test"]) : undefined);
  const through = async (proxy: ConnectProxy, route: Partial<Route> & { user?: string } = {}) => {
    const { user, ...rest } = route;
    const { port } = await target();
    const options = { tls: { ca, serverName: "opamp.test" }, proxy: { url: urlOf(proxy, user) }, ...rest };
    return { port, outcome: await connect({ port, host: "opamp.test", secure }, options) };
  };

  test("reaches the server under the name that only the proxy knows", async () => {
    const proxy = await start();
    const { port, outcome } = await through(proxy);
    expect(outcome).toMatchObject({ seen: secure ? { sni: "opamp.test" } : {} });
    const [request] = proxy.requests;
    expect(request?.method).toBe(tunnelled ? "CONNECT" : way === "for a file" ? "GET" : "POST");
    expect(request?.target).toBe(tunnelled ? `opamp.test:${port}` : `http://opamp.test:${port}/v1/opamp?key=secret`);
  });

  test("gives its credentials and headers to the proxy alone", async () => {
    const proxy = await start();
    const { port } = await target();
    const outcome = await connect(
      { port, host: "opamp.test", secure },
      {
        tls: { ca },
        proxy: { url: urlOf(proxy, "us%20er:p%40ss:word@"), headers: [["X-Proxy", "a"]] },
        headers: [["X-Server", "b"]],
      },
    );
    expect(outcome).toMatchObject({ seen: {} });
    const { headers } = proxy.requests[0] ?? { headers: new Headers() };
    const credentials = Buffer.from("us er:p@ss:word").toString("base64");
    expect(headers.get("proxy-authorization")).toBe(`Basic ${credentials}`);
    expect(headers.get("x-proxy")).toBe("a");
    expect(headers.has("x-server")).toBe(!tunnelled);
  });

  test("a refusal of the proxy is told as such, without the credentials", async () => {
    const proxy = await start("407 Proxy Authentication Required");
    const { outcome } = await through(proxy, { user: "me:hunter22@" });
    const text = JSON.stringify(outcome);
    expect(outcome).toMatchObject({ loss: { code: "PROXY" } });
    expect(text).toContain(`the proxy localhost:${proxy.port} answered with HTTP 407`);
    expect(text).not.toMatch(/hunter22|me:|bWU6/);
  });

  test("a proxy that is not there is named", async () => {
    const { outcome } = await through(await start(), { proxy: { url: `${scheme}://me:hunter22@localhost:1` } });
    expect(outcome).toMatchObject({
      loss: { code: "ECONNREFUSED", message: expect.stringContaining("the proxy localhost:1") },
    });
    expect(JSON.stringify(outcome)).not.toContain("hunter22");
  });

  if (scheme === "http") return;

  test("verifies the proxy by its own name and the authorities of the connection", async () => {
    const proxy = await start();
    const elsewhere = { url: `https://127.0.0.1:${proxy.port}` };
    expect((await through(proxy, { proxy: elsewhere })).outcome).toMatchObject({
      loss: {
        code: "ERR_TLS_CERT_ALTNAME_INVALID",
        message: expect.stringContaining(`the proxy 127.0.0.1:${proxy.port}`),
      },
    });
    const strange = { ca: new TestAuthority("stranger").cert };
    expect((await through(proxy, { tls: strange })).outcome).toMatchObject({
      loss: { message: expect.stringContaining("not trusted") },
    });
    expect(proxy.requests).toEqual([]);
  });
});

describe.each(ways)("%s", (_way, connect) => {
  test("a proxy of another kind is refused", async () => {
    const outcome = await connect({ port: 1 }, { proxy: { url: "socks5://localhost:1" } });
    expect(outcome).toMatchObject({ loss: { code: "PROXY", message: "the proxy has no http or https URL" } });
  });

  test("the environment decides neither for a proxy nor against one", async () => {
    const [stray, chosen] = [await ConnectProxy.start(), await ConnectProxy.start()];
    const { port } = await tellingServer(pair);
    const strayUrl = `http://localhost:${stray.port}`;
    const names = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"];
    await withEnvironment(Object.fromEntries(names.map((name) => [name, strayUrl])), async () => {
      expect(await connect({ port }, { tls: { ca } })).toMatchObject({ seen: {} });
    });
    await withEnvironment({ NO_PROXY: "*", no_proxy: "localhost" }, async () => {
      const proxy = { url: `http://localhost:${chosen.port}` };
      expect(await connect({ port }, { tls: { ca, minVersion: "1.3" }, proxy })).toMatchObject({ seen: {} });
      expect(process.env["NO_PROXY"]).toBe("*");
    });
    expect([stray.requests.length, chosen.requests.length]).toEqual([0, 1]);
  });
});

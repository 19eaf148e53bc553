import { expect, test } from "bun:test";

import type { Route } from "../../../src/runtime/network-ports.ts";
import { reach } from "../../../src/runtime/shared/reach.ts";
import { makeCertificates, TestAuthority } from "../../support/certificates.ts";
import { ConnectProxy } from "../../support/connect-proxy.ts";
import { tellingServer } from "../../support/telling-server.ts";

const { ca, server } = makeCertificates();

function look(url: string, route: Partial<Route> = {}) {
  return reach({ url, headers: [], timeoutMs: 5_000, signal: new AbortController().signal, ...route });
}

test("a server is reached, with and without TLS, and through a proxy", async () => {
  const plain = await tellingServer();
  const secure = await tellingServer(server);
  const proxy = await ConnectProxy.start();
  const through = { url: `http://user:pass@127.0.0.1:${proxy.port}` };
  expect(await look(`http://127.0.0.1:${plain.port}/`)).toEqual({ reached: true });
  expect(await look(`https://localhost:${secure.port}/`, { tls: { ca } })).toEqual({ reached: true });
  expect(await look(`https://localhost:${secure.port}/`, { tls: { ca }, proxy: through })).toEqual({ reached: true });
  expect(proxy.requests.map(({ method }) => method)).toEqual(["CONNECT"]);
});

test("a server at an address has to prove that, or the name that stands for it", async () => {
  const authority = new TestAuthority();
  const proxy = await ConnectProxy.start();
  const through = { proxy: { url: `http://127.0.0.1:${proxy.port}` } };
  const [named, numbered] = [
    await tellingServer(authority.server()),
    await tellingServer(authority.server(["127.0.0.1"])),
  ];
  const outcome = async ({ port }: { port: number }, host: string, serverName?: string, route: Partial<Route> = {}) => {
    const tls = { ca: authority.cert, ...(serverName !== undefined && { serverName }) };
    const reached = await look(`https://${host}:${port}/`, { tls, ...route });
    return reached.reached || reached.loss.code;
  };
  const other = "ERR_TLS_CERT_ALTNAME_INVALID";
  expect(await outcome(numbered, "127.0.0.1")).toBe(true);
  expect(await outcome(named, "127.0.0.1")).toBe(other);
  expect(await outcome(numbered, "127.0.0.1", undefined, through)).toBe(true);
  expect(await outcome(named, "127.0.0.1", undefined, through)).toBe(other);
  expect(await outcome(named, "127.0.0.1", "localhost")).toBe(true);
  expect(await outcome(numbered, "localhost", "127.0.0.1")).toBe(true);
  expect(await outcome(named, "localhost", "127.0.0.1")).toBe(other);
});

test("what is in the way is named: nobody there, a certificate, a proxy that refuses, time", async () => {
  const secure = await tellingServer(server);
  const proxy = await ConnectProxy.start({ refuse: "407 Proxy Authentication Required" });
  const code = async (...args: Parameters<typeof look>) => {
    const outcome = await look(...args);
    return outcome.reached ? "reached" : outcome.loss.code;
  };
  expect(await code("http://127.0.0.1:1/")).toBe("ECONNREFUSED");
  expect(await code(`https://localhost:${secure.port}/`)).toMatch(/^(?:UNABLE_TO_|SELF_SIGNED)/);
  const refusing = { proxy: { url: `http://127.0.0.1:${proxy.port}` }, tls: { ca } };
  expect(await code(`https://localhost:${secure.port}/`, refusing)).toBe("PROXY");
  const outcome = await reach({
    url: `http://127.0.0.1:${secure.port}/`,
    headers: [],
    timeoutMs: 5_000,
    signal: AbortSignal.abort(),
  });
  expect(outcome).toMatchObject({ reached: false, loss: { code: "ABORTED" } });
});

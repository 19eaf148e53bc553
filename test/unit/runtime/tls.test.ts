import { describe, expect, onTestFinished, test } from "bun:test";
import { createServer, type TLSSocket } from "node:tls";

import { createBunNetwork } from "../../../src/runtime/bun/network.ts";
import type { Route } from "../../../src/runtime/ports.ts";
import { makeCertificates } from "../../support/certificates.ts";
import { connectProxy, type ConnectProxyOptions } from "../../support/connect-proxy.ts";

const network = createBunNetwork();
const { ca, server, client } = makeCertificates();
const other = makeCertificates();

interface Handshake {
  version: string;
  cipher: string;
  name: string;
  subject: string;
}

/** A TLS server that says what was agreed on and ends each connection. */
async function observer() {
  const seen = Promise.withResolvers<Handshake>();
  const peer = createServer(
    { ...server, ca, requestCert: true, rejectUnauthorized: false, minVersion: "TLSv1.1" },
    (socket) => {
      socket.on("error", () => {});
      seen.resolve(handshakeOf(socket));
      socket.end("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    },
  );
  await new Promise<void>((resolve) => peer.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void peer.close());
  const address = peer.address();
  return { port: typeof address === "object" ? (address?.port ?? 0) : 0, seen: seen.promise };
}

function handshakeOf(socket: TLSSocket): Handshake {
  return {
    version: socket.getProtocol() ?? "",
    cipher: socket.getCipher().name,
    name: String(Object(socket)["servername"]),
    subject: String(socket.getPeerCertificate().subject?.CN ?? ""),
  };
}

type Outcome = { status: number } | { code: string; message: string };

/** One attempt over each transport, and what became of it. */
const attempts: Record<string, (port: number, route: Partial<Route>, secure?: boolean) => Promise<Outcome>> = {
  WebSocket: (port, route, secure = true) => {
    const ended = Promise.withResolvers<Outcome>();
    network.dial(
      {
        url: `${secure ? "wss" : "ws"}://localhost:${port}/`,
        headers: [],
        maxMessageBytes: 1000,
        handshakeTimeoutMs: 5000,
        ...route,
      },
      {
        open: () => ended.resolve({ status: 101 }),
        message: () => {},
        text: () => {},
        pong: () => {},
        lost: ({ code, message, response }) => ended.resolve(response ?? { code, message }),
      },
    );
    return ended.promise;
  },
  HTTP: async (port, route, secure = true) => {
    const outcome = await network.post({
      url: `${secure ? "https" : "http"}://localhost:${port}/`,
      headers: [],
      body: new Uint8Array(),
      maxResponseBytes: 1000,
      timeoutMs: 5000,
      signal: new AbortController().signal,
      ...route,
    });
    return outcome.answered ? { status: outcome.status } : outcome.loss;
  },
};

describe.each(Object.keys(attempts))("over %s", (transport) => {
  const attempt = attempts[transport] ?? (() => Promise.reject(new Error(transport)));

  test.each([
    [{}, { version: "TLSv1.3" }],
    [{ maxVersion: "1.2" }, { version: "TLSv1.2" }],
    [{ minVersion: "1.1", maxVersion: "1.1" }, { version: "TLSv1.1" }],
    [
      { maxVersion: "1.2", cipherSuites: ["TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"] },
      { cipher: "ECDHE-ECDSA-AES256-GCM-SHA384" },
    ],
    [{ serverName: "localhost" }, { name: "localhost" }],
    [client, { subject: "agent" }],
  ] as const)("%j is what the server sees", async (tls, expected) => {
    const { port, seen } = await observer();
    expect(await attempt(port, { tls: { ca, ...tls } })).toMatchObject({ status: 503 });
    expect(await seen).toMatchObject(expected);
  });

  test("a version that the server does not have ends the attempt", async () => {
    const { port } = await observer();
    expect(await attempt(port, { tls: { ca, minVersion: "1.0", maxVersion: "1.0" } })).toHaveProperty("code");
  });

  test("the roots of the system do not count beside an own CA, unless they are asked for, and never vouch for strangers", async () => {
    const { port } = await observer();
    for (const tls of [{ ca: other.ca }, { ca: other.ca, includeSystemRoots: true }, {}]) {
      expect(await attempt(port, { tls })).toHaveProperty("code");
    }
    expect(await attempt(port, { tls: { ca, includeSystemRoots: true } })).toEqual(
      expect.objectContaining({ status: 503 }),
    );
  });

  test("another name than that of the certificate is refused", async () => {
    const { port } = await observer();
    expect(await attempt(port, { tls: { ca, serverName: "other.test" } })).toMatchObject({
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
  });

  describe.each([
    ["an http proxy", {}],
    ["an https proxy", { tls: server }],
  ] as [string, ConnectProxyOptions][])("through %s", (_, options) => {
    const urlOf = (port: number, user = "") => `${options.tls ? "https" : "http"}://${user}localhost:${port}`;

    test("the target is asked for by CONNECT, with credentials and headers, and TLS goes through", async () => {
      const { port, seen } = await observer();
      const proxy = await connectProxy({ ...options, credentials: "us er:p\u00e4:ss" });
      const url = urlOf(proxy.port, `us%20er:p%C3%A4:ss@`);
      const route = { tls: { ca }, proxy: { url, headers: [["X-Tenant", "blue"]] as const } };
      expect(await attempt(port, route)).toMatchObject({ status: 503 });
      expect((await seen).version).toBe("TLSv1.3");
      expect(proxy.heads[0]).toMatch(new RegExp(`^CONNECT localhost:${port} `));
      expect(proxy.heads[0]?.toLowerCase()).toContain("x-tenant: blue");
    });

    test("wrong credentials are told without them", async () => {
      const { port } = await observer();
      const proxy = await connectProxy({ ...options, credentials: "user:right" });
      const outcome = await attempt(port, { tls: { ca }, proxy: { url: urlOf(proxy.port, "user:canary@") } });
      expect(outcome).toHaveProperty("code");
      expect(JSON.stringify(outcome)).not.toContain("canary");
    });
  });

  test("a proxy that is not there is told", async () => {
    const outcome = await attempt(1, { tls: { ca }, proxy: { url: "http://user:canary@127.0.0.1:1" } });
    expect(outcome).toHaveProperty("code");
    expect(JSON.stringify(outcome)).not.toContain("canary");
  });
});

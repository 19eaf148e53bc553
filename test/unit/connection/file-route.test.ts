import { describe, expect, onTestFinished, test } from "bun:test";

import { fileRoute } from "../../../src/connection/file-route.ts";
import { openServerRoute } from "../../../src/connection/server-route.ts";
import type { RouteProvider } from "../../../src/opamp/client/route.ts";
import type { OpAMPConnectionSettings } from "../../../src/opamp/wire/messages.ts";
import { day, TestAuthority } from "../../support/certificates.ts";
import { ConnectProxy } from "../../support/connect-proxy.ts";
import { DownloadWorld, fileContent } from "../../support/download-world.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { type Behaviour, FileServer, serveRanges } from "../../support/file-server.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { type StatedConfig, supervisorConfig } from "../../support/supervisor-config.ts";
import { TestLog } from "../../support/test-log.ts";

const root = scratchDirectory();
const authority = new TestAuthority("authority", [-day, 100 * day]);
const { cert: ca } = authority;
const { cert, key } = authority.client();
const pems = { ca: { pem: ca }, cert: { pem: cert }, key: { pem: key } };

interface Around {
  env?: Record<string, string>;
  files?: MemoryFiles;
  /** What the server has offered and is in force. */
  offered?: OpAMPConnectionSettings;
  /** Credentials of `server.auth`, one for each time that they are asked for; after a 401 there are others. */
  tokens?: readonly string[];
}

/** `asked`: how often credentials were. */
async function world(stated: StatedConfig = {}, { env = {}, files = new MemoryFiles(), offered, tokens }: Around = {}) {
  const { server } = supervisorConfig(stated);
  const clock = new FakeClock(Date.now());
  const allows = { allowOtherAuthorities: true };
  const opened = await openServerRoute({ server, allows, files, clock, env, log: new TestLog() });
  if (!opened.opened) throw new Error(JSON.stringify(opened.problems));
  onTestFinished(() => opened.route.close());
  let asked = 0;
  const around = (provider: RouteProvider): RouteProvider =>
    tokens === undefined
      ? provider
      : async (signal, to) => {
          const answer = await provider(signal, to);
          const token = tokens[asked];
          asked += 1;
          if (!answer.usable) return answer;
          if (token === undefined) return { usable: false, code: "AUTH_TOKEN", reason: "there is none" };
          const headers = [...answer.route.headers, ["Authorization", token] as const];
          const credentials = { from: "test", refused: () => true };
          return { usable: true, route: { ...answer.route, headers, credentials } };
        };
  const { provide } = opened.route;
  const { signal } = new AbortController();
  const way = fileRoute({ server, provide, around, inForce: () => offered, env });
  return { files, asked: () => asked, route: (url: string) => way(url, signal) };
}

describe("TLS", () => {
  const server = { endpoint: "wss://server.test:4320/v1/opamp" };
  const tls = { ...pems, serverName: "n", insecureSkipVerify: true, minVersion: "1.3" } as const;

  test("is the same at the origin of the OpAMP server", async () => {
    const { route } = await world({ server, tls });
    expect(await route("https://server.test:4320/packages/otelcol")).toEqual({
      usable: true,
      headers: [],
      tls: { ca, cert, key, serverName: "n", insecureSkipVerify: true, minVersion: "1.3" },
    });
  });

  test.each(["https://server.test/file", "https://files.test:4320/file", "http://server.test:4320/file"])(
    "shows nothing to %s, and verifies it by more roots",
    async (url) => {
      const { route } = await world({ server, tls });
      expect(await route(url)).toEqual({ usable: true, tls: { ca, includeSystemRoots: true, minVersion: "1.3" } });
    },
  );

  test("needs no settings", async () => {
    expect(await (await world()).route("https://files.test/file")).toEqual({ usable: true, tls: {} });
  });

  test("is read anew for each file; the last good one stays while it is wrong", async () => {
    const memory = new MemoryFiles();
    memory.put("/ca.pem", ca);
    const { route, files } = await world({ server, tls: { ca: { file: "/ca.pem" } } }, { files: memory });
    expect(await route("https://files.test/file")).toMatchObject({ tls: { ca } });
    const other = new TestAuthority("other").cert;
    files.put("/ca.pem", other);
    expect(await route("https://files.test/file")).toMatchObject({ tls: { ca: other } });
    files.put("/ca.pem", "no certificate");
    expect(await route("https://files.test/file")).toMatchObject({ tls: { ca: other } });
  });
});

describe("what the server has offered and is in force", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const own = { endpoint: "wss://server.test:4320/v1/opamp", headers: [["X-Own", "a"]] } as const;
  const offered = {
    destinationEndpoint: "wss://other.test:4320/v1/opamp",
    certificate: { cert: bytes(cert), privateKey: bytes(key) },
    proxy: { url: "http://offered.test:3128" },
    headers: { headers: [{ key: "X-Offered", value: "b" }] },
  };

  test("counts at its origin: certificate, proxy, headers, and the credentials of the operator", async () => {
    const { route } = await world({ server: own, tls: { ca: { pem: ca } } }, { offered, tokens: ["Bearer t"] });
    expect(await route("https://other.test:4320/file")).toEqual({
      usable: true,
      headers: [
        ["X-Offered", "b"],
        ["Authorization", "Bearer t"],
      ],
      tls: { ca, cert, key },
      proxy: { url: "http://offered.test:3128" },
      refused: expect.any(Function),
    });
  });

  test("does not at the operator's own origin, where his settings do", async () => {
    const { route } = await world({ server: own, tls: { ca: { pem: ca } } }, { offered, tokens: ["Bearer t"] });
    expect(await route("https://server.test:4320/file")).toMatchObject({
      headers: [
        ["X-Own", "a"],
        ["Authorization", "Bearer t"],
      ],
      tls: { ca },
    });
  });

  test("does not anywhere else, and nobody is asked for credentials", async () => {
    const { route, asked } = await world({ server: own, tls: { ca: { pem: ca } } }, { offered, tokens: ["Bearer t"] });
    const elsewhere = { usable: true, tls: { ca, includeSystemRoots: true } } as const;
    expect(await route("https://files.test/file")).toEqual(elsewhere);
    expect(await route("https://other.test/file")).toEqual(elsewhere);
    expect(asked()).toBe(0);
  });

  test("credentials that cannot be had are why a file cannot be fetched", async () => {
    const { route } = await world({ server: own }, { tokens: [] });
    expect(await route("https://server.test:4320/file")).toEqual({
      usable: false,
      code: "AUTH_TOKEN",
      reason: "there is none",
    });
  });
});

describe("the proxy", () => {
  test("is the one that is configured, with its headers", async () => {
    const proxyConnectHeaders = [["X-Proxy", "a"]] as const;
    const { route } = await world({ server: { proxyUrl: "http://proxy.test:3128", proxyConnectHeaders } });
    expect(await route("https://files.test/file")).toMatchObject({
      proxy: { url: "http://proxy.test:3128", headers: proxyConnectHeaders },
    });
  });

  test("is else that of the environment, by the address of the file", async () => {
    const env = { HTTPS_PROXY: "http://secure.test:1", HTTP_PROXY: "http://plain.test:1", NO_PROXY: "near.test" };
    const { route } = await world({}, { env });
    expect(await route("https://files.test/file")).toMatchObject({ proxy: { url: "http://secure.test:1/" } });
    expect(await route("http://files.test/file")).toMatchObject({ proxy: { url: "http://plain.test:1/" } });
    expect(await route("https://near.test/file")).toEqual({ usable: true, tls: {} });
    const broken = await world({}, { env: { HTTPS_PROXY: "://" } });
    expect(await broken.route("https://files.test/file")).toMatchObject({ usable: false, code: "PROXY" });
  });
});

describe("a download", () => {
  const content = fileContent();
  const serve: Behaviour = (request) => serveRanges(request, content);
  const mutual = { ...authority.server(), ca, requestCert: true, rejectUnauthorized: true };

  test("proves who it is to the OpAMP server, and not to where that sends it", async () => {
    const scene = new DownloadWorld(root);
    const own = await FileServer.start(serve, { tls: mutual, host: "localhost" });
    const { route } = await world({ server: { endpoint: own.origin.replace("https:", "wss:") }, tls: pems });
    expect(await scene.run({ url: own.url, content }, { route })).toMatchObject({ kind: "fetched" });

    const other = await FileServer.start(serve, { tls: mutual, host: "localhost" });
    const sent = new DownloadWorld(root);
    own.answerBy(({ answer }) => answer.send({ status: "302 F", headers: { location: other.url } }));
    expect(await sent.run({ url: own.url, content }, { route, attempts: 1 })).toMatchObject({
      kind: "failed",
      message: expect.stringContaining(`the file cannot be fetched from ${new URL(other.origin).host}: `),
      passing: true,
    });
    expect(other.heads).toEqual([]);
  });

  test("shows the credentials to the OpAMP server alone, under what was offered with the file, and others after a 401", async () => {
    const scene = new DownloadWorld(root);
    const own = await FileServer.start((request, index) => {
      if (index === 0) return request.answer.send({ status: "401 Unauthorized" });
      serveRanges(request, content);
    });
    const server = { endpoint: own.origin.replace("http:", "ws:"), headers: [["X-A", "own"]] } as const;
    const { route } = await world({ server }, { tokens: ["Bearer old", "Bearer new"] });
    const headers = [["x-a", "offered"]] as const;
    expect(await scene.run({ url: own.url, content, headers }, { route })).toMatchObject({ kind: "fetched" });
    const shown = own.heads.map((head) => [head.headers.get("authorization"), head.headers.get("x-a")]);
    expect(shown).toEqual([
      ["Bearer old", "offered"],
      ["Bearer new", "offered"],
    ]);

    const other = await FileServer.start(serve);
    const sent = new DownloadWorld(root);
    own.answerBy(({ answer }) => answer.send({ status: "302 F", headers: { location: other.url } }));
    const { route: again } = await world({ server }, { tokens: ["Bearer t"] });
    expect(await sent.run({ url: own.url, content }, { route: again })).toMatchObject({ kind: "fetched" });
    expect(other.heads.map((head) => head.headers.get("authorization") ?? null)).toEqual([null]);
  });

  test("whose credentials are refused twice fails", async () => {
    const scene = new DownloadWorld(root);
    const own = await FileServer.start(({ answer }) => answer.send({ status: "401 Unauthorized" }));
    const { route } = await world({ server: { endpoint: own.origin.replace("http:", "ws:") } }, { tokens: ["a", "b"] });
    expect(await scene.run({ url: own.url, content }, { route })).toMatchObject({ kind: "failed", code: "HTTP_401" });
    expect(own.heads).toHaveLength(2);
  });

  test("goes through the proxy, over TLS", async () => {
    const scene = new DownloadWorld(root);
    const proxy = await ConnectProxy.start();
    const own = await FileServer.start(serve, { tls: authority.server(["files.test"]), host: "files.test" });
    const { route } = await world({ server: { proxyUrl: `http://127.0.0.1:${proxy.port}` }, tls: { ca: { pem: ca } } });
    expect(await scene.run({ url: own.url, content }, { route })).toMatchObject({ kind: "fetched" });
    expect(proxy.requests.map(({ method }) => method)).toEqual(["CONNECT"]);
    expect(JSON.stringify(scene.log.lines)).not.toContain("s3cr3t");
  });

  test("is refused by a certificate of a stranger", async () => {
    const scene = new DownloadWorld(root);
    const stranger = await FileServer.start(serve, { tls: new TestAuthority().server(), host: "localhost" });
    const { route } = await world({ tls: { ca: { pem: ca }, insecureSkipVerify: true } });
    const outcome = await scene.run({ url: stranger.url, content }, { route, attempts: 1 });
    expect(outcome).toMatchObject({ kind: "failed", message: expect.stringContaining("is not trusted here") });
    expect(stranger.heads).toEqual([]);
  });
});

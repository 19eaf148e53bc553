import { describe, expect, test } from "bun:test";

import { fileRoute } from "../../../src/connection/file-route.ts";
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

function world(stated: StatedConfig = {}, env: Record<string, string> = {}) {
  const files = new MemoryFiles();
  const log = new TestLog();
  const { server } = supervisorConfig(stated);
  return { files, log, route: fileRoute({ server, files, clock: new FakeClock(Date.now()), env, log }) };
}

describe("TLS", () => {
  const server = { endpoint: "wss://server.test:4320/v1/opamp" };
  const tls = { ...pems, serverName: "n", insecureSkipVerify: true, minVersion: "1.3" } as const;

  test("is the same at the origin of the OpAMP server", async () => {
    const { route } = world({ server, tls });
    expect(await route("https://server.test:4320/packages/otelcol")).toEqual({
      usable: true,
      tls: { ca, cert, key, serverName: "n", insecureSkipVerify: true, minVersion: "1.3" },
    });
  });

  test.each(["https://server.test/file", "https://files.test:4320/file", "http://server.test:4320/file"])(
    "shows nothing to %s, and verifies it by more roots",
    async (url) => {
      const { route } = world({ server, tls });
      expect(await route(url)).toEqual({ usable: true, tls: { ca, includeSystemRoots: true, minVersion: "1.3" } });
    },
  );

  test("needs no settings", async () => {
    expect(await world().route("https://files.test/file")).toEqual({ usable: true, tls: {} });
  });

  test("is read when the first file is asked for, and anew for each; what is wrong is told until it is right", async () => {
    const { route, files } = world({ server, tls: { ca: { file: "/ca.pem" } } });
    expect(await route("https://files.test/file")).toEqual({
      usable: false,
      code: "TLS_FILE",
      reason: expect.stringContaining("server::tls::ca_file: "),
    });
    files.put("/ca.pem", ca);
    expect(await route("https://files.test/file")).toMatchObject({ tls: { ca } });
    const other = new TestAuthority("other").cert;
    files.put("/ca.pem", other);
    expect(await route("https://files.test/file")).toMatchObject({ tls: { ca: other } });
    files.put("/ca.pem", "no certificate");
    expect(await route("https://files.test/file")).toMatchObject({ tls: { ca: other } });
  });
});

describe("the proxy", () => {
  test("is the one that is configured, with its headers", async () => {
    const proxyConnectHeaders = [["X-Proxy", "a"]] as const;
    const { route } = world({ server: { proxyUrl: "http://proxy.test:3128", proxyConnectHeaders } });
    expect(await route("https://files.test/file")).toMatchObject({
      proxy: { url: "http://proxy.test:3128", headers: proxyConnectHeaders },
    });
  });

  test("is else that of the environment, by the address of the file", async () => {
    const env = { HTTPS_PROXY: "http://secure.test:1", HTTP_PROXY: "http://plain.test:1", NO_PROXY: "near.test" };
    const { route } = world({}, env);
    expect(await route("https://files.test/file")).toMatchObject({ proxy: { url: "http://secure.test:1/" } });
    expect(await route("http://files.test/file")).toMatchObject({ proxy: { url: "http://plain.test:1/" } });
    expect(await route("https://near.test/file")).toEqual({ usable: true, tls: {} });
    expect(await world({}, { HTTPS_PROXY: "://" }).route("https://files.test/file")).toMatchObject({
      usable: false,
      code: "PROXY",
    });
  });
});

describe("a download", () => {
  const content = fileContent();
  const serve: Behaviour = (request) => serveRanges(request, content);
  const mutual = { ...authority.server(), ca, requestCert: true, rejectUnauthorized: true };

  test("proves who it is to the OpAMP server, and not to where that sends it", async () => {
    const scene = new DownloadWorld(root);
    const own = await FileServer.start(serve, { tls: mutual, host: "localhost" });
    const { route } = world({ server: { endpoint: own.origin.replace("https:", "wss:") }, tls: pems });
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

  test("goes through the proxy, over TLS", async () => {
    const scene = new DownloadWorld(root);
    const proxy = await ConnectProxy.start();
    const own = await FileServer.start(serve, { tls: authority.server(["files.test"]), host: "files.test" });
    const { route } = world({ server: { proxyUrl: `http://127.0.0.1:${proxy.port}` }, tls: { ca: { pem: ca } } });
    expect(await scene.run({ url: own.url, content }, { route })).toMatchObject({ kind: "fetched" });
    expect(proxy.requests.map(({ method }) => method)).toEqual(["CONNECT"]);
    expect(JSON.stringify(scene.log.lines)).not.toContain("s3cr3t");
  });

  test("is refused by a certificate of a stranger", async () => {
    const scene = new DownloadWorld(root);
    const stranger = await FileServer.start(serve, { tls: new TestAuthority().server(), host: "localhost" });
    const { route } = world({ tls: { ca: { pem: ca }, insecureSkipVerify: true } });
    const outcome = await scene.run({ url: stranger.url, content }, { route, attempts: 1 });
    expect(outcome).toMatchObject({ kind: "failed", message: expect.stringContaining("is not trusted here") });
    expect(stranger.heads).toEqual([]);
  });
});

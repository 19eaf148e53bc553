import { describe, expect, test } from "bun:test";

import { ConfiguredRoute } from "../../../src/connection/server-route.ts";
import { makeCertificates } from "../../support/certificates.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { type StatedConfig, supervisorConfig } from "../../support/supervisor-config.ts";
import { TestLog } from "../../support/test-log.ts";

const first = makeCertificates();
const second = makeCertificates();
const day = 24 * 60 * 60 * 1000;

function routing(
  tls: StatedConfig["tls"] = {},
  more: { endpoint?: string; proxyUrl?: string; env?: Record<string, string> } = {},
) {
  const { endpoint = "wss://server.test/v1/opamp", env = {}, ...rest } = more;
  const [files, log, clock] = [new MemoryFiles(), new TestLog(), new FakeClock()];
  clock.jump(Date.now() - clock.now());
  const config = { ...supervisorConfig({ tls }).server, endpoint, ...rest };
  const put = (name: string, text: string) => files.put(`/pki/${name}`, text);
  const route = new ConfiguredRoute({ config, files, clock, log, host: { env } });
  const ask = () => route.provide(new AbortController().signal);
  return { route, ask, put, files, log, clock };
}

const mutual = { ca: { file: "/pki/ca" }, cert: { file: "/pki/cert" }, key: { file: "/pki/key" } };

function withFiles(given = first) {
  const world = routing(mutual);
  world.put("ca", given.ca);
  world.put("cert", given.client.cert);
  world.put("key", given.client.key);
  return world;
}

describe("the material", () => {
  test("is read before each attempt, so that a rotated one is used by the next", async () => {
    const { ask, put } = withFiles();
    expect(await ask()).toMatchObject({ usable: true, route: { tls: { cert: first.client.cert } } });
    put("ca", second.ca);
    put("cert", second.client.cert);
    put("key", second.client.key);
    expect(await ask()).toMatchObject({
      usable: true,
      route: { tls: { ca: second.ca, cert: second.client.cert, key: second.client.key } },
    });
  });

  test("that is wrong in the middle of a rotation leaves the last good one in use, with one line in the log", async () => {
    const { ask, put, log } = withFiles();
    await ask();
    put("cert", second.client.cert);
    for (const _ of [1, 2])
      expect(await ask()).toMatchObject({ usable: true, route: { tls: { cert: first.client.cert } } });
    expect(log.at("error").map(({ fields }) => fields)).toEqual([
      { reason: "server::tls::key_file: /pki/key does not belong to the certificate" },
    ]);
    put("key", second.client.key);
    expect(await ask()).toMatchObject({ route: { tls: { cert: second.client.cert } } });
  });

  test.each([
    ["ca", "nothing", "server::tls::ca_file: /pki/ca holds no certificate in PEM form"],
    [
      "ca",
      first.ca.replace(/\n.{10}/, "\nAAAAAAAAAA"),
      "server::tls::ca_file: /pki/ca holds a certificate that cannot be read",
    ],
    ["cert", first.client.key, "server::tls::cert_file: /pki/cert holds no certificate in PEM form"],
    ["key", second.client.key, "server::tls::key_file: /pki/key does not belong to the certificate"],
    ["key", first.ca, "server::tls::key_file: /pki/key holds no private key in PEM form"],
    [
      "key",
      first.client.key.replaceAll("PRIVATE", "ENCRYPTED PRIVATE"),
      "server::tls::key_file: /pki/key holds an encrypted key, which needs a passphrase; give one that is not encrypted",
    ],
  ])("that is wrong is named with its key and file at the start (%s)", async (name, text, reason) => {
    const { route, ask, put } = withFiles();
    put(name, text);
    expect(await route.mistake()).toBe(reason);
    expect(await ask()).toEqual({ usable: false, code: "TLS_MATERIAL", reason });
  });

  test("that cannot be read is named with the errno", async () => {
    const { route, files } = withFiles();
    files.failOn("read", "/pki/cert", "EACCES");
    expect(await route.mistake()).toBe("server::tls::cert_file: cannot read /pki/cert: EACCES");
  });

  test("that is out of date is no mistake of the configuration, but cannot be used", async () => {
    const { route, ask, clock } = withFiles();
    clock.jump(10 * day);
    expect(await route.mistake()).toBeUndefined();
    expect(await ask()).toMatchObject({
      usable: false,
      reason: expect.stringMatching(/^server::tls::cert_file: \/pki\/cert has expired on 20/),
    });
    clock.jump(-20 * day);
    expect(await ask()).toMatchObject({ usable: false, reason: expect.stringContaining("is not valid before 20") });
  });

  test("that expires soon is told once for each certificate", async () => {
    const { ask, log } = withFiles();
    await ask();
    await ask();
    expect(log.at("warn").map(({ message }) => message)).toEqual(["The client certificate expires soon"]);
  });

  test("may be texts, and comes with the other settings", async () => {
    const pem = { ca: { pem: first.ca }, serverName: "opamp", minVersion: "1.3", includeSystemRoots: true } as const;
    expect(await routing(pem).ask()).toMatchObject({
      usable: true,
      route: {
        tls: {
          ca: first.ca,
          serverName: "opamp",
          minVersion: "1.3",
          includeSystemRoots: true,
          insecureSkipVerify: false,
        },
      },
    });
  });

  test("is not looked at for an endpoint without TLS", async () => {
    const { route, ask } = routing(mutual, { endpoint: "ws://server.test" });
    expect(await route.mistake()).toBeUndefined();
    expect(await ask()).toEqual({ usable: true, route: { url: "ws://server.test", headers: [], compression: false } });
  });
});

describe("the proxy", () => {
  const env = { HTTPS_PROXY: "http://of.environment:1" };

  test("is that of the configuration, then that of the environment", async () => {
    const proxyUrl = "http://configured:1";
    expect(await routing({}, { env, proxyUrl }).ask()).toMatchObject({ route: { proxy: { url: proxyUrl } } });
    expect(await routing({}, { env }).ask()).toMatchObject({ route: { proxy: { url: "http://of.environment:1/" } } });
    expect(await routing({}, { env: {} }).ask()).not.toMatchObject({ route: { proxy: expect.anything() } });
  });

  test("of the environment that is none is the reason that there is no connection", async () => {
    expect(await routing({}, { env: { HTTPS_PROXY: "socks5://canary:1" } }).ask()).toEqual({
      usable: false,
      code: "PROXY",
      reason: "HTTPS_PROXY is no URL of an http or https proxy",
    });
  });
});

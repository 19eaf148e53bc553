import { describe, expect, test } from "bun:test";

import { openServerRoute } from "../../../src/connection/server-route.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { day, TestAuthority } from "../../support/certificates.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { ways } from "../../support/reach-server.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { type StatedConfig, supervisorConfig } from "../../support/supervisor-config.ts";
import { tellingServer } from "../../support/telling-server.ts";
import { TestLog } from "../../support/test-log.ts";

const authority = new TestAuthority("authority", [-day, 100 * day]);
const allows = { allowOtherAuthorities: false };
const never = new AbortController().signal;

function world() {
  const files = new MemoryFiles();
  const clock = new FakeClock(Date.now());
  const log = new TestLog();
  const open = (stated: StatedConfig, env: Record<string, string> = {}) =>
    openServerRoute({ server: supervisorConfig(stated).server, files, clock, log, env, allows });
  const opened = async (...args: Parameters<typeof open>) => {
    const opening = await open(...args);
    if (!opening.opened) throw new Error(JSON.stringify(opening.problems));
    return opening.route;
  };
  return { files, clock, log, open, opened };
}

describe("the route", () => {
  test("without files is at hand, and holds what is configured", async () => {
    const { opened } = world();
    const headers = [["Authorization", "Bearer x"]] as const;
    const { provide } = await opened({
      server: { endpoint: "https://h/v1/opamp", headers, compression: true },
      tls: { serverName: "n" },
    });
    expect(provide(undefined)(never)).toEqual({
      usable: true,
      route: { url: "https://h/v1/opamp", headers, tls: { serverName: "n" }, compression: true },
    });
  });

  test("by offered settings that cannot be used any more is none, and says so", async () => {
    const { opened } = world();
    const { provide } = await opened({ server: { endpoint: "https://h/v1/opamp" } });
    const certificate = { cert: new TextEncoder().encode("no certificate") };
    expect(provide({ certificate })(never)).toMatchObject({ usable: false, code: "SETTINGS" });
  });

  test.each([
    ["ws://server.test/v1/opamp", 1],
    ["http://192.0.2.7:4320/v1/opamp", 1],
    ["ws://127.0.0.1.server.test/", 1],
    ["wss://server.test/v1/opamp", 0],
    ["ws://localhost:4320/v1/opamp", 0],
    ["http://127.0.0.1:4320/v1/opamp", 0],
    ["ws://[::1]:4320/v1/opamp", 0],
  ])("with headers to %s gives %d warnings that others can read them, and none without", async (endpoint, count) => {
    const { opened, log } = world();
    await opened({ server: { endpoint } });
    expect(log.at("warn")).toEqual([]);
    await opened({ server: { endpoint, headers: [["Authorization", "Bearer s3cr3t"]] } });
    expect(log.at("warn")).toHaveLength(count);
    expect(JSON.stringify(log.at("warn"))).not.toContain("s3cr3t");
  });

  test("takes the configured proxy with its headers, or that of the environment, and says which without its password", async () => {
    const { opened, log } = world();
    const server = { endpoint: "wss://h", proxyConnectHeaders: [["X-Proxy", "a"]] } as const;
    const env = { HTTPS_PROXY: "http://me:hunter22@env.test:3128" };
    const proxyOf = async (proxyUrl?: string) => {
      const { provide } = await opened({ server: { ...server, ...(proxyUrl !== undefined && { proxyUrl }) } }, env);
      const answer = await provide(undefined)(never);
      return answer.usable ? answer.route.proxy : undefined;
    };
    const headers = [["X-Proxy", "a"]] as const;
    expect(await proxyOf("http://me:hunter22@own.test:1/")).toEqual({ url: "http://me:hunter22@own.test:1/", headers });
    expect(await proxyOf()).toEqual({ url: "http://me:hunter22@env.test:3128/", headers });
    expect(log.at("info").map(({ fields }) => fields)).toEqual([
      { proxy: "own.test:1", from: "server.proxy_url" },
      { proxy: "env.test:3128", from: "HTTPS_PROXY" },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain("hunter22");
  });

  test("to the address of a redirect takes the proxy for that one", async () => {
    const { opened } = world();
    const env = { HTTP_PROXY: "http://plain.test:1", HTTPS_PROXY: "http://secure.test:1" };
    const proxyOf = async (environment: Record<string, string>, redirectedTo?: string) => {
      const answer = await (await opened({ server: { endpoint: "ws://h" } }, environment)).provide(undefined)(
        never,
        redirectedTo,
      );
      return answer.usable ? answer.route.proxy?.url : answer;
    };
    expect(await proxyOf(env)).toBe("http://plain.test:1/");
    expect(await proxyOf(env, "wss://h/")).toBe("http://secure.test:1/");
    expect(await proxyOf({ ...env, HTTPS_PROXY: "" }, "wss://h/")).toBeUndefined();
    expect(await proxyOf({ ...env, HTTPS_PROXY: "socks5://me:hunter22@h" }, "wss://h/")).toEqual({
      usable: false,
      code: "PROXY",
      reason: "HTTPS_PROXY must be an http or https proxy, socks5 proxies are not supported",
    });
  });

  test("is not opened with material that cannot be used: every key is named", async () => {
    const { open, files } = world();
    files.put("/ca.pem", "nonsense");
    const tls = { ca: { file: "/ca.pem" }, cert: { file: "/gone.pem" }, key: { pem: "x" } };
    expect(await open({ tls })).toEqual({
      opened: false,
      problems: [
        { code: "TLS_FILE", path: ["server", "tls", "cert_file"], message: "/gone.pem: no such file or directory" },
      ],
    });
    files.put("/gone.pem", authority.client().cert);
    expect(await open({ tls }, { HTTP_PROXY: "socks5://h" })).toEqual({
      opened: false,
      problems: [
        { code: "TLS_FILE", path: ["server", "tls", "ca_file"], message: "/ca.pem: there is no PEM block CERTIFICATE" },
        { code: "TLS_FILE", path: ["server", "tls", "key_pem"], message: "there is no PEM block PRIVATE KEY" },
        { code: "PROXY", message: "HTTP_PROXY must be an http or https proxy, socks5 proxies are not supported" },
      ],
    });
  });

  test("is opened with a client certificate that is over: a wrong clock must not keep the Collector down", async () => {
    const { opened, files, log } = world();
    const { cert, key } = authority.client("agent", [-2 * day, -day]);
    files.put("/cert.pem", cert);
    await opened({ tls: { cert: { file: "/cert.pem" }, key: { pem: key } } });
    expect(log.at("error").map(({ message }) => message)).toEqual(["The client certificate has expired"]);
  });
});

describe("while a connection lasts", () => {
  const ca = { file: "/ca.pem" };

  test.each([
    ["once a day", {}, day],
    ["as often as reload_interval says", { reloadIntervalMs: 5_000 }, 5_000],
  ])("the files are read %s", async (_when, interval, periodMs) => {
    const { opened, files, clock, log } = world();
    files.put("/ca.pem", authority.cert);
    const { close } = await opened({ tls: { ca, ...interval } });
    files.put("/ca.pem", "nonsense");
    await clock.advanceAsync(periodMs - 1);
    expect(log.lines).toEqual([]);
    await clock.advanceAsync(1);
    expect(log.at("error")).toHaveLength(1);
    files.put("/ca.pem", new TestAuthority("new", [-day, 100 * day]).cert);
    await clock.advanceAsync(periodMs);
    expect(log.at("info").map(({ fields }) => fields)).toEqual([{ changed: ["ca"] }]);
    close();
    expect(clock.waiting).toBe(0);
  });
});

describe.each(ways)("%s", (_way, connect) => {
  test("authority, certificate and key that were exchanged are used by the next connection", async () => {
    const directory = scratchDirectory();
    const files = createFiles({ libc: undefined });
    const path = (name: string) => `${directory}/${name}.pem`;
    const put = async (from: TestAuthority, name: string) => {
      const { cert, key } = from.client(name);
      for (const [file, text] of Object.entries({ ca: from.cert, cert, key })) await files.write(path(file), text);
    };
    const tls = { ca: { file: path("ca") }, cert: { file: path("cert") }, key: { file: path("key") } };
    const { server } = supervisorConfig({ tls });
    const log = new TestLog();
    await put(authority, "old");
    const opening = await openServerRoute({ server, files, clock: new FakeClock(Date.now()), log, env: {}, allows });
    const route = async () => {
      const answer = opening.opened ? await opening.route.provide(undefined)(never) : undefined;
      const { tls: now } = answer?.usable ? answer.route : {};
      return now ? { tls: now } : {};
    };
    const requiring = (by: TestAuthority) => tellingServer({ ...by.server(), ca: by.cert, requestCert: true });
    const successor = new TestAuthority("successor");
    const [before, after] = [await requiring(authority), await requiring(successor)];

    expect(await connect(before, await route())).toMatchObject({ seen: { client: "old" } });
    expect(await connect(after, await route())).toMatchObject({ loss: {} });
    await put(successor, "new");
    expect(await connect(after, await route())).toMatchObject({ seen: { client: "new" } });
    expect(await connect(before, await route())).toMatchObject({ loss: {} });
    expect(log.at("error")).toEqual([]);
  });
});

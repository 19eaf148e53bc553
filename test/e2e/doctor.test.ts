import { describe, expect, test } from "bun:test";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";

import { areas } from "../../src/doctor/finding.ts";
import { day, type Life, TestAuthority } from "../support/certificates.ts";
import { ConnectProxy } from "../support/connect-proxy.ts";
import { causes, examine } from "../support/doctor.ts";
import { executable, receiving, World, type WorldOptions } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { outputOf, statusOf } from "../support/run-command.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { serveSockets } from "../support/serve-sockets.ts";
import { canMakeDisks, SmallDisk } from "../support/small-disk.ts";
import { TestServer } from "../support/test-server.ts";

const isRoot = process.platform === "linux" && process.getuid?.() === 0;

/** A server that answers every request alike, as its whole text says. */
async function answering(head: string, tls?: { cert: string; key: string }): Promise<number> {
  const answer = `HTTP/1.1 ${head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
  const server = tls
    ? createTlsServer(tls, (socket) => socket.once("data", () => socket.end(answer)))
    : createServer((socket) => socket.once("data", () => socket.end(answer)));
  server.on("tlsClientError", () => {});
  return await serveSockets(server);
}

const authority = new TestAuthority();

async function secured(life: Life, tls: Record<string, unknown> = { ca_pem: authority.cert }, names = ["localhost"]) {
  const server = await TestServer.start({ tls: authority.server(names, life) });
  return new World({ endpoint: server.endpoint, config: { server: { tls } } });
}

describe("doctor finds nothing", () => {
  test("before the first start, and leaves nothing behind: no file, and no agent on the server", async () => {
    const server = await TestServer.start();
    const world = new World({ endpoint: server.endpoint });
    const before = readdirSync(world.directory);
    const seen = await examine(world);
    expect(seen).toMatchObject({ code: 0, healthy: true, codes: [] });
    expect([...new Set(seen.findings.map(({ area }) => area))]).toEqual([...areas]);
    expect(causes(seen, "executable")[0]).toMatch(/, version \d+\.\d+\.\d+$/);
    expect(causes(seen, "auth")).toEqual(["the server takes the upgrade; no AgentToServer was sent"]);
    expect(server.messages).toEqual([]);
    expect(readdirSync(world.directory)).toEqual(before);
    const { code, out } = await outputOf(world, ["doctor"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^ok {7}clock {10}within [12] s of the server's$/m);
    expect(out).toEndWith("All well\n");
  });

  test("beside a supervisor and its Collector, which are left alone", async () => {
    const server = await TestServer.start();
    const healthPort = await freePort();
    const world = new World({
      endpoint: server.endpoint,
      config: { healthcheck: { endpoint: `127.0.0.1:${healthPort}` } },
    });
    world.start();
    await server.healthy();
    server.offer({ "": receiving(await freePort()) }, "first");
    expect(await server.verdict("first")).toBe("APPLIED");
    const before = await statusOf(world);
    const seen = await examine(world);
    expect(seen).toMatchObject({ code: 0, codes: [] });
    expect(causes(seen, "ports")).toEqual(["2 free, or held by this supervisor"]);
    const after = await statusOf(world);
    expect(after.collector).toMatchObject({ pid: before.collector.pid, starts: before.collector.starts, state: "up" });
    expect(after.server.connectedSince).toBe(before.server.connectedSince);
  }, 20_000);

  test("in the directories that a supervisor keeps in its storage", async () => {
    const world = new World({ endpoint: null });
    for (const name of ["addons", "packages", "supervisor_packages", "collector_credentials"]) {
      mkdirSync(world.stored(name), { recursive: true, mode: 0o700 });
    }
    chmodSync(world.storage, 0o700);
    expect((await examine(world)).codes).toEqual([]);
    rmdirSync(world.stored("addons"));
    writeFileSync(world.stored("addons"), "", { mode: 0o600 });
    expect((await examine(world)).codes).toEqual(["STORAGE_ODD"]);
  });

  test("of a server where none is configured", async () => {
    const seen = await examine(new World({ endpoint: null }));
    expect(seen).toMatchObject({ code: 0, codes: [] });
    expect(causes(seen, "tls")).toEqual(["no server is configured"]);
  });

  test("with TLS, a proxy and credentials that are right", async () => {
    const server = await TestServer.start({
      tls: authority.server(["localhost"], [-day, 90 * day]),
      accepts: (header) => header === "Bearer right",
    });
    const proxy = await ConnectProxy.start();
    const world = new World({
      endpoint: server.endpoint,
      config: {
        server: {
          tls: { ca_pem: new TestAuthority("test authority", [-day, 90 * day]).cert + authority.cert },
          headers: { authorization: "Bearer right" },
          proxy_url: `http://127.0.0.1:${proxy.port}`,
        },
      },
    });
    const seen = await examine(world);
    expect(seen.codes).toEqual([]);
    expect(seen.code).toBe(0);
    expect(causes(seen, "connection")[0]).toEndWith("which opens the way to the server");
    expect(proxy.requests.every(({ method }) => method === "CONNECT")).toBe(true);
  });
});

describe("doctor names what is wrong on the way to the server", () => {
  test.each([
    ["a host that nobody knows", { endpoint: "ws://no-such-host.invalid:4320/v1/opamp" }, "NAME_UNKNOWN"],
    ["a port that is closed", { endpoint: "ws://127.0.0.1:1/v1/opamp" }, "UNREACHABLE"],
    [
      "a proxy that is not there",
      { endpoint: "ws://127.0.0.1:2/v1/opamp", config: { server: { proxy_url: "http://127.0.0.1:1" } } },
      "PROXY_FAILED",
    ],
    [
      "certificates that are not there",
      { endpoint: "wss://127.0.0.1:1/v1/opamp", config: { server: { tls: { ca_file: "nowhere.pem" } } } },
      "TLS_FILE",
    ],
  ] satisfies [string, WorldOptions, string][])("%s", async (_, options, code) => {
    const seen = await examine(new World(options));
    expect(seen).toMatchObject({ code: 1, healthy: false, codes: [code] });
  });

  test("a proxy that does not let through", async () => {
    const proxy = await ConnectProxy.start({ refuse: "407 Proxy Authentication Required" });
    const config = { server: { proxy_url: `http://127.0.0.1:${proxy.port}` } };
    const seen = await examine(new World({ endpoint: "wss://opamp.invalid/v1/opamp", config }));
    expect(seen).toMatchObject({ code: 1, codes: ["PROXY_FAILED"] });
    expect(causes(seen, "connection")[0]).toContain("HTTP 407");
  });

  test("a proxy of the environment that makes no sense", async () => {
    const world = new World({ endpoint: "wss://opamp.invalid/v1/opamp" });
    expect(await examine(world, { env: { HTTPS_PROXY: "ftp://proxy" } })).toMatchObject({ codes: ["PROXY_INVALID"] });
  });

  test("a certificate that has expired", async () => {
    const seen = await examine(await secured([-2 * day, -day]));
    expect(seen).toMatchObject({ code: 1, codes: ["CERTIFICATE_EXPIRED"] });
    expect(causes(seen, "tls")[0]).toContain("localhost until ");
    expect(causes(seen, "clock")[0]).toMatch(/^within [12] s of the server's$/);
  });

  test("one that is not valid yet, one for another name, and one from an authority that nobody trusts", async () => {
    expect(await examine(await secured([day, 2 * day]))).toMatchObject({ codes: ["CERTIFICATE_NOT_YET_VALID"] });
    const named = await examine(await secured([-day, day], undefined, ["elsewhere"]));
    expect(named).toMatchObject({ codes: ["CERTIFICATE_NAME"] });
    const stranger = new TestAuthority("another authority");
    const untrusted = await examine(await secured([-day, day], { ca_pem: stranger.cert }));
    expect(untrusted).toMatchObject({ code: 1, codes: ["CERTIFICATE_UNTRUSTED"] });
  });

  test("a server without TLS where TLS is asked for", async () => {
    const { endpoint } = await TestServer.start();
    const seen = await examine(new World({ endpoint: endpoint.replace("ws:", "wss:") }));
    expect(seen).toMatchObject({ code: 1, codes: ["TLS_HANDSHAKE"] });
  });

  test("that it is not verified, and a certificate that ends soon: both are warnings", async () => {
    const seen = await examine(await secured([-100 * day, 3 * day], { insecure_skip_verify: true }));
    expect(seen).toMatchObject({ code: 0, codes: ["TLS_NOT_VERIFIED", "CERTIFICATE_ENDS_SOON"] });
  });

  test("a certificate of the health endpoint that has expired", async () => {
    const { endpoint } = await TestServer.start();
    const { cert, key } = authority.server(["localhost"], [-2 * day, -day]);
    const world = new World({ endpoint });
    const tls = { cert_file: world.path("health.pem"), key_file: world.path("health.key") };
    writeFileSync(tls.cert_file, cert);
    writeFileSync(tls.key_file, key);
    world.configure({ endpoint, config: { healthcheck: { endpoint: `localhost:${await freePort()}`, tls } } });
    expect(await examine(world)).toMatchObject({ code: 1, codes: ["CERTIFICATE_EXPIRED"] });
  });

  test("credentials that the server refuses", async () => {
    const server = await TestServer.start({ accepts: () => false });
    const headers = { authorization: "canary-1" };
    const seen = await examine(new World({ endpoint: server.endpoint, config: { server: { headers } } }));
    expect(seen).toMatchObject({ code: 1, codes: ["CREDENTIALS_REFUSED"] });
    expect(server.authorizations).toContain("canary-1");
    expect(JSON.stringify(seen)).not.toContain("canary-1");
    expect(server.messages).toEqual([]);
  });

  test("nothing where an OpAMP server over HTTP has no objection to what it is asked", async () => {
    const server = await TestServer.start({ scheme: "http" });
    const seen = await examine(new World({ endpoint: server.endpoint }));
    expect(seen).toMatchObject({ code: 0, codes: [] });
    expect(causes(seen, "auth")[0]).toMatch(/^the server does not refuse the credentials \(GET: HTTP \d+\)/);
    expect(server.messages).toEqual([]);
  });

  test.each(["ws", "http"])("a gate before it that answers 401, over %s", async (scheme) => {
    const port = await answering(`401 Unauthorized\r\nDate: ${new Date().toUTCString()}`);
    const seen = await examine(new World({ endpoint: `${scheme}://127.0.0.1:${port}/v1/opamp` }));
    expect(seen).toMatchObject({ code: 1, codes: ["CREDENTIALS_REFUSED"] });
  });

  test.each(["ws", "http"])("a path where nothing is, over %s", async (scheme) => {
    const port = await answering("404 Not Found");
    const seen = await examine(new World({ endpoint: `${scheme}://127.0.0.1:${port}/v1/opam` }));
    expect(seen).toMatchObject({ code: 1, codes: ["SERVER_REFUSES"] });
    expect(causes(seen, "clock")).toEqual(["the server does not tell its time"]);
  });

  test.each([
    [60 * 60_000, "CLOCK_WRONG", 1],
    [-60 * 60_000, "CLOCK_WRONG", 1],
    [60_000, "CLOCK_SKEW", 0],
  ])("a clock that is %d ms away from the server's", async (apart, code, exit) => {
    const date = new Date(Date.now() + apart).toUTCString();
    const port = await answering(`405 Method Not Allowed\r\nDate: ${date}`);
    const seen = await examine(new World({ endpoint: `http://127.0.0.1:${port}/v1/opamp` }));
    expect(seen).toMatchObject({ code: exit, codes: [code] });
    expect(causes(seen, "clock")[0]).toContain(apart > 0 ? "behind" : "ahead of");
  });

  test("an extension that has no credentials to give", async () => {
    const server = await TestServer.start();
    const world = new World({
      endpoint: server.endpoint,
      config: {
        server: { auth: "bearertokenauth" },
        extensions: { bearertokenauth: { filename: "nowhere.token" } },
      },
    });
    const seen = await examine(world);
    expect(seen).toMatchObject({ code: 1, codes: ["NO_CREDENTIALS"] });
    expect(causes(seen, "auth")[0]).toContain("nowhere.token");
  });
});

describe("doctor names what is wrong on the machine", () => {
  const world = async (options: Partial<WorldOptions> = {}) => {
    const { endpoint } = await TestServer.start();
    return new World({ endpoint, ...options });
  };

  function program(text: string | Uint8Array, mode = 0o755): string {
    const path = join(scratchDirectory(), "otelcol");
    writeFileSync(path, text, { mode });
    return path;
  }

  /** The head of a program for another machine. */
  function foreign(): Uint8Array {
    const head = Buffer.alloc(4096);
    head.write("\x7fELF\x02\x01\x01", "latin1");
    head.writeUInt16LE(2, 16);
    head.writeUInt16LE(process.arch === "arm64" ? 0x3e : 0xb7, 18);
    return head;
  }

  const withoutOpamp = `#!/bin/sh
case "$1" in
  --version) echo "otelcol version 1.2.3" ;;
  components) printf 'extensions:\\n  - name: health_check\\n' ;;
  *) exit 1 ;;
esac
`;

  test.each([
    ["an executable that is not there", () => "/nowhere/otelcol", ["EXECUTABLE"], /no such file/],
    ["one that may not be executed", () => program("#!/bin/sh\n", 0o644), ["EXECUTABLE"], /chmod \+x/],
    [
      "one for another machine",
      () => program(foreign()),
      ["WRONG_ARCHITECTURE"],
      /is built for linux\/\w+, this machine is/,
    ],
    ["one whose interpreter is not there", () => program("#!/nowhere/sh\n"), ["CANNOT_EXECUTE"], /interpreter/],
    [
      "one that is no Collector",
      () => program("#!/bin/sh\necho no >&2; exit 3\n"),
      ["COLLECTOR_SILENT"],
      /exit code 3|code 3/,
    ],
    ["a Collector without the opamp extension", () => program(withoutOpamp), ["NO_OPAMP_EXTENSION"], /health_check/],
  ])("%s", async (_, collector, codes, cause) => {
    const seen = await examine(await world({ collector: collector() }));
    expect(seen).toMatchObject({ code: 1, codes });
    expect([...causes(seen, "executable"), ...causes(seen, "extension")].join("\n")).toMatch(cause);
  });

  test("a port that the Collector is to have and somebody else has", async () => {
    const port = await serveSockets(createServer());
    const seen = await examine(await world({ local: receiving(port) }));
    expect(seen).toMatchObject({ code: 1, codes: ["PORT_IN_USE"] });
    expect(causes(seen, "ports")[0]).toMatch(
      new RegExp(`receivers::otlp.*127\\.0\\.0\\.1:${port} is taken by .*\\(pid ${process.pid}\\)`),
    );
  });

  test("a port of its own, and one address twice", async () => {
    const port = await serveSockets(createServer());
    const own = await world({ config: { healthcheck: { endpoint: `127.0.0.1:${port}` } } });
    expect((await examine(own)).codes).toEqual(["PORT_IN_USE"]);
    const endpoint = `127.0.0.1:${await freePort()}`;
    const http = { endpoint };
    const extensions = { health_check: { endpoint } };
    const service = {
      extensions: ["health_check"],
      pipelines: { traces: { receivers: ["otlp"], exporters: ["nop"] } },
    };
    const receivers = { otlp: { protocols: { http } } };
    const telemetry = { metrics: { level: "none" } };
    const twice = await world({
      local: { receivers, extensions, exporters: { nop: null }, service: { ...service, telemetry } },
    });
    expect((await examine(twice)).codes).toEqual(["ADDRESS_TWICE"]);
  });

  test("layers that make no configuration", async () => {
    const seen = await examine(await world({ local: "exporters: [" }));
    expect(seen).toMatchObject({ code: 1, codes: ["COLLECTOR_CONFIG"] });
    expect(causes(seen, "collector")[0]).toContain("local file local.yaml, line 1");
  });

  test("a configuration of the supervisor that is wrong, with its place; the rest is looked at where it can be", async () => {
    const broken = await world({ config: { agent: { exectuable: "x" } } });
    const seen = await examine(broken);
    expect(seen).toMatchObject({ code: 1, codes: ["CONFIG_UNKNOWN_KEY"] });
    expect(causes(seen, "configuration")[0]).toMatch(/supervisor\.yaml:\d+:\d+: agent::exectuable: .*`executable`/);
    expect(causes(seen, "tls")).toEqual(["the configuration is wrong"]);
  });

  test.skipIf(!canMakeDisks)("a storage directory that cannot be written", async () => {
    const disk = new SmallDisk("1m");
    disk.becomeReadOnly();
    const seen = await examine(await world({ config: { storage: { directory: disk.directory } } }));
    expect(seen).toMatchObject({ code: 1, codes: ["STORAGE_READ_ONLY", "STORAGE_FULL"] });
  });

  test("a storage directory that is a file, or that lies below one", async () => {
    const file = join(scratchDirectory(), "file");
    writeFileSync(file, "");
    for (const directory of [file, join(file, "storage")]) {
      const seen = await examine(await world({ config: { storage: { directory } } }));
      expect(seen).toMatchObject({ code: 1, codes: ["STORAGE_UNUSABLE"] });
    }
  });

  test("a storage directory that is open to others, with odd things in it", async () => {
    const odd = await world();
    mkdirSync(odd.storage, { mode: 0o700 });
    chmodSync(odd.storage, 0o777);
    mkdirSync(odd.stored("effective.yaml"));
    writeFileSync(odd.stored("persistent_state.yaml"), "", { mode: 0o644 });
    writeFileSync(odd.stored("journal.json.corrupt-20260101T000000.000Z"), "", { mode: 0o600 });
    writeFileSync(odd.stored("notes.txt"), "mine", { mode: 0o644 });
    const seen = await examine(odd);
    expect(seen).toMatchObject({
      code: 0,
      codes: ["STORAGE_OPEN", "STORAGE_ODD", "STORAGE_SET_ASIDE", "STORAGE_OPEN"],
    });
    expect(causes(seen, "storage").join("\n")).not.toContain("notes.txt");
    expect(existsSync(odd.stored("lock"))).toBe(false);
  });

  test.skipIf(!isRoot)("a storage directory, or a file in it, that belongs to somebody else", async () => {
    const strange = await world();
    mkdirSync(strange.storage, { mode: 0o700 });
    writeFileSync(strange.stored("persistent_state.yaml"), "", { mode: 0o600 });
    chownSync(strange.stored("persistent_state.yaml"), 65534, 65534);
    expect((await examine(strange)).codes).toEqual(["STORAGE_OWNER"]);
    chownSync(strange.storage, 65534, 65534);
    expect((await examine(strange)).codes).toEqual(["STORAGE_OWNER"]);
  });

  test.skipIf(!isRoot)("a user for the Collector that is not there, or that cannot reach it", async () => {
    expect(await examine(await world({ config: { agent: { run_as: "nobody-at-all" } } }))).toMatchObject({
      codes: ["RUN_AS"],
    });
    const closed = await world({ config: { agent: { run_as: "65534:65533" } } });
    chmodSync(closed.directory, 0o700);
    expect((await examine(closed)).codes).toEqual(["RUN_AS"]);
  });

  test("a systemd unit that stands in the way", async () => {
    const served = await world();
    const unit = served.path("opampsupervisor.service");
    writeFileSync(
      unit,
      `[Service]\nExecStart=${executable} --config /etc/other.yaml\nProtectSystem=strict\nOOMPolicy=continue\nType=notify\n`,
    );
    const seen = await examine(served, { flags: ["--unit", unit] });
    expect(seen).toMatchObject({ code: 1, codes: ["UNIT_RESTART", "UNIT_STORAGE", "UNIT_OTHER_CONFIG"] });
    expect((await examine(served, { flags: ["--unit=nowhere"] })).codes).toEqual(["UNIT_UNREADABLE"]);
  });
});

test("what doctor --json prints has this shape", async () => {
  const seen = await examine(new World({ endpoint: "ws://127.0.0.1:1/v1/opamp" }));
  expect(Object.keys(seen).toSorted()).toEqual(["code", "codes", "findings", "healthy"]);
  for (const finding of seen.findings) {
    const isFound = ["note", "warning", "error"].includes(finding.severity);
    const keys = isFound ? ["action", "area", "cause", "code", "severity"] : ["area", "cause", "severity"];
    expect(Object.keys(finding).toSorted()).toEqual(keys);
    for (const value of Object.values(finding)) expect(value).toBeString();
  }
});

test("doctor needs a configuration, and knows its flags", async () => {
  const child = Bun.spawnSync([executable, "doctor"]);
  expect(child.exitCode).toBe(2);
  const wrong = Bun.spawnSync([executable, "doctor", "--config=x", "--jsn"]);
  expect([wrong.exitCode, wrong.stderr.toString()]).toEqual([2, expect.stringContaining("did you mean --json?")]);
});

import { describe, expect, onTestFinished, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import type { HealthcheckConfig } from "../../../../src/config/types.ts";
import { createFiles } from "../../../../src/runtime/shared/files.ts";
import { createNetwork } from "../../../../src/runtime/shared/network.ts";
import { openHealthEndpoint } from "../../../../src/supervisor/report/health-endpoint.ts";
import { makeCertificates } from "../../../support/certificates.ts";
import { scratchDirectory } from "../../../support/scratch.ts";
import { snapshotOf } from "../../../support/status-snapshots.ts";

async function serving(config: Partial<HealthcheckConfig> = {}) {
  const world = { alive: true, snapshot: snapshotOf() };
  const opened = await openHealthEndpoint({
    config: { hostname: "127.0.0.1", port: 0, metrics: false, ...config },
    network: createNetwork(),
    files: createFiles({ libc: undefined }),
    snapshot: () => world.snapshot,
    alive: () => world.alive,
    metricsPage: ({ headers }) => Promise.resolve({ status: 200, body: `for ${headers.get("accept")}` }),
  });
  if (!opened.opened) throw new Error(opened.reason);
  onTestFinished(() => opened.listener.stop());
  const scheme = config.tls ? "https" : "http";
  const ask = async (path: string, options: RequestInit & { tls?: object } = {}) => {
    const answer = await fetch(`${scheme}://localhost:${opened.listener.port}${path}`, options);
    return [answer.status, await answer.text()];
  };
  return { world, ask };
}

const { supervisor, collector } = snapshotOf();
const starting = snapshotOf({
  supervisor: { ...supervisor, state: "starting" },
  collector: { executable: "/opt/otelcol", state: "unknown", starts: 0 },
});
const stopping = snapshotOf({ supervisor: { ...supervisor, state: "stopping" } });
const ill = snapshotOf({ collector: { ...collector, healthy: false, reason: "UNHEALTHY: it says so" } });
const down = snapshotOf({ collector: { executable: "/opt/otelcol", state: "down", starts: 1 } });

describe("GET /health", () => {
  test("is 200 with nothing in it, whatever the Collector does", async () => {
    const { world, ask } = await serving();
    for (const snapshot of [ill, down, stopping]) {
      world.snapshot = snapshot;
      expect(await ask("/health")).toEqual([200, ""]);
      expect(await ask("/health?verbose")).toEqual([200, ""]);
    }
  });

  test("is 503 with the reason until the supervisor supervises", async () => {
    const { world, ask } = await serving();
    world.snapshot = starting;
    expect(await ask("/health")).toEqual([503, "the Collector is not known yet\n"]);
    world.snapshot = snapshotOf();
    expect(await ask("/health")).toEqual([200, ""]);
  });

  test("speaks https where there is a certificate", async () => {
    const { ca, server } = makeCertificates();
    const directory = scratchDirectory();
    writeFileSync(join(directory, "key.pem"), server.key);
    const tls = { cert: { pem: server.cert }, key: { file: join(directory, "key.pem") } };
    const { ask } = await serving({ tls });
    expect(await ask("/health", { tls: { ca } })).toEqual([200, ""]);
  });
});

describe.each([
  ["livez", [200, 200, 200, 200, 200]],
  ["readyz", [503, 200, 503, 200, 200]],
  ["collectorz", [503, 200, 200, 503, 503]],
])("GET /%s", (path, expected) => {
  test("answers its own question alone", async () => {
    const { world, ask } = await serving();
    const found: unknown[] = [];
    for (const snapshot of [starting, snapshotOf(), stopping, ill, down]) {
      world.snapshot = snapshot;
      const [status] = await ask(`/${path}`);
      const [verbose, text] = await ask(`/${path}?verbose`);
      expect(verbose).toBe(status ?? 0);
      expect(JSON.parse(String(text))).toMatchObject({ ok: status === 200 });
      found.push(status);
    }
    expect(found).toEqual(expected);
  });
});

test("a probe that fails says why in one line, and as JSON with what was looked at", async () => {
  const { world, ask } = await serving();
  world.snapshot = ill;
  expect(await ask("/collectorz")).toEqual([503, "UNHEALTHY: it says so\n"]);
  const [, text] = await ask("/collectorz?verbose");
  expect(JSON.parse(String(text))).toEqual({
    ok: false,
    reason: "UNHEALTHY: it says so",
    collector: { state: "up", healthy: false, health: "StatusOK", since: collector.since, version: "0.149.0" },
    configuration: { running: "abcdef0123456789" },
  });
  world.snapshot = down;
  expect(await ask("/collectorz")).toEqual([503, "the Collector is down\n"]);
  world.alive = false;
  expect(await ask("/livez")).toEqual([503, "what happens is not dealt with any more\n"]);
});

test("nothing else is served, and nothing is taken", async () => {
  const { ask } = await serving();
  expect(await ask("/")).toEqual([404, ""]);
  for (const path of ["/healthy", "/ready", "/livez/", "/toString"]) expect(await ask(path)).toEqual([404, ""]);
  expect(await ask("/health", { method: "POST", body: "x" })).toEqual([405, ""]);
});

test.each([
  ["a port that another one has", (port: number): Partial<HealthcheckConfig> => ({ port }), /EADDRINUSE/],
  [
    "a certificate that is not there",
    (): Partial<HealthcheckConfig> => ({ tls: { cert: { file: "/none" }, key: { file: "/none" } } }),
    /ENOENT/,
  ],
])("%s is told, with the port", async (_, config, expected) => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const holder = createServer();
  onTestFinished(() => void holder.close());
  holder.listen(0, "127.0.0.1", () => {
    const address = holder.address();
    resolve(typeof address === "object" && address !== null ? address.port : 0);
  });
  await expect(serving(config(await promise))).rejects.toThrow(expected);
});

describe("GET /metrics", () => {
  test("is the page of metrics, where that is asked for", async () => {
    const { ask } = await serving({ metrics: true });
    const headers = { accept: "text/plain" };
    expect(await ask("/metrics?x", { headers })).toEqual([200, "for text/plain"]);
    expect(await ask("/metrics", { headers, method: "POST" })).toEqual([405, ""]);
    expect(await ask("/health")).toEqual([200, ""]);
  });

  test("is nothing where it is not", async () => {
    const { ask } = await serving();
    expect(await ask("/metrics")).toEqual([404, ""]);
  });
});

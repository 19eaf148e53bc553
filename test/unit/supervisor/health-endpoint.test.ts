import { describe, expect, onTestFinished, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import type { HealthcheckConfig } from "../../../src/config/types.ts";
import { createBunFiles } from "../../../src/runtime/bun/files.ts";
import { createBunNetwork } from "../../../src/runtime/bun/network.ts";
import { openHealthEndpoint } from "../../../src/supervisor/health-endpoint.ts";
import { makeCertificates } from "../../support/certificates.ts";
import { scratchDirectory } from "../../support/scratch.ts";

async function serving(config: Partial<HealthcheckConfig> = {}) {
  const world = { reason: undefined as string | undefined, ready: true };
  const opened = await openHealthEndpoint({
    config: { hostname: "127.0.0.1", port: 0, readiness: false, ...config },
    network: createBunNetwork(),
    files: createBunFiles({ libc: undefined }),
    notYet: () => world.reason,
    collectorReady: () => world.ready,
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

describe("GET /health", () => {
  test("is 200 with nothing in it, whatever the Collector does", async () => {
    const { world, ask } = await serving();
    world.ready = false;
    expect(await ask("/health")).toEqual([200, ""]);
    expect(await ask("/health?verbose")).toEqual([200, ""]);
  });

  test("is 503 with the reason until the supervisor supervises", async () => {
    const { world, ask } = await serving();
    world.reason = "the Collector is not known yet";
    expect(await ask("/health")).toEqual([503, "the Collector is not known yet\n"]);
    world.reason = undefined;
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

describe("GET /ready", () => {
  test("tells of the Collector where it is configured", async () => {
    const { world, ask } = await serving({ readiness: true });
    expect(await ask("/ready")).toEqual([200, ""]);
    world.ready = false;
    expect(await ask("/ready")).toEqual([503, "the Collector is not healthy\n"]);
    world.reason = "the Collector is not known yet";
    expect(await ask("/ready")).toEqual([503, "the Collector is not known yet\n"]);
  });

  test("is not there otherwise, as in the Go supervisor", async () => {
    const { ask } = await serving();
    expect(await ask("/ready")).toEqual([404, ""]);
  });
});

test("nothing else is served, and nothing is taken", async () => {
  const { ask } = await serving({ readiness: true });
  expect(await ask("/")).toEqual([404, ""]);
  expect(await ask("/healthy")).toEqual([404, ""]);
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

import { describe, expect, test } from "bun:test";
import { generateKeyPairSync, sign } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { type FetchOptions, fetchPackage, type FetchResult } from "../../../src/packages/fetch-package.ts";
import { verifierPrint } from "../../../src/packages/trust/verifier-print.ts";
import { createClock } from "../../../src/runtime/shared/clock.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { createNetwork } from "../../../src/runtime/shared/network.ts";
import { FileServer, serveRanges } from "../../support/file-server.ts";
import { realProcesses } from "../../support/real-processes.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { silentLog } from "../../support/silent-log.ts";

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = publicKey.export({ type: "spki", format: "pem" });
const verifier = { type: "key" as const, publicKeys: [{ pem }], threshold: 1 };
const content = Buffer.from("#!/bin/sh\nexit 0\n");
const sha256 = new Bun.CryptoHasher("sha256").update(content).digest("hex");
const signature = Buffer.from(sign("sha256", content, privateKey).toString("base64"));
const files = createFiles({ libc: undefined });

/** A script that is signed and served; `run` fetches it into one directory. */
async function world() {
  const directory = join(scratchDirectory(), "content");
  mkdirSync(directory);
  const server = await FileServer.start((request) => serveRanges(request, content, { etag: '"1"' }));
  const file = { url: server.url, headers: [], contentHash: sha256, signature };
  const run = (more: Partial<FetchOptions> = {}): Promise<FetchResult> =>
    fetchPackage(
      { file, directory, program: "otelcol", mode: 0o700 },
      {
        config: {
          verifier,
          agentBinary: "otelcol",
          allowDowngrade: false,
          allowed: [],
          keep: 2,
          download: { maxBytes: 1_000_000, maxDurationMs: 60_000 },
        },
        route: () => ({ usable: true }),
        files,
        network: createNetwork(),
        processes: realProcesses,
        host: { os: "linux", arch: "amd64" },
        clock: createClock(),
        random: { unit: () => 0 },
        log: silentLog,
        signal: new AbortController().signal,
        reached: () => {},
        ...more,
      },
    );
  return { directory, server, run };
}

describe("a package that is fetched", () => {
  test("lies there alone, with its hash and whom the operator trusted", async () => {
    const { directory, run } = await world();
    const print = await verifierPrint(verifier, files);
    expect(await run()).toEqual({
      kind: "fetched",
      path: join(directory, "otelcol"),
      size: content.length,
      sha256,
      verifier: "print" in print ? print.print : "",
    });
    expect(readdirSync(directory)).toEqual(["otelcol"]);
    expect(readFileSync(join(directory, "otelcol"))).toEqual(content);
  });

  test("and is given up while its signature is looked at leaves the whole file, from which the next attempt goes on", async () => {
    const { directory, server, run } = await world();
    const stop = new AbortController();
    const compute: FetchOptions["processes"]["compute"] = (_task, _input, signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("ended")));
        stop.abort();
      });
    expect(await run({ signal: stop.signal, processes: { compute } })).toEqual({ kind: "cancelled" });
    expect(readdirSync(directory)).toEqual(["package"]);
    expect(await run()).toMatchObject({ kind: "fetched" });
    expect(server.heads).toHaveLength(1);
  });

  test("and is given up while it is unpacked leaves the whole file and no program", async () => {
    const { directory, run } = await world();
    const stop = new AbortController();
    const reached: FetchOptions["reached"] = (phase) => phase === "unpacking" && stop.abort();
    expect(await run({ signal: stop.signal, reached })).toEqual({ kind: "cancelled" });
    expect(readdirSync(directory)).toEqual(["package"]);
  });

  test("and that nobody has signed leaves nothing", async () => {
    const { directory, run } = await world();
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" });
    const config = { verifier: { ...verifier, publicKeys: [{ pem: other }] } };
    const download = { maxBytes: 1_000_000, maxDurationMs: 60_000 };
    const rules = { ...config, agentBinary: "otelcol", allowDowngrade: false, allowed: [], keep: 2, download };
    expect(await run({ config: rules })).toMatchObject({
      kind: "failed",
      phase: "verifying",
      code: "SIGNATURE_INVALID",
    });
    expect(existsSync(join(directory, "package"))).toBe(false);
  });
});

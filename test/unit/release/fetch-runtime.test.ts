import { expect, onTestFinished, test } from "bun:test";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { fetchRuntime } from "../../../scripts/release/fetch-runtime.ts";
import { type BunRuntime, bunVersion } from "../../../scripts/release/runtimes.ts";
import { gzipped, tarArchive } from "../../support/archives.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const runtime = (name: string, integrity: string): BunRuntime => ({
  name,
  version: bunVersion,
  integrity,
  licence: "MIT",
  program: "bin/bun",
});

/** A registry with one package, for whatever installs during the test. */
async function registry(name: string, content: string) {
  const archive = gzipped(
    await tarArchive([
      { name: "package/package.json", content: JSON.stringify({ name, version: bunVersion, os: ["plan9"] }) },
      { name: "package/bin/bun", content },
    ]),
  );
  const integrity = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
  let asked = 0;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: ({ url }): Response => {
      asked += 1;
      if (url.endsWith(".tgz")) return new Response(Uint8Array.from(archive));
      const dist = { tarball: new URL("/archive.tgz", url).href, integrity };
      const versions = { [bunVersion]: { name, version: bunVersion, dist } };
      return Response.json({ name, "dist-tags": { latest: bunVersion }, versions });
    },
  });
  const before = process.env["BUN_CONFIG_REGISTRY"];
  process.env["BUN_CONFIG_REGISTRY"] = server.url.href;
  onTestFinished(async () => {
    if (before === undefined) delete process.env["BUN_CONFIG_REGISTRY"];
    else process.env["BUN_CONFIG_REGISTRY"] = before;
    await server.stop(true);
  });
  return { integrity, requests: () => asked };
}

test("a runtime is fetched for a machine that is not this one, and then taken from the cache", async () => {
  const name = `@oven/bun-${crypto.randomUUID()}`;
  const { integrity, requests } = await registry(name, "a runtime");
  const cache = scratchDirectory();
  const path = await fetchRuntime(runtime(name, integrity), { cache });
  expect(readFileSync(path, "utf8")).toBe("a runtime");
  const before = requests();
  expect(await fetchRuntime(runtime(name, integrity), { cache })).toBe(path);
  expect(requests()).toBe(before);
  expect(readdirSync(join(cache, bunVersion))).toEqual([name.replace("/", "+")]);
});

test("what is not the pinned archive is refused, and nothing of it stays", async () => {
  const name = `@oven/bun-${crypto.randomUUID()}`;
  await registry(name, "another runtime");
  const cache = scratchDirectory();
  const integrity = `sha512-${createHash("sha512").update("the pinned one").digest("base64")}`;
  await expect(fetchRuntime(runtime(name, integrity), { cache })).rejects.toThrow(/[Ii]ntegrity/);
  expect(readdirSync(join(cache, bunVersion))).toEqual([]);
});

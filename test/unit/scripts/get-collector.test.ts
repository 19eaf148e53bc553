import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { chmod, mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

import { cachedPath, keepCollector } from "../../../scripts/collector/cached.ts";
import { otherManifest, readManifest } from "../../../scripts/collector/manifest.ts";
import type { Outcome } from "../../../scripts/collector/outcome.ts";
import { getCollector, getOtherCollector, NoCollectorError } from "../../../scripts/get-collector.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const nobody = "http://127.0.0.1:9/releases";
const manifest = await readManifest();

/** A program that answers `components` as a Collector does. */
async function fakeCollector(path: string, extensions: readonly string[] = ["opamp"]): Promise<string> {
  const listed = extensions.map((name) => `    - name: ${name}\n      module: example.org/${name}\n`).join("");
  await mkdir(dirname(path), { recursive: true });
  await Bun.write(path, `#!/bin/sh\ncat <<'END'\nbuildinfo:\n    command: otelcol\nextensions:\n${listed}END\n`);
  await chmod(path, 0o755);
  return path;
}

interface Places {
  bin: string;
  cache: string;
  env: Record<string, string>;
}

function places(): Places {
  const directory = scratchDirectory();
  const bin = join(directory, "bin");
  return { bin, cache: join(directory, "cache"), env: { PATH: bin, OTELCOL_RELEASES_URL: nobody } };
}

const noBuild = (): Promise<Outcome> => Promise.resolve({ found: false, reason: "no go here" });
const quiet = { say: () => {}, compile: noBuild };

async function failure(attempt: Promise<string>): Promise<NoCollectorError> {
  const error: unknown = await attempt.catch((thrown: unknown) => thrown);
  if (error instanceof NoCollectorError) return error;
  throw new Error(`not refused: ${String(error)}`);
}

describe("the order of the ways", () => {
  test("OTELCOL comes first", async () => {
    const { bin, cache, env } = places();
    await fakeCollector(join(bin, "otelcol-contrib"));
    const wish = await fakeCollector(join(bin, "mine"));
    expect(await getCollector({ ...quiet, cache, env: { ...env, OTELCOL: wish } })).toBe(wish);
  });

  test("an OTELCOL without the opamp extension is refused although another Collector is there", async () => {
    const { bin, cache, env } = places();
    await fakeCollector(join(bin, "otelcol-contrib"));
    const wish = await fakeCollector(join(bin, "mine"), ["health_check"]);
    const error = await failure(getCollector({ ...quiet, cache, env: { ...env, OTELCOL: wish } }));
    expect(error.tried).toEqual([{ way: "OTELCOL", reason: `${wish} was built without the opamp extension` }]);
  });

  test("an OTELCOL that is not there is refused by name", async () => {
    const { cache, env } = places();
    const error = await failure(getCollector({ ...quiet, cache, env: { ...env, OTELCOL: "/nowhere/otelcol" } }));
    expect(error.message).toContain("/nowhere/otelcol does not answer as a Collector");
  });

  test("otelcol-contrib on PATH comes before otelcol", async () => {
    const { bin, cache, env } = places();
    await fakeCollector(join(bin, "otelcol"));
    const contrib = await fakeCollector(join(bin, "otelcol-contrib"));
    expect(await getCollector({ ...quiet, cache, env })).toBe(contrib);
  });

  test("one on PATH without the opamp extension is passed over", async () => {
    const { bin, cache, env } = places();
    await fakeCollector(join(bin, "otelcol-contrib"), []);
    const plain = await fakeCollector(join(bin, "otelcol"));
    expect(await getCollector({ ...quiet, cache, env })).toBe(plain);
  });

  test("the cache comes before the release and the build", async () => {
    const { cache, env } = places();
    const kept = await fakeCollector(cachedPath(cache, manifest));
    expect(await getCollector({ ...quiet, cache, env })).toBe(kept);
  });

  test("a broken file in the cache is built anew, and found there the next time", async () => {
    const { bin, cache, env } = places();
    const kept = cachedPath(cache, manifest);
    await mkdir(dirname(kept), { recursive: true });
    await Bun.write(kept, "half of a Collector");
    const compile = async () => keepCollector(await fakeCollector(join(bin, "fresh")), cache, manifest);
    expect(await getCollector({ say: () => {}, compile, cache, env })).toBe(kept);
    expect(await getCollector({ ...quiet, cache, env })).toBe(kept);
  });

  test("where no way works, each is named with its reason", async () => {
    const { cache, env } = places();
    const error = await failure(getCollector({ ...quiet, cache, env }));
    expect(error.tried.map(({ way }) => way)).toEqual(["PATH", "cache", "official release", "build with Go"]);
    expect(error.message).toContain("no otelcol-contrib or otelcol on PATH");
    expect(error.message).toContain(`nothing at ${cachedPath(cache, manifest)}`);
    expect(error.message).toContain(nobody);
    expect(error.message).toContain("no go here");
    expect(error.message).toContain("Set OTELCOL");
  });
});

describe("the official release", () => {
  const names = { linux: "linux", darwin: "darwin", win32: "windows" } as const;
  const os = Object.entries(names).find(([platform]) => platform === process.platform)?.[1] ?? process.platform;
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  const archiveName = `otelcol-contrib_0.149.0_${os}_${arch}.tar.gz`;
  const checksumsName = "opentelemetry-collector-releases_otelcol-contrib_checksums.txt";

  interface Fake {
    /** The checksum file, from the archive's true SHA-256. Default: a good one. */
    checksums?: (sha256: string) => string;
    /** Whether only the first bytes of the archive are served. */
    truncate?: boolean;
    /** What is packed. Default: all. */
    content?: readonly string[];
  }

  async function releaseOf(fake: Fake): Promise<{ attempt: Promise<string>; cache: string; asked: string[] }> {
    const { bin, cache, env } = places();
    await fakeCollector(join(bin, "unpacked/otelcol-contrib"));
    await Bun.write(join(bin, "unpacked/README.md"), "read me\n");
    const tar = Bun.spawn(["tar", "-C", join(bin, "unpacked"), "-czf", join(bin, "a.tgz"), ...(fake.content ?? ["."])]);
    expect(await tar.exited).toBe(0);
    const archive = await Bun.file(join(bin, "a.tgz")).bytes();
    const sha256 = createHash("sha256").update(archive).digest("hex");
    const line = `${sha256}  ${archiveName}\n`;
    const files: Record<string, Uint8Array<ArrayBuffer> | string> = {
      [`/releases/v0.149.0/${checksumsName}`]: fake.checksums?.(sha256) ?? `${"0".repeat(64)}  other.tar.gz\n${line}`,
      [`/releases/v0.149.0/${archiveName}`]: fake.truncate === true ? archive.slice(0, 100) : archive,
    };
    const asked: string[] = [];
    using server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      reusePort: false,
      fetch(request) {
        const { pathname } = new URL(request.url);
        asked.push(pathname.slice(pathname.lastIndexOf("/") + 1));
        const body = files[pathname];
        return body === undefined ? new Response("no such file", { status: 404 }) : new Response(body);
      },
    });
    const url = `http://127.0.0.1:${server.port}/releases/`;
    const attempt = getCollector({ ...quiet, cache, env: { ...env, OTELCOL_RELEASES_URL: url } });
    await attempt.catch(() => {});
    return { attempt, cache, asked };
  }

  test("is checked, and its executable alone lands in the cache", async () => {
    const { attempt, cache, asked } = await releaseOf({});
    expect(await attempt).toBe(cachedPath(cache, manifest));
    expect(asked).toEqual([checksumsName, archiveName]);
    expect(await readdir(dirname(cachedPath(cache, manifest)))).toEqual(["otelcol"]);
    expect(await readdir(cache)).toEqual(["collector"]);
  });

  test("is refused where its SHA-256 is another than the release states", async () => {
    const { attempt, cache } = await releaseOf({ checksums: () => `${"a".repeat(64)}  ${archiveName}\n` });
    const error = await failure(attempt);
    expect(error.message).toContain(`the release says ${"a".repeat(64)}`);
    expect(await readdir(cache)).toEqual([]);
  });

  test("is not even downloaded where the checksum file has no line for it", async () => {
    const { attempt, asked } = await releaseOf({ checksums: (sha256) => `${sha256}  ${archiveName}.sig\n` });
    expect((await failure(attempt)).message).toContain(`has no line for ${archiveName}`);
    expect(asked).toEqual([checksumsName]);
  });

  test("is refused where the download is cut short", async () => {
    const { attempt, cache } = await releaseOf({ truncate: true });
    expect((await failure(attempt)).message).toContain("has SHA-256");
    expect(await readdir(cache)).toEqual([]);
  });

  test("is refused where the archive holds no Collector", async () => {
    const { attempt } = await releaseOf({ content: ["./README.md"] });
    expect((await failure(attempt)).message).toContain("the archive holds no otelcol-contrib");
  });
});

test("the manifest names every component that the demo and the tests use, all of one version", () => {
  const wanted = {
    extensions: ["opampextension", "healthcheckextension"],
    receivers: ["nopreceiver", "otlpreceiver", "filelogreceiver", "hostmetricsreceiver"],
    processors: ["batchprocessor", "memorylimiterprocessor", "filterprocessor", "resourceprocessor"],
    exporters: ["debugexporter", "nopexporter", "otlpexporter", "otlphttpexporter"],
    providers: ["envprovider", "fileprovider", "yamlprovider", "httpprovider", "httpsprovider"],
  } as const;
  expect(manifest.dist.version).toBe("0.149.0");
  for (const kind of ["extensions", "receivers", "processors", "exporters", "providers"] as const) {
    const version = kind === "providers" ? "v1.55.0" : "v0.149.0";
    const modules = manifest[kind].map(({ gomod }) => gomod);
    for (const name of wanted[kind])
      expect(modules.filter((module) => module.endsWith(`/${name} ${version}`))).toHaveLength(1);
    expect(modules.filter((module) => !module.endsWith(` ${version}`))).toEqual([]);
  }
});

describe("another Collector, for upgrades", () => {
  test("is the one that OTELCOL_OTHER names, never one on PATH", async () => {
    const { bin, cache, env } = places();
    await fakeCollector(join(bin, "otelcol"));
    const wish = await fakeCollector(join(bin, "mine"));
    expect(await getOtherCollector({ ...quiet, cache, env: { ...env, OTELCOL_OTHER: wish } })).toBe(wish);
    const error = await failure(getOtherCollector({ ...quiet, cache, env }));
    expect(error.tried.map(({ way }) => way)).toEqual(["cache", "build with Go"]);
  });

  test("lies in the cache beside the first", async () => {
    const { cache, env } = places();
    const kept = await fakeCollector(cachedPath(cache, await readManifest(otherManifest)));
    expect(kept).not.toBe(cachedPath(cache, manifest));
    expect(await getOtherCollector({ ...quiet, cache, env })).toBe(kept);
  });

  test("has another version, and some of the first one's modules", async () => {
    const other = await readManifest(otherManifest);
    expect(other.dist.version).not.toBe(manifest.dist.version);
    expect(other.coreVersion).toBe(manifest.coreVersion);
    for (const kind of ["extensions", "receivers", "processors", "exporters", "providers"] as const) {
      const modules = manifest[kind].map(({ gomod }) => gomod);
      expect(modules).toEqual(expect.arrayContaining(other[kind].map(({ gomod }) => gomod)));
    }
    expect(other.receivers.length).toBeLessThan(manifest.receivers.length);
  });
});

test("a manifest without a receiver of the Collector's own is refused", async () => {
  const path = join(scratchDirectory(), "manifest.yaml");
  const dist = "dist: {name: otelcol, version: 1.2.3, output_path: ./_build}";
  await Bun.write(path, `${dist}\nextensions: []\nreceivers: []\nprocessors: []\nexporters: []\nproviders: []\n`);
  await expect(readManifest(path)).rejects.toThrow("names no receiver of the Collector's own");
});

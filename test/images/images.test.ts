import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { projectVersion } from "../../scripts/build.ts";
import { readManifest } from "../../scripts/collector/manifest.ts";
import { type MadeImage, makeImages } from "../../scripts/images.ts";
import { debianFiles } from "../../scripts/images/debian-files.ts";
import { capture } from "../../scripts/support/capture.ts";
import { goArch } from "../../scripts/support/platform.ts";
import { root } from "../../scripts/support/root.ts";
import { answers, executable, failingToStart, otelcol, serving } from "../support/e2e.ts";
import { freePort } from "../support/free-port.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { TestServer } from "../support/test-server.ts";
import { Container, unpacked } from "./container.ts";
import { type ImageConfig, readLayout } from "./layout.ts";

setDefaultTimeout(60_000);

const arch = goArch();
const version = await projectVersion();
const out = scratchDirectory();
const roots = new Map<string, { rootfs: string; config: ImageConfig }>();
let made: MadeImage[] = [];

beforeAll(async () => {
  made = await makeImages({ version, supervisors: { [arch]: executable }, collectors: { [arch]: otelcol }, out });
  for (const { name, layout } of made) {
    const rootfs = await unpacked(layout, version, join(out, `${name}-unpacked`));
    roots.set(name, { rootfs, config: (await readLayout(layout)).config(arch) });
  }
});

function image(name: string): { rootfs: string; config: ImageConfig } {
  const found = roots.get(name);
  if (found === undefined) throw new Error(`there is no image ${name}`);
  return found;
}

const withCollector = "opampsupervisor-collector";

test("the minimal image has the supervisor, what it is linked with, and nothing to run besides", async () => {
  const { rootfs, config } = image("opampsupervisor");
  const files = readdirSync(rootfs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(rootfs.length));
  const programs = paths.filter((path) => (statSync(join(rootfs, path)).mode & 0o111) !== 0);
  expect(programs.filter((path) => !path.includes("-linux-gnu/"))).toEqual(["/usr/bin/opampsupervisor"]);
  expect(paths.filter((path) => /\.so/.test(path)).every((path) => /-linux-gnu\/(?:ld|lib)/.test(path))).toBe(true);
  expect(paths).toContain("/etc/ssl/certs/ca-certificates.crt");
  expect(files.filter((file) => (statSync(join(file.parentPath, file.name)).mode & 0o6000) !== 0)).toEqual([]);
  expect(config).toMatchObject({ User: "10001:10001", StopSignal: "SIGTERM" });
  expect(statSync(join(rootfs, "var/lib/otelcol/supervisor"))).toMatchObject({ uid: 10_001, gid: 10_001 });
});

describe("a container of the image with a Collector", () => {
  async function started() {
    const server = await TestServer.start();
    const { rootfs, config } = image(withCollector);
    const container = await Container.start({ rootfs, config, env: { OPAMP_ENDPOINT: server.endpoint } });
    await server.healthy();
    return { server, container };
  }

  test("runs on a read-only root as nobody special, applies what is offered, and stops in order", async () => {
    const { server, container } = await started();
    const { supervisor, first } = container;
    const port = await freePort();
    server.offer({ "": serving(port) }, "first");
    expect(await server.verdict("first")).toBe("APPLIED");
    expect(await answers(port)).toBe(true);
    const health = await container.check();
    expect(health).toMatchObject({ code: 0, output: expect.stringContaining("OK: Collector up") });
    expect(statSync(`/proc/${first}`).uid).toBe(10_001);
    process.kill(first, "SIGTERM");
    expect(await supervisor.exitCode).toBe(0);
    expect(await answers(port)).toBe(false);
  });

  test("ends with all that runs in it where it is killed", async () => {
    const { server, container } = await started();
    const port = await freePort();
    server.offer({ "": serving(port) }, "first");
    await server.verdict("first");
    process.kill(container.first, "SIGKILL");
    await container.supervisor.descendantsGone();
    expect(await answers(port)).toBe(false);
  });

  test("is unhealthy for the engine where its Collector is down", async () => {
    const server = await TestServer.start();
    const local = join(scratchDirectory(), "local.yaml");
    writeFileSync(local, failingToStart(await freePort(), "/etc/passwd"), { mode: 0o644 });
    const { rootfs, config } = image(withCollector);
    const file = join(scratchDirectory(), "config.yaml");
    const supervisor = {
      server: { endpoint: server.endpoint },
      agent: { executable: "/usr/bin/otelcol-contrib", config_files: ["/etc/opampsupervisor/local.yaml"] },
      storage: { directory: "/var/lib/otelcol/supervisor" },
    };
    writeFileSync(file, stringify(supervisor), { mode: 0o644 });
    const mounts = { "/etc/opampsupervisor/config.yaml": file, "/etc/opampsupervisor/local.yaml": local };
    const container = await Container.start({ rootfs, config, mounts });
    await server.until(({ health }) => health?.healthy === false);
    expect((await container.check()).code).toBe(1);
  });
});

test("what the Dockerfile adds to the minimal image is all that an agent needs", async () => {
  const text = readFileSync(join(root, "examples/docker/Dockerfile"), "utf8");
  const { dist } = await readManifest();
  expect(text).toContain(`ARG SUPERVISOR=opampsupervisor:${version}\n`);
  expect(text).toContain(`ARG COLLECTOR=otel/opentelemetry-collector-contrib:${dist.version}\n`);
  expect(text).toContain("FROM ${COLLECTOR} AS collector\nFROM ${SUPERVISOR}\nCOPY");
  const { rootfs: minimal, config } = image("opampsupervisor");
  const rootfs = join(scratchDirectory(), "own");
  expect((await capture(["cp", "-a", minimal, rootfs])).code).toBe(0);
  const copies = [...text.matchAll(/^COPY (--from=collector )?(\S+) (\S+)$/gm)];
  expect(copies).toHaveLength(2);
  for (const [, ofCollector, from = "", to = ""] of copies) {
    const source = ofCollector === undefined ? join(root, "examples/docker", from) : otelcol;
    expect((await capture(["cp", source, join(rootfs, to)])).code).toBe(0);
  }
  const server = await TestServer.start();
  const container = await Container.start({ rootfs, config, env: { OPAMP_ENDPOINT: server.endpoint } });
  await server.healthy();
  process.kill(container.first, "SIGTERM");
  expect(await container.supervisor.exitCode).toBe(0);
});

test("the same inputs give the same image, byte for byte", async () => {
  const again = await makeImages({
    version,
    supervisors: { [arch]: executable },
    collectors: { [arch]: otelcol },
    out: join(out, "again"),
  });
  const blobs = (images: readonly MadeImage[]) =>
    images.map(({ layout }) => readdirSync(join(layout, "blobs/sha256")).toSorted());
  expect(blobs(again)).toEqual(blobs(made));
});

test("packages are the ones of before until they are to be those of today, which have come whole", async () => {
  const directory = scratchDirectory();
  let dated = 1;
  const download = async (_: string, [name = ""]: readonly string[], into: string) => {
    if (dated > 2) throw new Error("no way to the packages");
    const control = `Package: ${name}\nVersion: ${dated}\nArchitecture: all\nMaintainer: nobody\nDescription: x\n`;
    await Bun.write(join(directory, `${dated}/DEBIAN/control`), control);
    const packed = join(into, `${name}_${dated}_all.deb`);
    const { code, output } = await capture(["dpkg-deb", "--build", join(directory, String(dated)), packed]);
    if (code !== 0) throw new Error(output);
  };
  const options = { cache: join(directory, "cache"), download };
  const versions = async (refresh: boolean) => (await debianFiles("amd64", ["some"], { ...options, refresh })).versions;
  expect(await versions(false)).toEqual(["some 1"]);
  dated = 2;
  expect(await versions(false)).toEqual(["some 1"]);
  expect(await versions(true)).toEqual(["some 2"]);
  dated = 3;
  await expect(versions(true)).rejects.toThrow("no way to the packages");
  expect(await versions(false)).toEqual(["some 2"]);
  expect(readdirSync(options.cache)).toEqual(["amd64-some"]);
});

test("each architecture has its own libraries under one name", async () => {
  const supervisors = { amd64: executable, arm64: executable, ppc64le: executable };
  const [all] = await makeImages({ version, supervisors, collectors: {}, out: join(out, "all") });
  const { architectures, tag } = await readLayout(all?.layout ?? "");
  expect(architectures).toEqual(["amd64", "arm64", "ppc64le"]);
  expect(tag).toBe(version);
});

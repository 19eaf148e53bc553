import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { build, projectVersion } from "./build.ts";
import { getCollector } from "./get-collector.ts";
import { debianArch, type ImageArch } from "./images/debian-files.ts";
import { type Entry, layerOf } from "./images/layer.ts";
import { configFile, minimalRoot, storageDirectory, userId } from "./images/minimal-root.ts";
import { type Image, writeLayout } from "./images/oci-layout.ts";
import { goArch } from "./support/platform.ts";
import { root } from "./support/root.ts";

/** An executable for each architecture that there is one for. */
export type Executables = Partial<Readonly<Record<ImageArch, string>>>;

export interface ImagesOptions {
  version: string;
  /** The supervisor, for Linux with glibc. */
  supervisors: Executables;
  /** Collectors with the opamp extension: the second image is made for these architectures. */
  collectors: Executables;
  /** Directory that gets the two layouts. */
  out: string;
  /** Whether Debian's packages are downloaded anew. Default: those of before are taken, and the image is the same one. */
  refresh?: boolean;
}

export interface MadeImage {
  name: string;
  /** The OCI image layout, absolute. */
  layout: string;
  /** Bytes that are pulled, by architecture. */
  sizes: ReadonlyMap<ImageArch, number>;
}

/**
 * Makes the container images: `opampsupervisor`, which has the supervisor and what it is linked with, and
 * `opampsupervisor-collector`, which has a Collector besides. Each is one OCI image layout for all its architectures.
 */
export async function makeImages(options: ImagesOptions): Promise<MadeImage[]> {
  const { version, supervisors, collectors, out, refresh = false } = options;
  const minimal: Image[] = [];
  const withCollector: Image[] = [];
  for (const arch of architectures(supervisors)) {
    const { entries, versions } = await minimalRoot(arch, { refresh });
    const supervisor = await program(supervisors[arch], "usr/bin/opampsupervisor");
    const notes = [await project("LICENSE", "usr/share/doc/opampsupervisor/LICENSE")];
    const layers = [await layerOf(entries), await layerOf([supervisor, ...notes])];
    const config = configOf({ version, versions });
    minimal.push({ arch, layers, config });
    if (collectors[arch] === undefined) continue;
    const collector = await layerOf([
      await program(collectors[arch], "usr/bin/otelcol-contrib"),
      await project("examples/docker/config.yaml", configFile.slice(1)),
    ]);
    withCollector.push({ arch, layers: [...layers, collector], config });
  }
  const made = [await writeImage("opampsupervisor", { version, images: minimal, out })];
  if (withCollector.length > 0) {
    made.push(await writeImage("opampsupervisor-collector", { version, images: withCollector, out }));
  }
  return made;
}

function architectures(executables: Executables): ImageArch[] {
  return (["amd64", "arm64", "ppc64le"] as const).filter((arch) => executables[arch] !== undefined);
}

async function writeImage(
  name: string,
  { version, images, out }: { version: string; images: readonly Image[]; out: string },
): Promise<MadeImage> {
  const layout = resolve(root, out, name);
  await writeLayout(layout, { tag: version, images });
  const pulled = ({ layers }: Image) => layers.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return { name, layout, sizes: new Map(images.map((image) => [image.arch, pulled(image)])) };
}

async function program(path: string | undefined, target: string): Promise<Entry> {
  if (path === undefined) throw new Error(`nothing to put at ${target}`);
  return { path: target, mode: 0o755, content: await readFile(path) };
}

async function project(path: string, target: string): Promise<Entry> {
  return { path: target, mode: 0o644, content: await readFile(join(root, path)) };
}

/**
 * What runs, as whom, and what shows whether it is well. `Healthcheck` is Docker's own; Kubernetes has probes. Without its
 * own thread the allocator wakes the supervisor half as often.
 */
function configOf({ version, versions }: { version: string; versions: readonly string[] }): Image["config"] {
  const nanoseconds = 1_000_000_000;
  return {
    User: `${userId}:${userId}`,
    Entrypoint: ["/usr/bin/opampsupervisor"],
    Cmd: ["--config", configFile],
    Env: ["PATH=/usr/bin", "SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt", "MIMALLOC_SCAVENGER=0"],
    WorkingDir: "/",
    StopSignal: "SIGTERM",
    Volumes: { [storageDirectory]: {} },
    Healthcheck: {
      Test: ["CMD", "/usr/bin/opampsupervisor", "status", "--config", configFile],
      Interval: 30 * nanoseconds,
      Timeout: 10 * nanoseconds,
      StartPeriod: 30 * nanoseconds,
      Retries: 3,
    },
    Labels: {
      "org.opencontainers.image.title": "opampsupervisor",
      "org.opencontainers.image.version": version,
      "org.opencontainers.image.licenses": "Apache-2.0",
      "org.opencontainers.image.base.packages": versions.join(", "),
    },
  };
}

/** `amd64=PATH` as an entry. */
function executablesOf(values: readonly string[] = []): Executables {
  const pairs = values.map((value) => {
    const [arch = "", path = ""] = value.split("=");
    if (!(arch in debianArch) || path === "") throw new Error(`not ARCHITECTURE=PATH: ${value}`);
    return [arch, path] as const;
  });
  return Object.fromEntries(pairs);
}

if (import.meta.main) {
  const list = { type: "string", multiple: true } as const;
  const { values } = parseArgs({
    options: { out: { type: "string" }, supervisor: list, collector: list, refresh: { type: "boolean" } },
  });
  const here = goArch();
  const supervisors = values.supervisor ? executablesOf(values.supervisor) : { [here]: (await build()).path };
  const collectors = values.collector ? executablesOf(values.collector) : { [here]: await getCollector() };
  const version = await projectVersion();
  const { out = "dist/images", refresh = false } = values;
  const images = await makeImages({ version, supervisors, collectors, out, refresh });
  for (const { name, layout, sizes } of images) {
    const told = [...sizes].map(([arch, bytes]) => `${arch} ${(bytes / 1_000_000).toFixed(1)} MB`);
    console.log(`${name}:${version}  ${told.join(", ")}  oci:${layout}`);
  }
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { z } from "zod";

const imageConfig = z.object({
  User: z.string(),
  Entrypoint: z.array(z.string()),
  Cmd: z.array(z.string()),
  Env: z.array(z.string()),
  StopSignal: z.string(),
  Volumes: z.record(z.string(), z.object({})),
  Healthcheck: z.object({ Test: z.array(z.string()) }),
  Labels: z.record(z.string(), z.string()),
});

export type ImageConfig = z.infer<typeof imageConfig>;

const descriptor = z.object({
  mediaType: z.string(),
  digest: z.string(),
  size: z.number(),
  platform: z.object({ os: z.string(), architecture: z.string() }).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});

const index = z.object({ schemaVersion: z.literal(2), manifests: z.array(descriptor) });
const manifest = z.object({ config: descriptor, layers: z.array(descriptor) });
const configuration = z.object({ architecture: z.string(), os: z.string(), config: imageConfig });

export interface ReadImage {
  tag: string | undefined;
  architectures: string[];
  /** That of an architecture. */
  config(arch: string): ImageConfig;
}

/** Reads an OCI image layout as those who pull from one do. */
export async function readLayout(layout: string): Promise<ReadImage> {
  const blob = async (digest: string): Promise<unknown> =>
    JSON.parse(await readFile(join(layout, "blobs", ...digest.split(":")), "utf8"));
  const [top] = index.parse(JSON.parse(await readFile(join(layout, "index.json"), "utf8"))).manifests;
  if (top === undefined) throw new Error(`${layout} has no image`);
  const configs = new Map<string, ImageConfig>();
  for (const { digest } of index.parse(await blob(top.digest)).manifests) {
    const { config } = manifest.parse(await blob(digest));
    const read = configuration.parse(await blob(config.digest));
    configs.set(read.architecture, read.config);
  }
  return {
    tag: top.annotations?.["org.opencontainers.image.ref.name"],
    architectures: [...configs.keys()],
    config(arch) {
      const config = configs.get(arch);
      if (config === undefined) throw new Error(`there is no image for ${arch}`);
      return config;
    },
  };
}

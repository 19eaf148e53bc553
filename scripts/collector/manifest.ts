import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

import { goArch, goOs } from "../support/platform.ts";
import { root } from "../support/root.ts";

const modules = z.array(z.object({ gomod: z.string() }));

const schema = z.object({
  dist: z.object({ name: z.string(), version: z.string(), output_path: z.string() }),
  extensions: modules,
  receivers: modules,
  processors: modules,
  exporters: modules,
  providers: modules,
});

/** The Collector that this project is tried with: what the builder of OpenTelemetry makes it from. */
export interface Manifest extends z.infer<typeof schema> {
  path: string;
  /** Names this manifest on this system in the cache: changes with either. */
  key: string;
}

/** Reads `scripts/collector/manifest.yaml`, or another one. */
export async function readManifest(path = join(root, "scripts/collector/manifest.yaml")): Promise<Manifest> {
  const text = await readFile(path, "utf8");
  const key = createHash("sha256").update(text).update(`${goOs()} ${goArch()}`).digest("hex").slice(0, 16);
  return { ...schema.parse(parse(text)), path, key };
}

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
  /** The version of the Collector's own modules, which is the builder's too: `0.149.0`. */
  coreVersion: string;
  /** Names this manifest on this system in the cache: changes with either. */
  key: string;
}

/** The manifest of a Collector of another version with fewer components. */
export const otherManifest = join(root, "scripts/collector/other-manifest.yaml");

/** A module of the Collector itself with a version: those of contrib are named otherwise, and stable ones count from 1. */
const coreModule = /^go\.opentelemetry\.io\/collector\/\S+ v(0\.\S+)$/;

/**
 * Reads `scripts/collector/manifest.yaml`, or another one.
 *
 * @throws where it is no manifest, or names no receiver of the Collector's own
 */
export async function readManifest(path = join(root, "scripts/collector/manifest.yaml")): Promise<Manifest> {
  const text = await readFile(path, "utf8");
  const key = createHash("sha256").update(text).update(`${goOs()} ${goArch()}`).digest("hex").slice(0, 16);
  const manifest = schema.parse(parse(text));
  const coreVersion = manifest.receivers.map(({ gomod }) => coreModule.exec(gomod)?.[1]).find(Boolean);
  if (coreVersion === undefined) throw new Error(`${path} names no receiver of the Collector's own`);
  return { ...manifest, path, coreVersion, key };
}

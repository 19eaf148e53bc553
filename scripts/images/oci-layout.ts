import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { ImageArch } from "./debian-files.ts";
import { type Layer, sha256 } from "./layer.ts";

/** An image of one architecture. */
export interface Image {
  arch: ImageArch;
  layers: readonly Layer[];
  /** What runs in it, as the OCI image configuration's `config` has it. */
  config: Readonly<Record<string, unknown>>;
}

interface Descriptor {
  mediaType: string;
  digest: string;
  size: number;
  platform?: { os: string; architecture: string };
  annotations?: Readonly<Record<string, string>>;
}

const media = (kind: string) => `application/vnd.oci.image.${kind}`;

/**
 * Writes images of several architectures as one OCI image layout (image-spec v1.1): a directory that skopeo, podman,
 * crane, containerd and Docker take. What was there is replaced. The same images give the same bytes.
 */
export async function writeLayout(
  directory: string,
  { tag, images }: { tag: string; images: readonly Image[] },
): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  const blobs = join(directory, "blobs/sha256");
  await mkdir(blobs, { recursive: true });
  const put = async (bytes: Uint8Array, mediaType: string): Promise<Descriptor> => {
    const digest = sha256(bytes);
    await writeFile(join(blobs, digest), bytes);
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length };
  };
  const putJson = (value: unknown, mediaType: string) => put(Buffer.from(JSON.stringify(value)), mediaType);

  const manifests: Descriptor[] = [];
  for (const { arch, layers, config } of images) {
    const platform = { os: "linux", architecture: arch };
    const rootfs = { type: "layers", diff_ids: layers.map(({ diffId }) => `sha256:${diffId}`) };
    const configuration = await putJson({ ...platform, config, rootfs }, media("config.v1+json"));
    const described: Descriptor[] = [];
    for (const { bytes } of layers) described.push(await put(bytes, media("layer.v1.tar+gzip")));
    const mediaType = media("manifest.v1+json");
    const manifest = { schemaVersion: 2, mediaType, config: configuration, layers: described };
    manifests.push({ ...(await putJson(manifest, mediaType)), platform });
  }
  const mediaType = media("index.v1+json");
  const index = await putJson({ schemaVersion: 2, mediaType, manifests }, mediaType);
  const named = { ...index, annotations: { "org.opencontainers.image.ref.name": tag } };
  await writeFile(join(directory, "oci-layout"), JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  await writeFile(join(directory, "index.json"), JSON.stringify({ schemaVersion: 2, mediaType, manifests: [named] }));
}

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { unpack, type UnpackOutcome, type UnpackRequest } from "../../src/packages/unpack.ts";
import type { Files } from "../../src/runtime/ports.ts";
import { createFiles } from "../../src/runtime/shared/files.ts";

/** Archives are unpacked in a directory of their own, in which nothing but the program may appear. */
export class UnpackWorld {
  readonly directory: string;
  readonly into: string;

  constructor(root: string) {
    this.directory = join(root, crypto.randomUUID());
    mkdirSync(this.directory);
    this.into = join(this.directory, "program");
  }

  /** All names in the directory but that of the archive. */
  get written(): string[] {
    return readdirSync(this.directory).filter((name) => name !== "archive");
  }

  /** By default the entry `otelcol` is wanted. */
  run(
    archive: Uint8Array,
    request: Partial<UnpackRequest> = {},
    {
      signal = new AbortController().signal,
      files = createFiles({ libc: undefined }),
    }: { signal?: AbortSignal; files?: Files } = {},
  ): Promise<UnpackOutcome> {
    const path = join(this.directory, "archive");
    writeFileSync(path, archive);
    return unpack(
      { archive: path, entry: "otelcol", into: this.into, maxBytes: 10_000_000, ...request },
      { files, signal },
    );
  }
}

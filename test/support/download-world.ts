import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { DownloadOptions, DownloadOutcome, DownloadRequest } from "../../src/packages/download-types.ts";
import { download } from "../../src/packages/download.ts";
import type { Files } from "../../src/runtime/ports.ts";
import { sha256Bytes } from "../../src/runtime/sha256.ts";
import { createClock } from "../../src/runtime/shared/clock.ts";
import { createFiles } from "../../src/runtime/shared/files.ts";
import { createNetwork } from "../../src/runtime/shared/network.ts";
import { TestLog } from "./test-log.ts";
import { Watch } from "./watch.ts";

/** Bytes that tell where they stand, so that none can take another's place. */
export function fileContent(length = 100_000): Uint8Array {
  const content = new Uint8Array(length);
  const view = new DataView(content.buffer);
  for (let at = 0; at + 4 <= length; at += 4) view.setUint32(at, at);
  return content;
}

/** Downloads into a directory of their own, with real files and sockets; waits between attempts take no time. */
export class DownloadWorld {
  readonly directory: string;
  readonly into: string;
  readonly log = new TestLog();
  readonly #watch = new Watch();
  #partBytes = 0;

  constructor(root: string) {
    this.directory = join(root, crypto.randomUUID());
    mkdirSync(this.directory);
    this.into = join(this.directory, "package");
  }

  /** Resolves when the part has so many bytes. */
  async reached(bytes: number): Promise<void> {
    await this.#watch.until(() => this.#partBytes >= bytes || undefined);
  }

  /** The system's, which tell how far a part is. */
  readonly files: Files = {
    ...createFiles({ libc: undefined }),
    sink: async (path, options) => {
      const sink = await createFiles({ libc: undefined }).sink(path, options);
      this.#partBytes = options?.keep ?? 0;
      return {
        ...sink,
        write: async (piece) => {
          await sink.write(piece);
          this.#partBytes += piece.length;
          this.#watch.changed();
        },
      };
    },
  };

  /** `content`: what is offered. */
  run(
    { content, ...request }: { url: string; content: Uint8Array } & Partial<DownloadRequest>,
    options: Partial<DownloadOptions> = {},
  ): Promise<DownloadOutcome> {
    return download(
      { headers: [], contentHash: sha256Bytes(content), into: this.into, ...request },
      {
        signal: new AbortController().signal,
        maxBytes: 10_000_000,
        maxDurationMs: 60_000,
        route: () => ({ usable: true }),
        files: this.files,
        network: createNetwork(),
        clock: createClock(),
        random: { unit: () => 0 },
        log: this.log,
        ...options,
      },
    );
  }
}

import { dirname } from "node:path";

import type { IncomingBody } from "../runtime/network-ports.ts";
import type { DownloadOptions } from "./download-types.ts";
import type { PartialFile } from "./partial-file.ts";
import type { Progress } from "./progress.ts";
import type { StallWatch } from "./stall-watch.ts";

export interface TakeBodyOptions {
  body: IncomingBody;
  part: PartialFile;
  /** Bytes of the whole, where that is known. */
  size: number | undefined;
  into: string;
  options: Pick<DownloadOptions, "maxBytes" | "pace" | "files">;
  watch: StallWatch;
  progress: Progress;
  signal: AbortSignal;
}

export type BodyEnd =
  | { kind: "end" }
  | { kind: "lost"; code: string; reason: string }
  /** More came than may, or than was promised. */
  | { kind: "too large" }
  | { kind: "too long" }
  | { kind: "no room" };

/** Beside a download there must be room for what the supervisor and the Collector write meanwhile. */
const keptFreeBytes = 16 * 1024 * 1024;

/** Whether `missing` bytes more would leave no room on the disk. */
export async function lacksSpace(
  files: Pick<DownloadOptions["files"], "freeBytes">,
  into: string,
  missing: number,
): Promise<boolean> {
  const free = await files.freeBytes(dirname(into));
  return free !== undefined && free < missing + keptFreeBytes;
}

/** How much may come of a file of unknown size until the disk is looked at again. */
const lookAfterBytes = 8 * 1024 * 1024;

/** Writes what comes to the part, not faster than it may, until its end. Rejects with what the disk says, and with the signal's reason. */
export async function takeBody(options: TakeBodyOptions): Promise<BodyEnd> {
  const { body, part, size, into, watch, progress, signal } = options;
  const { maxBytes, pace, files } = options.options;
  let lookAt = part.have + lookAfterBytes;
  for (;;) {
    const piece = await watch.during(body.read());
    signal.throwIfAborted();
    if (piece.kind === "end") return piece;
    if (piece.kind === "lost") return { kind: "lost", code: piece.loss.code, reason: piece.loss.message };
    const have = part.have + piece.bytes.length;
    if (have > maxBytes) return { kind: "too large" };
    if (size !== undefined && have > size) return { kind: "too long" };
    if (size === undefined && have > lookAt) {
      if (await lacksSpace(files, into, lookAfterBytes)) return { kind: "no room" };
      lookAt = have + lookAfterBytes;
    }
    await part.add(piece.bytes);
    progress.at(have, size);
    await pace?.took(piece.bytes.length, signal);
  }
}

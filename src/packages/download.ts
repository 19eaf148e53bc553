import { sameBytes } from "../opamp/wire/bytes.ts";
import { errorCode } from "../runtime/error-code.ts";
import { Sha256 } from "../runtime/sha256.ts";
import { sleep } from "../runtime/sleep.ts";
import { diskCode } from "./disk-code.ts";
import { type Again, Attempt } from "./download-attempt.ts";
import type { DownloadFailure, DownloadOptions, DownloadOutcome, DownloadRequest } from "./download-types.ts";
import { discardPart, hashFile, PartialFile } from "./partial-file.ts";
import { Progress } from "./progress.ts";
import { requestFault } from "./request-fault.ts";

const defaultAttempts = 6;
const defaultProgressMs = 10_000;
/** Ceiling of the first wait between two attempts, which doubles, and of the last. */
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;
/** A connection that brings so much is worth the next one at once; one byte for each would make many of them. */
const steadyBytes = 1024 * 1024;

/**
 * Fetches one file. It goes on where an earlier connection, or an earlier process, has been cut off, as long as something new comes;
 * what comes is held against the hash of the whole in the end, and then appears at `into` by a rename, flushed before. A server that
 * is away is waited for as long as there is time.
 */
export async function download(request: DownloadRequest, options: DownloadOptions): Promise<DownloadOutcome> {
  const fault = requestFault(request);
  if (fault !== undefined) return { kind: "failed", code: "REQUEST", message: fault, passing: false };
  const { clock, maxDurationMs, progressMs = defaultProgressMs } = options;
  const time = new AbortController();
  const endsAt = clock.monotonic() + maxDurationMs;
  const cancel = clock.schedule(maxDurationMs, () => time.abort());
  const progress = new Progress({ clock, everyMs: progressMs, tell: (told) => options.onProgress?.(told) });
  const signal = AbortSignal.any([options.signal, time.signal]);
  try {
    return await fetchFile({ request, options, progress, signal, endsAt });
  } catch (error) {
    if (options.signal.aborted) return { kind: "cancelled" };
    if (time.signal.aborted) return tooSlow(maxDurationMs, progress.trouble);
    return await diskFailure(error, request, options);
  } finally {
    cancel();
    progress.stop();
  }
}

interface FetchContext {
  request: DownloadRequest;
  options: DownloadOptions;
  progress: Progress;
  signal: AbortSignal;
  /** On the monotonic clock. */
  endsAt: number;
}

async function fetchFile({ request, options, progress, signal, endsAt }: FetchContext): Promise<DownloadOutcome> {
  const { files, clock, log, attempts = defaultAttempts } = options;
  const { into, contentHash } = request;
  signal.throwIfAborted();
  const held = await heldSize(request, options, signal);
  if (held !== undefined) return { kind: "held", path: into, size: held };
  const part = await PartialFile.open({ files, into, contentHash, signal });
  try {
    const attempt = new Attempt({ request, options, part, progress, signal });
    let fruitless = 0;
    let quick = 0;
    for (let best = part.have; ;) {
      const end = await attempt.run();
      if (end.kind === "fetched") return { kind: "fetched", path: into, size: end.size };
      if (end.kind === "failed") return end;
      fruitless = part.have > best || end.away ? 0 : fruitless + 1;
      quick = part.have >= best + steadyBytes ? 0 : quick + 1;
      best = Math.max(best, part.have);
      if (fruitless >= attempts) return { kind: "failed", code: end.code, message: end.message, passing: true };
      const waitMs = waitAfter(end, quick, options);
      if (clock.monotonic() + waitMs >= endsAt) return outOfTime(end);
      const shown = { reason: end.message, received: part.have, waitMs: Math.round(waitMs) };
      log.info("The download of a file was interrupted and goes on", shown);
      if (!end.soon) progress.stands(end.message, part.have, part.record?.size);
      await sleep(clock, waitMs, signal);
    }
  } finally {
    await part.close();
  }
}

/**
 * Full jitter below a ceiling that grows with each attempt in a row that brought little or nothing; what a server asks for, and up to a
 * fifth longer.
 */
function waitAfter({ retryAfterMs, soon }: Again, quick: number, { random }: DownloadOptions) {
  if (soon) return 0;
  if (retryAfterMs !== undefined) return Math.max(firstWaitMs, retryAfterMs) * (1 + random.unit() / 5);
  return random.unit() * Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, quick - 1));
}

function outOfTime({ code, message, retryAfterMs }: Again): DownloadFailure {
  const later = retryAfterMs === undefined ? {} : { retryAfterMs };
  return { kind: "failed", code, message, passing: true, ...later };
}

/** Bytes of the file where it is there already; what has another content is removed, and so is what was left beside it. */
async function heldSize(
  { into, contentHash }: DownloadRequest,
  { files }: DownloadOptions,
  signal: AbortSignal,
): Promise<number | undefined> {
  const there = await files.stat(into);
  if (there?.kind !== "file") return undefined;
  const hash = new Sha256();
  await hashFile(files, into, signal, (piece) => hash.add(piece));
  if (!sameBytes(hash.digest(), contentHash)) {
    await files.remove(into);
    return undefined;
  }
  await discardPart({ files, into });
  return there.size;
}

function tooSlow(maxDurationMs: number, trouble: string | undefined): DownloadFailure {
  const message = `the file did not come within ${maxDurationMs / 1000} s${trouble === undefined ? "" : `: ${trouble}`}`;
  return { kind: "failed", code: "TIMEOUT", message, passing: true };
}

/** A full disk gets its room back at once: others need it more. Rethrows what is no error of the system. */
async function diskFailure(error: unknown, { into }: DownloadRequest, { files }: DownloadOptions) {
  const code = errorCode(error);
  if (code === undefined) throw error;
  const told = diskCode(error) ?? code;
  if (told !== "NO_ROOM") return failedOnDisk(told, `the file cannot be written or read here: ${code}`);
  await discardPart({ files, into });
  return failedOnDisk(told, "there is no room for the file on the disk");
}

function failedOnDisk(code: string, message: string): DownloadFailure {
  return { kind: "failed", code, message, passing: true };
}

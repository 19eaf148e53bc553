import { createHash } from "node:crypto";
import { open } from "node:fs/promises";

export interface DownloadOptions {
  url: string;
  /** The file that is written. */
  target: string;
  /** Milliseconds until the server must have answered. Default 5 s: a closed network is noticed at once. */
  answerWithinMs?: number;
  /** Milliseconds without a byte after which the download is given up. Default 30 s. */
  stallMs?: number;
  /** Bytes so far, and in all where the server says so. */
  progress?: (done: number, total: number | undefined) => void;
}

/** Writes what `url` serves into a file and returns its SHA-256 in hex. Throws where anything is missing at the end. */
export async function download(options: DownloadOptions): Promise<string> {
  const watch = new AbortController();
  const rearm = (ms: number, what: string) => setTimeout(() => watch.abort(new Error(what)), ms);
  const answerWithinMs = options.answerWithinMs ?? 5000;
  let timer = rearm(answerWithinMs, `no answer within ${answerWithinMs / 1000} s`);
  const file = await open(options.target, "w", 0o600);
  try {
    const response = await fetch(options.url, { signal: watch.signal });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const stated = Number(response.headers.get("content-length") ?? Number.NaN);
    const total = Number.isFinite(stated) ? stated : undefined;
    const hash = createHash("sha256");
    let done = 0;
    const body: ReadableStream<Uint8Array> = response.body;
    for await (const chunk of body) {
      clearTimeout(timer);
      timer = rearm(options.stallMs ?? 30_000, "the download stalled");
      hash.update(chunk);
      await file.writeFile(chunk);
      done += chunk.length;
      options.progress?.(done, total);
    }
    if (total !== undefined && done !== total) throw new Error(`ended after ${done} of ${total} bytes`);
    return hash.digest("hex");
  } finally {
    clearTimeout(timer);
    await file.close();
  }
}

/** One file of an archive. */
export interface Entry {
  /** Without a folder. */
  name: string;
  content: Uint8Array;
  /** Permission bits. */
  mode: 0o644 | 0o755;
}

/** Writes these files, all of them of this time (seconds since the Unix epoch), to one archive at `path`. */
export type WriteArchive = (path: string, entries: readonly Entry[], time: number) => Promise<void>;

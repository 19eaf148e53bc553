import { dirname } from "node:path";

import { MemoryFiles } from "./memory-files.ts";

/** Draws what becomes of something that was not flushed when the power went. */
export interface Fate {
  /** Whether a change of a directory has reached the disk. */
  reached(): boolean;
  /** How much of a content has: 0 to 1. */
  share(): number;
  /** Whether what is missing of it is there as zeros. */
  padded(): boolean;
}

interface Inode {
  kind: "file" | "directory";
  executable: boolean;
  /** What is on disk for certain. */
  flushed: Uint8Array;
  /** What was written last. */
  written: Uint8Array;
}

/** A change of a directory: the name stands for the inode from now on, or for nothing. */
interface NameChange {
  directory: string;
  names: ReadonlyArray<readonly [path: string, inode: Inode | undefined]>;
}

/**
 * What a disk keeps when the power goes: what was flushed, and of the rest whatever the fate says. A content that was not flushed is there
 * in part, as it was before, not at all or as zeros; changes of a directory that was not flushed are there or not, each for itself and in any order, as the
 * standard allows (POSIX, `fsync`), whatever better file systems promise.
 */
export class FragileDisk {
  /** By path, as it is on disk for certain. */
  readonly #certain = new Map<string, Inode>([["/", directoryInode()]]);
  /** By path, as programs see it. */
  readonly #seen = new Map<string, Inode>(this.#certain);
  #pending: NameChange[] = [];

  makeFile(path: string, executable: boolean): Inode {
    const inode: Inode = { kind: "file", executable, flushed: new Uint8Array(), written: new Uint8Array() };
    this.#change(dirname(path), [[path, inode]]);
    return inode;
  }

  makeDirectory(path: string): void {
    if (this.#seen.has(path)) return;
    this.makeDirectory(dirname(path));
    this.#change(dirname(path), [[path, directoryInode()]]);
  }

  inodeAt(path: string): Inode | undefined {
    return this.#seen.get(path);
  }

  rename(from: string, to: string): void {
    this.#change(dirname(to), [
      [from, undefined],
      [to, this.#seen.get(from)],
    ]);
  }

  remove(path: string): void {
    if (this.#seen.has(path)) this.#change(dirname(path), [[path, undefined]]);
  }

  flushDirectory(directory: string): void {
    const [flushed, left] = [
      this.#pending.filter(isIn(directory)),
      this.#pending.filter((each) => !isIn(directory)(each)),
    ];
    for (const { names } of flushed) apply(this.#certain, names);
    this.#pending = left;
  }

  /** All that programs see is on disk. */
  settle(): void {
    for (const { names } of this.#pending) apply(this.#certain, names);
    this.#pending = [];
  }

  /** What the next start finds. */
  afterPowerCut(fate: Fate): MemoryFiles {
    const names = new Map(this.#certain);
    for (const change of this.#pending) if (fate.reached()) apply(names, change.names);
    const files = new MemoryFiles();
    for (const [path, inode] of names) {
      if (inode.kind === "directory" || !isReached(path, names)) continue;
      const data = contentOf(inode, fate);
      if (inode.executable) files.putProgram(path, data);
      else files.put(path, data);
    }
    return files;
  }

  #change(directory: string, names: NameChange["names"]): void {
    apply(this.#seen, names);
    this.#pending.push({ directory, names });
  }
}

function directoryInode(): Inode {
  return { kind: "directory", executable: false, flushed: new Uint8Array(), written: new Uint8Array() };
}

const isIn =
  (directory: string) =>
  (change: NameChange): boolean =>
    change.directory === directory;

function apply(names: Map<string, Inode>, changes: NameChange["names"]): void {
  for (const [path, inode] of changes) {
    if (inode === undefined) names.delete(path);
    else names.set(path, inode);
  }
}

/** A file is there where all directories above it are. */
function isReached(path: string, names: ReadonlyMap<string, Inode>): boolean {
  const above = dirname(path);
  return above === path || (names.get(above)?.kind === "directory" && isReached(above, names));
}

function contentOf({ flushed, written }: Inode, fate: Fate): Uint8Array {
  if (flushed === written || (flushed.length > 0 && !fate.reached())) return flushed;
  const share = fate.share();
  const kept = written.subarray(0, Math.floor(written.length * share));
  if (!fate.padded()) return kept.slice();
  const padded = new Uint8Array(written.length);
  padded.set(kept);
  return padded;
}

/**
 * The ports through which everything else reaches the operating system; those to the network, to
 * what stands beside this process and to other processes are in `network-ports.ts`, `local-ports.ts` and `process-ports.ts`.
 * Implementers: `runtime/shared` and the simulator of the tests.
 */

import type { LocalSockets, ServiceManager } from "./local-ports.ts";
import type { Network } from "./network-ports.ts";
import type { Processes } from "./process-ports.ts";

/** Stops what it was returned for; a second call does nothing. */
export type Cancel = () => void;

/** Time, and the one timer there is. */
export interface Clock {
  /** Wall clock, milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds since an arbitrary moment; never jumps. */
  monotonic(): number;
  /** Calls `callback` once, `delayMs` from now. Any finite delay is kept, also above 2^31-1. */
  schedule(delayMs: number, callback: () => void, options?: ScheduleOptions): Cancel;
}

export interface ScheduleOptions {
  /** It may come up to a third earlier, when this process is awake in any case. Default `false`. */
  mayBeEarly?: boolean;
}

/** Chance, and what must not be guessed. */
export interface Random {
  /** Cryptographically strong bytes. */
  bytes(length: number): Uint8Array;
  /** Uniform in [0, 1). */
  unit(): number;
  /** 16 bytes of a UUID version 7. */
  uuidv7(): Uint8Array;
}

export interface FileStat {
  kind: "file" | "directory" | "other";
  /** Bytes. */
  size: number;
  /** Milliseconds since the Unix epoch, with fractions. */
  modifiedAt: number;
  inode: number;
  executable: boolean;
  /** Permission bits; unset where the system has none. */
  mode?: number;
}

export interface WriteOptions {
  /**
   * Whether the file must outlast a power cut. Default: yes. `false` saves the flushes, some milliseconds: for what is
   * made anew before it is used again.
   */
  durable?: boolean;
  /**
   * Whether a file that is there is overwritten where there is no room for another one (`ENOSPC`, `EDQUOT`); that is neither
   * atomic nor durable. For what is made anew before it is used again. Default: no.
   */
  orInPlace?: boolean;
  /** Id of a group that may read the file (0640). Default: nobody but this process's user may (0600). */
  readers?: number;
}

export interface SinkOptions {
  /** What is kept of a file that is there, bytes; the rest of it is cut off. Default: nothing. */
  keep?: number;
  /** Of a file that is made. Default: 0600. */
  mode?: number;
}

/** A file that is being written, one piece after the other, by one who waits for each. */
export interface FileSink {
  write(piece: Uint8Array): Promise<void>;
  /** What was written outlasts a power cut from now on. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface PiecesOptions {
  /** Offset of the first byte. Default: 0. */
  from?: number;
  /** Offset behind the last byte. Default: the end of the file. */
  to?: number;
}

/** Errors of every method are `Error`s with the errno name in `code` (`ENOENT`, `EACCES`, …). */
export interface Files {
  read(path: string): Promise<Uint8Array>;
  /** `undefined` where there is no such file. */
  readIfPresent(path: string): Promise<Uint8Array | undefined>;
  /** At most the last `bytes` bytes, but none before offset `from`; empty where there is no such file. */
  readTail(path: string, bytes: number, from?: number): Promise<Uint8Array>;
  /** At most the first `bytes` bytes. */
  readHead(path: string, bytes: number): Promise<Uint8Array>;
  /** A part of a file of any size, in pieces of at most 256 KiB. */
  pieces(path: string, options?: PiecesOptions): AsyncIterable<Uint8Array>;
  /** For a file that is too large for `write`: neither atomic nor durable by itself. No link is followed. */
  sink(path: string, options?: SinkOptions): Promise<FileSink>;
  /** Bytes that this user may still write to the file system of a directory; `undefined` where the system does not tell. */
  freeBytes(directory: string): Promise<number | undefined>;
  /** Atomic: temporary file beside it (0600), rename. Durable: fsync before it, fsync of the directory after it. */
  write(path: string, data: Uint8Array | string, options?: WriteOptions): Promise<void>;
  /** Appends to `copy` what `path` has now beyond its size; where there is no copy yet it is made. */
  catchUp(path: string, copy: string): Promise<void>;
  /**
   * Moves all whole lines of `path` to `copy`, which holds the beginning of it, or is not there; the start of an unfinished line stays,
   * unless that is longer than 1 MiB. For a file that is open for appending by others, who must stand still: it is done
   * when this returns. Returns how many bytes were moved.
   */
  cutOff(path: string, copy: string): number;
  /**
   * Creates missing parents too, all with mode 0700; what is created outlasts a power cut. `passage` is the id of a group that must be able to reach what lies in
   * the directory: what is created gets its group and 0710, and so does the directory where it is there and lets neither
   * that group nor everybody pass. Parents that are there are left alone. `listed`: the group may see the names in it too (0750).
   */
  ensureDirectory(path: string, options?: { passage?: number | undefined; listed?: boolean }): Promise<void>;
  /** `durable`: it outlasts a power cut. Default: no. */
  rename(from: string, to: string, options?: { durable?: boolean }): Promise<void>;
  /** A file or an empty directory. Nothing happens where there is none. */
  remove(path: string): Promise<void>;
  list(directory: string): Promise<string[]>;
  stat(path: string): Promise<FileStat | undefined>;
  /** The absolute path with every link and `..` resolved; what does not exist is taken as it is written. */
  realPath(path: string): Promise<string>;
  /**
   * Takes an exclusive lock that the kernel frees when this process ends, and writes `content` into the file.
   * Where another process holds it, the holder's content is returned.
   */
  lock(path: string, content: string): Promise<{ held: true; release: Cancel } | { held: false; holder: string }>;
}

export interface Host {
  /** `linux`, `darwin`, `windows`. */
  readonly os: "linux" | "darwin" | "windows";
  /** Go's spelling: `amd64`, `arm64`, `ppc64le`, … */
  readonly arch: string;
  /** Host name. */
  readonly name: string;
  /** Release of the kernel. */
  readonly release: string;
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly directory: string;
  /**
   * A name of this machine, the same over restarts, that its copies do not have; it is no secret. `undefined` where there is none
   * that stays, as in a container.
   */
  machine(): Promise<string | undefined>;
  /**
   * How many processes the kernel has killed for lack of memory so far, this process's own and those beside it; it never
   * becomes less. `undefined` where the system does not tell.
   */
  oomKills(): number | undefined;
  /** Gives back the memory that only past work needed. What comes next takes some milliseconds longer, once. */
  giveBackMemory(): void;
  /**
   * Gives back the pages of the program's own code that are in memory, on Linux. What runs again comes from the page cache, some
   * tenths of a millisecond later, or from the disk where the kernel has meanwhile needed the room.
   */
  giveBackCode(): void;
}

export interface Runtime {
  clock: Clock;
  random: Random;
  files: Files;
  processes: Processes;
  network: Network;
  local: LocalSockets;
  host: Host;
  /** Unset where none wants to hear of this process. */
  serviceManager?: ServiceManager | undefined;
}

/**
 * The ports through which everything else reaches the operating system; those to the network and to
 * what stands beside this process are in `network-ports.ts` and `local-ports.ts`.
 * Implementers: `runtime/bun` and the simulator of the tests.
 */

import type { LocalSockets, ServiceManager } from "./local-ports.ts";
import type { Network } from "./network-ports.ts";

/** Stops what it was returned for; a second call does nothing. */
export type Cancel = () => void;

/** Time, and the one timer there is. */
export interface Clock {
  /** Wall clock, milliseconds since the Unix epoch. */
  now(): number;
  /** Milliseconds since an arbitrary moment; never jumps. */
  monotonic(): number;
  /** Calls `callback` once, `delayMs` from now. Any finite delay is kept, also above 2^31-1. */
  schedule(delayMs: number, callback: () => void): Cancel;
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
}

export interface WriteOptions {
  /**
   * Whether the file must outlast a power cut. Default: yes. `false` saves the flushes, some milliseconds: for what is
   * made anew before it is used again.
   */
  durable?: boolean;
  /** Id of a group that may read the file (0640). Default: nobody but this process's user may (0600). */
  readers?: number;
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
   * Creates missing parents too, all with mode 0700. `passage` is the id of a group that must be able to reach what lies in
   * the directory: what is created gets its group and 0710, and so does the directory where it is there and lets neither
   * that group nor everybody pass. Parents that are there are left alone.
   */
  ensureDirectory(path: string, options?: { passage?: number | undefined }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Nothing happens where there is no such file. */
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

export type Signal = "SIGTERM" | "SIGINT" | "SIGKILL" | "SIGHUP";

/** How a process ended. */
export type Exit = { kind: "exited"; code: number } | { kind: "signalled"; signal: string };

/** Whom a command runs as. */
export interface Account {
  uid: number;
  gid: number;
  /** All its groups. */
  groups: readonly number[];
}

export interface CommandOptions {
  executable: string;
  args: readonly string[];
  /** The whole environment of the child. */
  env: Readonly<Record<string, string>>;
  /**
   * Default: whom this process runs as. What the child may not enter as its working directory is exchanged for `/`. Its
   * output is opened by this process's user.
   */
  account?: Account;
}

/** What an account is to do with a path. `execute` of a directory is to pass through it. */
export interface AccessWish {
  path: string;
  to: "read" | "execute";
}

/** errno name for each wish, empty where it is granted; or what kept this process from asking. */
export type AccessAnswer = { asked: true; refusals: string[] } | { asked: false; code: string };

export type StartOptions = CommandOptions &
  (
    | {
        /** Standard output and standard error are appended to this file (created with 0600). */
        outputFile: string;
      }
    | {
        /** Both come through pipes. */
        output: OutputTaker;
      }
  );

/** Takes what a child writes, in pieces of any size. */
export interface OutputTaker {
  /** The next piece of the stream is read when the result is there; the bytes of this one may change then. Must not reject. */
  take(stream: OutputStream, piece: Uint8Array): void | Promise<void>;
  /** Nobody can write to the stream any more. */
  end(stream: OutputStream): void;
}

export type OutputStream = "stdout" | "stderr";

export interface Child {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Sends `signal` to the child's whole process group; `false` when nobody was there. */
  signalGroup(signal: Signal): boolean;
  /** Whether any process of the group is still there. */
  groupAlive(): boolean;
  /**
   * Whether some process of the group has a handler of its own for SIGHUP: before that a reload by SIGHUP reaches nobody,
   * or ends the Collector. `undefined` where the system does not tell (all but Linux).
   */
  handlesHangup(): boolean | undefined;
  /**
   * Stops the whole process group and returns once none of its threads runs, within some milliseconds, at most a quarter
   * of a second, in which nothing else happens here; `false` where that cannot be had. If this process dies, a tied child
   * goes on, to its end. Always `false` where the system does not tell (all but Linux).
   */
  holdStill(): boolean;
  /** Lets go on what `holdStill` has stopped. */
  letGo(): void;
}

/** What the system answered when asked to execute a file. */
export interface StartFailure {
  started: false;
  /** errno name: `ENOENT`, `EACCES`, `ENOEXEC`, … */
  code: string;
}

export type RunOutcome =
  | StartFailure
  | {
      started: true;
      exit: Exit;
      /** At most `maxOutputBytes` of each, UTF-8 with replacement characters. */
      stdout: string;
      stderr: string;
      timedOut: boolean;
    };

export interface RunOptions extends CommandOptions {
  /** Milliseconds; the whole group is killed when they are over. */
  timeoutMs: number;
  /** Default 1 MiB for each stream; what is beyond is read and dropped. */
  maxOutputBytes?: number;
  /** Aborted: the whole group is killed at once. Default: nothing but its time ends the command. */
  signal?: AbortSignal;
}

/** How processes of a predecessor are recognised. */
export interface LeftoverSigns {
  /** `NAME=value` in their environment, which children inherit. */
  assignment?: string;
  /** `flag file` or `flag=file` among their arguments, the path as they see it. */
  argument: { flag: string; file: string };
}

/** What sees to it that children end with this process, whatever ends it. */
export interface Ties {
  /** The kernel signals the child itself (Linux). */
  parentDeathSignal: boolean;
  /** The kernel signals the child's whole group (Linux). */
  stdinLease: boolean;
  /** A small process of its own ends the group: where the kernel does not, as on macOS, or may not be asked to. */
  watcher: boolean;
  /** The kernel kills all descendants (Windows). */
  jobObject: boolean;
}

/**
 * What becomes of processes whose parent has ended. `not ours`: the system's first process sees to them. That process may be
 * this one, in a container without an init; then they are `reaped`, or `left` as zombies where that cannot be had.
 */
export type Orphans = "not ours" | "reaped" | "left";

export interface Processes {
  /**
   * Makes the next `start` faster, if it comes soon: what needs no knowledge of the command is done ahead. The result
   * gives up what was prepared and not used.
   */
  prepare(): Cancel;
  /** Starts a child in its own process group that dies with this process, whatever ends it. */
  start(options: StartOptions): Promise<StartFailure | { started: true; child: Child }>;
  /** Runs a command to its end and returns what it printed. */
  run(options: RunOptions): Promise<RunOutcome>;
  /**
   * Has one of this program's own tasks carried out by a short-lived process: the loop goes on meanwhile, and the
   * memory comes back. Input and result are data (structured clone). Rejects where the process cannot be had or fails.
   */
  compute(task: string, input: unknown): Promise<unknown>;
  /** What keeps this process from running commands as somebody else, in words; `undefined` where nothing is known to. */
  whyNotAs(account: Account): string | undefined;
  /** Has the system say what it would say to `account`: modes, access lists and mounts all count. */
  tryAccess(account: Account, wishes: readonly AccessWish[]): Promise<AccessAnswer>;
  /** Which of the protections against orphans are in force here, for the log. */
  readonly ties: Ties;
  readonly orphans: Orphans;
  /**
   * Ends every process whose environment holds `name=value`, or, without that, that was started with the arguments
   * `flag` and a path that leads to `file`; returns their pids.
   */
  endLeftovers(of: LeftoverSigns): Promise<number[]>;
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

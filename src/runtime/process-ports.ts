/**
 * The port to other processes, and what its users say of them.
 * Implementers: `runtime/shared` and the processes of the tests.
 */

import type { Cancel } from "./ports.ts";

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
  /**
   * How far the file is written that the child was given for its standard error, by all who have it from the child, in bytes.
   * To ask for it keeps nobody waiting for a disk. `undefined` where the system does not tell (all but Linux).
   */
  errorPosition(): number | undefined;
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

/** What a process has used so far; what the system does not tell is absent. */
export interface ProcessUsage {
  /** Seconds of processor time. */
  cpuUserS: number;
  cpuSystemS: number;
  /** Physical memory. */
  memoryBytes: number;
  virtualBytes?: number;
  threads?: number;
  /** Open file descriptors; unset too where it is another user's process. */
  openFiles?: number;
}

/** How processes of a predecessor are recognised. */
export interface LeftoverSigns {
  /** `NAME=value` in their environment, which children inherit. */
  assignment?: string;
  /** `flag file` or `flag=file` among their arguments, the path as they see it. */
  argument?: { flag: string; file: string };
}

/** How the processes of this run are recognised. */
export interface RunSigns {
  /** `NAME=value` in their environment, which children inherit. */
  assignment: string;
  /** `flag file` or `flag=file` among their arguments, with a file in this directory, whose path is absolute. */
  argument: { flag: string; directory: string };
}

/** What sees to it that children end with this process, whatever ends it. */
export interface Ties {
  /** The kernel signals the child itself (Linux). */
  parentDeathSignal: boolean;
  /** The kernel signals the child's whole group (Linux). */
  stdinLease: boolean;
  /**
   * A small process of its own ends what the kernel does not: a child that has left its group or does not heed a signal
   * (Linux), and the group where the kernel has no such tie (macOS) or may not be asked for it.
   */
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
   * memory comes back. Input and result are data (structured clone). Rejects where the process cannot be had or fails, and
   * with the reason of `signal` once that is aborted, which ends the process. Default: nothing but its work ends it.
   */
  compute(task: string, input: unknown, signal?: AbortSignal): Promise<unknown>;
  /** What keeps this process from running commands as somebody else, in words; `undefined` where nothing is known to. */
  whyNotAs(account: Account): string | undefined;
  /** Has the system say what it would say to `account`: modes, access lists and mounts all count. */
  tryAccess(account: Account, wishes: readonly AccessWish[]): Promise<AccessAnswer>;
  /** Of this process, and on Linux of any other; `undefined` where the system does not tell or there is no such process. */
  usage(pid: number): ProcessUsage | undefined;
  /** Which of the protections against orphans are in force here, for the log. */
  readonly ties: Ties;
  readonly orphans: Orphans;
  /**
   * Ends every process whose environment holds `name=value`, or, without that, that was started with the arguments
   * `flag` and a path that leads to `file`; returns their pids.
   */
  endLeftovers(of: LeftoverSigns): Promise<number[]>;
  /**
   * Has whatever carries one of the signs of this run ended when this process is gone, whatever group or session it is in, also
   * by force. The result gives that up. Asked again, it sees to it that this still holds. Nothing where
   * the system has no list of processes to read (all but Linux), or not what it takes.
   */
  watchOver(of: RunSigns): Cancel;
}

import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { errorCode } from "../error-code.ts";

/** A process as `/proc` shows it. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  group: number;
  /** Ended, and waiting for its parent to notice. */
  zombie: boolean;
}

/** All processes of a Linux system; empty elsewhere. */
export function listProcesses(): ProcessEntry[] {
  return listPids().flatMap((pid) => readEntry(pid) ?? []);
}

/** The pids of a Linux system, those of zombies too; empty elsewhere. */
export function listPids(): number[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

/** Whether the environment that `pid` was started with holds `assignment` (`NAME=value`). A zombie has none. */
export function startedWith(pid: number, assignment: string): boolean {
  return readProc(pid, "environ")?.split("\0").includes(assignment) ?? false;
}

/**
 * Whether `pid` was started with `flag file` or `flag=file`, where the path as that process sees it is this file: in a
 * container, or with another working directory, the same path leads to another one. A zombie has no arguments.
 */
export function runsWith(pid: number, flag: string, file: string): boolean {
  const words = readProc(pid, "cmdline")?.split("\0") ?? [];
  const paths = words.flatMap((word, index) => {
    if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
    return index > 0 && words[index - 1] === flag ? [word] : [];
  });
  if (paths.length === 0) return false;
  const wanted = resolve(file);
  const place = placeOf(dirname(wanted));
  return paths.some((stated) => {
    const path = stated.replace(/^file:/, "");
    if (resolve(workingDirectory(pid), path) !== wanted) return false;
    const seen = placeOf(join(`/proc/${pid}/root`, dirname(wanted)));
    return place === undefined || seen === "unknown" || seen === place;
  });
}

/** Device and inode of a directory; `undefined` where there is none, `unknown` where it may not be looked at. */
function placeOf(directory: string): string | undefined {
  try {
    const { dev, ino } = statSync(directory, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    return errorCode(error) === "EACCES" ? "unknown" : undefined;
  }
}

function workingDirectory(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "/";
  }
}

/** A field of `/proc/PID/status`, such as `SigCgt`; `undefined` where there is no such process. */
export function statusField(pid: number | "self", field: string): string | undefined {
  const status = readProc(pid, "status");
  return status === undefined ? undefined : new RegExp(`^${field}:\\s*(.*)$`, "m").exec(status)?.[1];
}

/** Where a descriptor of a process stands in its file, bytes; `undefined` where there is none, or it may not be seen. */
export function positionIn(pid: number, descriptor: number): number | undefined {
  const position = /^pos:\s+(\d+)$/m.exec(readProc(pid, `fdinfo/${descriptor}`) ?? "")?.[1];
  return position === undefined ? undefined : Number(position);
}

/** The letter for the state of a process or of one of its threads, such as `T`: stopped; `undefined` where it is gone. */
export function stateOf(pid: number, thread?: string): string | undefined {
  return readStat(pid, thread === undefined ? "stat" : `task/${thread}/stat`)[0];
}

function readEntry(pid: number): ProcessEntry | undefined {
  const [state, parent, group] = readStat(pid, "stat");
  if (state === undefined || group === undefined) return undefined;
  return { pid, parent: Number(parent), group: Number(group), zombie: state === "Z" || state === "X" };
}

/** The fields after the name, which stands in parentheses and may itself hold parentheses and blanks; none where it is gone. */
function readStat(pid: number, file: string): string[] {
  const stat = readProc(pid, file);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
}

/** What `/proc/PID/FILE` says; `undefined` where it cannot be read. */
export function readProc(pid: number | "self", file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}

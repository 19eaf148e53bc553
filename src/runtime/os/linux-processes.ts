import { readdirSync, readFileSync } from "node:fs";

/** A process as `/proc` shows it. */
export interface ProcessEntry {
  pid: number;
  group: number;
  /** Ended, and waiting for its parent to notice. */
  zombie: boolean;
}

/** All processes of a Linux system; empty elsewhere. */
export function listProcesses(): ProcessEntry[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc").flatMap((name) => {
    const entry = /^\d+$/.test(name) ? readEntry(Number(name)) : undefined;
    return entry === undefined ? [] : [entry];
  });
}

/** Whether the environment that `pid` was started with holds `assignment` (`NAME=value`). */
export function startedWith(pid: number, assignment: string): boolean {
  return readProc(pid, "environ")?.split("\0").includes(assignment) ?? false;
}

/** The name in `stat` stands in parentheses and may itself hold parentheses and blanks: fields count from the last one. */
function readEntry(pid: number): ProcessEntry | undefined {
  const stat = readProc(pid, "stat");
  const [state, , group] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  if (state === undefined || group === undefined) return undefined;
  return { pid, group: Number(group), zombie: state === "Z" || state === "X" };
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined;
  }
}

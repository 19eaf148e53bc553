import type { Exit } from "../runtime/process-ports.ts";
import type { Ending } from "./ending.ts";

/** The signals that people and service managers send, and the kernel for want of memory; by the exit code of a shell for each. */
const sent: ReadonlyMap<number, string> = new Map([
  [129, "SIGHUP"],
  [130, "SIGINT"],
  [131, "SIGQUIT"],
  [137, "SIGKILL"],
  [143, "SIGTERM"],
]);

/** What the kernel sends a program for its own fault, and a program itself where it gives up; by its name. */
const crashes: ReadonlySet<string> = new Set(["SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV", "SIGSYS", "SIGTRAP"]);

/** Kills for want of memory that the system had counted, as `Host.oomKills` gives them. */
export interface MemoryKills {
  before: number | undefined;
  after: number | undefined;
}

/**
 * Who has ended a Collector. An orderly end that nobody here asked for was asked for by somebody else; the Collector ends so
 * on SIGTERM. A start script tells by its exit code what has ended the Collector below it (POSIX shells: 128 + the signal).
 * A crash is its own.
 */
export function killerOf(exit: Exit, kills: MemoryKills): Ending["killed"] {
  const signal = exit.kind === "signalled" ? exit.signal : sent.get(exit.code);
  if (signal !== undefined && crashes.has(signal)) return undefined;
  if (signal === undefined) return exit.kind === "exited" && exit.code === 0 ? "outside" : undefined;
  return signal === "SIGKILL" && haveGrown(kills) ? "memory" : "outside";
}

/** The same of its check, whose orderly end is its answer. */
export function killerOfCheck(exit: Exit, kills: MemoryKills): Ending["killed"] {
  return exit.kind === "exited" && exit.code === 0 ? undefined : killerOf(exit, kills);
}

function haveGrown({ before, after }: MemoryKills): boolean {
  return before !== undefined && after !== undefined && after > before;
}

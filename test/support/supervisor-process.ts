import { onTestFinished } from "bun:test";

import type { Subprocess } from "bun";

import { listProcesses, readProc, startedWith, stateOf, statusField } from "../../src/runtime/os/linux-processes.ts";
import { trampolineCommand } from "../../src/runtime/os/trampoline-protocol.ts";
import { readLines } from "./lines.ts";
import { awaiting, witness } from "./open-waits.ts";
import { Watch } from "./watch.ts";

/** One line of the supervisor's log. */
export type LogLine = Readonly<Record<string, unknown>> & { level: string; msg: string; logger: string };

export interface SupervisorProcessOptions {
  /** The compiled executable. */
  executable: string;
  args: readonly string[];
  directory: string;
  env?: Readonly<Record<string, string>>;
}

/** How much of its log is shown where the test stands still, lines. */
const shownLines = 30;

/** A real supervisor and everything it starts, which is known by a mark in the environment. Ends with its test. */
export class SupervisorProcess {
  readonly lines: LogLine[] = [];
  /** Standard output that is no JSON. */
  readonly text: string[] = [];
  readonly #watch = new Watch();
  readonly #child: Subprocess<"ignore", "pipe", "pipe">;
  readonly #mark = `SUPERVISOR_TEST_MARK=${crypto.randomUUID()}`;
  readonly #stderr: Promise<string>;
  readonly #read: Promise<void>;
  readonly #command: string;
  #isOver = false;

  constructor({ executable, args, directory, env = {} }: SupervisorProcessOptions) {
    this.#command = [executable, ...args].join(" ");
    witness(() => this.#story());
    const [name = "", value = ""] = this.#mark.split("=");
    this.#child = Bun.spawn([executable, ...args], {
      cwd: directory,
      env: { PATH: process.env["PATH"] ?? "", HOME: directory, ...env, [name]: value },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    onTestFinished(() => this.#end());
    this.#stderr = new Response(this.#child.stderr).text();
    this.#read = this.#readLines();
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** What it wrote to standard error, once it has ended. */
  get complaint(): Promise<string> {
    return this.#stderr;
  }

  /** Exit code, once it has ended and its output is read. */
  get exitCode(): Promise<number> {
    return awaiting(
      `the end of pid ${this.pid}`,
      this.#read.then(() => this.#child.exited),
    );
  }

  /** The first line, of those that came or will come after the first `skip`, with this message and these fields. */
  line(message: string | RegExp, fields: Readonly<Record<string, unknown>> = {}, skip = 0): Promise<LogLine> {
    const matches = ({ msg, ...rest }: LogLine) =>
      (typeof message === "string" ? msg === message : message.test(msg)) &&
      Object.entries(fields).every(([key, value]) => rest[key] === value);
    const what = `the line ${message} ${JSON.stringify(fields)} of pid ${this.pid}`;
    return this.#watch.until(() => this.lines.slice(skip).find(matches), what);
  }

  signal(signal: "SIGTERM" | "SIGINT" | "SIGKILL" | "SIGHUP"): void {
    this.#child.kill(signal);
  }

  /** Ordered stop; the exit code. */
  async stop(): Promise<number> {
    this.signal("SIGTERM");
    return await this.exitCode;
  }

  /** The pids of everything that it started and that still runs. */
  descendants(): number[] {
    const entries = listProcesses().filter(({ pid, zombie }) => !zombie && pid !== this.pid);
    return entries.map(({ pid }) => pid).filter((pid) => startedWith(pid, this.#mark));
  }

  /** The pids of what it runs: what it has started ahead, which waits or has not gone yet, is not among them. */
  running(): number[] {
    return this.descendants().filter((pid) => !readProc(pid, "cmdline")?.split("\0").includes(trampolineCommand));
  }

  /** Resolves when nothing that it started runs any more. */
  async descendantsGone(): Promise<void> {
    await this.runsJust([]);
  }

  /**
   * Resolves when of what it started just these are there: a trampoline that was not needed may be there for a moment more.
   * The kernel has no event for that, so it is looked at.
   */
  async runsJust(pids: readonly number[]): Promise<void> {
    const settled = async () => {
      while (!this.#isOver && this.descendants().join() !== pids.join()) await Bun.sleep(2);
    };
    await awaiting(`pid ${this.pid} to run just the processes [${pids.join()}]`, settled());
  }

  /**
   * After the test: everything ends, whatever state it is in. What is ending has no environment any more by which it could
   * be found, but may still have its port, which the next test may need.
   */
  async #end(): Promise<void> {
    this.#isOver = true;
    const before = this.descendants();
    this.signal("SIGKILL");
    await this.#child.exited;
    const left = this.descendants();
    for (const pid of left) process.kill(pid, "SIGKILL");
    while ([...before, ...left].some(isThere)) await Bun.sleep(2);
  }

  /** What is known of it. */
  #story(): string {
    const { exitCode, signalCode } = this.#child;
    const state = signalCode ?? (exitCode === null ? "runs" : `exit code ${exitCode}`);
    const processes = this.descendants().map((pid) => `  ${pid} ${readProc(pid, "cmdline")?.replaceAll("\0", " ")}`);
    const lines = [...this.text, ...this.lines.map((line) => JSON.stringify(line))].slice(-shownLines);
    return [`Of ${this.#command} (pid ${this.pid}, ${state}), with its processes:`, ...processes, ...lines].join("\n");
  }

  async #readLines(): Promise<void> {
    for await (const line of readLines(this.#child.stdout)) {
      if (line.startsWith("{")) this.lines.push(JSON.parse(line) as LogLine);
      else this.text.push(line);
      this.#watch.changed();
    }
  }
}

/** Whether any thread of the process is left: the first one can be a zombie while another still has the files open. */
function isThere(pid: number): boolean {
  const state = stateOf(pid);
  return state !== undefined && !(/[ZX]/.test(state) && statusField(pid, "Threads") === "1");
}

import { closeSync, openSync, realpathSync } from "node:fs";

import type { Subprocess } from "bun";

import type { Contestant } from "./contestant.ts";
import { executableOf, markedProcesses, runs } from "./processes.ts";
import { within } from "./within.ts";

export interface SupervisedOptions {
  contestant: Contestant;
  collector: string;
  args: readonly string[];
  /** Working directory. */
  directory: string;
  /** File to which its output is appended. */
  output: string;
}

/** How long an ordered stop may take before the supervisor is killed, milliseconds. */
const stopWithinMs = 20_000;

/** A supervisor that runs, and everything that it starts, which is known by a mark in the environment. */
export class Supervised {
  /** On the clock of `performance.now()`, just before the process was made. */
  readonly startedAt: number;
  readonly #child: Subprocess<"ignore", number, number>;
  readonly #mark = `SUPERVISOR_BENCH_MARK=${crypto.randomUUID()}`;
  readonly #collector: string;
  readonly #stopSignal: Contestant["stopSignal"];

  constructor({ contestant, collector, args, directory, output }: SupervisedOptions) {
    this.#collector = realpathSync(collector);
    this.#stopSignal = contestant.stopSignal;
    const [name = "", value = ""] = this.#mark.split("=");
    const file = openSync(output, "a", 0o600);
    this.startedAt = performance.now();
    this.#child = Bun.spawn([contestant.executable, ...args], {
      cwd: directory,
      env: { PATH: process.env["PATH"] ?? "", HOME: directory, [name]: value },
      stdin: "ignore",
      stdout: file,
      stderr: file,
    });
    closeSync(file);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Whether it has not ended. */
  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The pid of its Collector, once there is one. */
  async collectorPid(): Promise<number> {
    for (;;) {
      const found = this.#descendants().find((pid) => executableOf(pid) === this.#collector);
      if (found !== undefined) return found;
      await Bun.sleep(1);
    }
  }

  /** Kills its Collector; the time of the kill, once the process is gone. */
  async killCollector(): Promise<number> {
    const pid = await this.collectorPid();
    const at = performance.now();
    process.kill(pid, "SIGKILL");
    while (runs(pid)) await Bun.sleep(0);
    return at;
  }

  /** Ordered stop. */
  async stop(): Promise<void> {
    this.#child.kill(this.#stopSignal);
    await within(stopWithinMs, "the end of the supervisor", this.#child.exited);
  }

  /** SIGKILL, without a word; the time of it. */
  kill(): number {
    const at = performance.now();
    this.#child.kill("SIGKILL");
    return at;
  }

  /** Everything ends, whatever state it is in: in order if possible. */
  async end(): Promise<void> {
    if (this.running) await this.stop().catch(() => this.kill());
    await this.#child.exited;
    for (const pid of this.#descendants()) killIfThere(pid);
  }

  #descendants(): number[] {
    return markedProcesses(this.#mark).filter((pid) => pid !== this.pid);
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

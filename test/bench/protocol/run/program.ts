import { readFileSync } from "node:fs";
import { join } from "node:path";

import { EventQueue } from "../../../support/event-queue.ts";
import { goBuild } from "../../../support/go-build.ts";
import { linesOf } from "../../../support/lines.ts";
import { type Figures, figuresOf } from "../../run/processes.ts";

/** One line of a program, named by `event`. */
export interface ProgramEvent {
  readonly event: string;
  readonly [fact: string]: unknown;
}

export interface ProgramOptions {
  command: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** A program that says in lines of JSON what it does, and ends with its standard input. */
export class Program implements AsyncDisposable {
  readonly #process: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly #events = new EventQueue<ProgramEvent>();
  readonly #finished: Promise<void>;

  constructor({ command, env = {} }: ProgramOptions) {
    this.#process = Bun.spawn([...command], {
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
      env: { ...process.env, ...env },
    });
    this.#finished = this.#read();
    // Who waits for an event hears of it.
    this.#finished.catch(() => {});
  }

  get figures(): Figures {
    return figuresOf(this.#process.pid);
  }

  /** Processor time that the kernel spent for it, milliseconds, in steps of 10. */
  get kernelMs(): number {
    const fields = readFileSync(`/proc/${this.#process.pid}/stat`, "utf8").split(") ")[1]?.split(" ");
    return Number(fields?.[12]) * 10;
  }

  /** Rejects when the program ends before. */
  next(event: string): Promise<ProgramEvent> {
    return this.#events.next({ event });
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process.stdin.end();
    await this.#finished;
  }

  async #read(): Promise<void> {
    const errors = this.#process.stderr.text();
    for await (const line of linesOf(this.#process.stdout)) this.#events.push(JSON.parse(line));
    const code = await this.#process.exited;
    this.#events.end(new Error(`a program of the bench ended with ${code}: ${(await errors).slice(-500)}`));
  }
}

/** A program of ours, from `test/bench/protocol/programs`. */
export function ourProgram(name: string, args: readonly string[] = [], env: Record<string, string> = {}): Program {
  return new Program({ command: [process.execPath, join(import.meta.dir, "../programs", `${name}.ts`), ...args], env });
}

/** A command of `test/interop/go/bench`. */
export async function goProgram(name: string, args: readonly string[] = []): Promise<Program> {
  return new Program({ command: [await goBuild("bench"), name, ...args] });
}

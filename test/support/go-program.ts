import { EventQueue } from "./event-queue.ts";
import { goBuild } from "./go-build.ts";
import { linesOf } from "./lines.ts";

/** One line that a program printed; `event` names it. Messages are in protobuf's JSON form, with the schema's names. */
export interface GoEvent {
  readonly event: string;
  readonly [key: string]: unknown;
}

export interface GoProgramOptions {
  /** A folder of `test/interop/go`. */
  program: "server" | "agent";
  /** Default none. */
  args?: readonly string[];
}

/** A program of `test/interop/go` that runs: commands go in, events come out, one JSON object per line each. */
export class GoProgram implements AsyncDisposable {
  readonly #process: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly #events = new EventQueue<GoEvent>();
  readonly #answers = new EventQueue<GoEvent>();
  readonly #finished: Promise<void>;

  /** Builds the program where that is needed, and starts it. It ends with its standard input, so with the test too. */
  static async start({ program, args = [] }: GoProgramOptions): Promise<GoProgram> {
    return new GoProgram(await goBuild(program), args);
  }

  private constructor(executable: string, args: readonly string[]) {
    this.#process = Bun.spawn([executable, ...args], { stdin: "pipe", stdout: "pipe", stderr: "pipe" });
    this.#finished = this.#read();
  }

  /** Sends one command, and resolves when it is carried out. Rejects when it is refused, or the program ends. */
  async send(command: Readonly<Record<string, unknown>>): Promise<void> {
    const answered = this.#answers.next();
    await this.#process.stdin.write(`${JSON.stringify(command)}\n`);
    await this.#process.stdin.flush();
    const { event, error } = await answered;
    if (event === "refused") throw new Error(`the Go program refused a command: ${String(error)}`);
  }

  /**
   * Takes the first event of this name that holds everything in `part`, nested objects likewise in part.
   * Rejects when the program ends.
   */
  next(name: string, part: object = {}): Promise<GoEvent> {
    return this.#events.next({ ...part, event: name });
  }

  /** Events of this name that came and were not taken. */
  untaken(name: string): GoEvent[] {
    return this.#events.untaken.filter((event) => event.event === name);
  }

  /** Ends the program and waits until it is gone. */
  async stop(): Promise<void> {
    await this.#process.stdin.end();
    await this.#finished;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #read(): Promise<void> {
    const errors = this.#process.stderr.text();
    for await (const line of linesOf(this.#process.stdout)) this.#take(parseEvent(line));
    const code = await this.#process.exited;
    const end = new Error(`the Go program ended with ${String(code)}: ${await errors}`);
    this.#events.end(end);
    this.#answers.end(end);
  }

  #take(event: GoEvent): void {
    const isAnswer = event.event === "done" || event.event === "refused";
    (isAnswer ? this.#answers : this.#events).push(event);
  }
}

function parseEvent(line: string): GoEvent {
  const value: unknown = JSON.parse(line);
  if (isEvent(value)) return value;
  throw new Error(`not an event: ${line}`);
}

function isEvent(value: unknown): value is GoEvent {
  return typeof value === "object" && value !== null && "event" in value && typeof value.event === "string";
}

import { isAscii } from "node:buffer";

import type { Clock } from "../runtime/ports.ts";
import type { Child, CommandOptions, OutputStream, OutputTaker, Processes } from "../runtime/process-ports.ts";
import { sleep } from "../runtime/sleep.ts";
import { isUnsafe } from "../telemetry/field-text.ts";
import { PassedLine } from "../telemetry/passed-line.ts";
import { scrub, spellings } from "../telemetry/scrub.ts";
import type { LogSinks } from "../telemetry/sinks.ts";
import { LineSplitter, maxLineBytes } from "./line-splitter.ts";
import { readLogTail } from "./log-tail.ts";
import type { CollectorOutput, TailOptions } from "./output.ts";
import { RecentOutput } from "./recent-output.ts";

export interface PassedOutputOptions {
  processes: Pick<Processes, "start">;
  clock: Clock;
  sinks: Pick<LogSinks, "pass" | "behind">;
  encoding: "json" | "console";
  /** Most that `tail` is asked for, bytes. */
  tailBytes: number;
  /** Texts that no line may show. */
  secrets(): readonly string[];
}

/** So far from the end may be the head of a dump of all goroutines, which says who has ended the Collector, bytes. */
const rememberedBytes = 512 * 1024;
/** How long the Collector waits for a log whose reader has stopped, before its lines are dropped, milliseconds. */
const patienceMs = 2_000;
const pollMs = 2;
/** How long what an ended Collector wrote is waited for: somebody who has left its group may hold the pipe, milliseconds. */
const drainMs = 1_000;

/** The one character of ASCII that `isUnsafe`. */
const del = 0x7f;

/** The Collector's output as lines of the supervisor's log. */
export class PassedOutput implements CollectorOutput {
  readonly #options: PassedOutputOptions;
  readonly #recent: RecentOutput;
  readonly #line: PassedLine;
  /** The secrets, and all ways to write them: there are many of those and changes are few. */
  #hidden: { known: readonly string[]; written: readonly Buffer[] } = { known: [], written: [] };
  /** Ends of the streams of Collectors that have ended. */
  readonly #draining = new Set<Promise<void>>();
  /** The log's reader was waited for in vain, and has read nothing since. */
  #stalled = false;

  constructor(options: PassedOutputOptions) {
    this.#options = options;
    this.#recent = new RecentOutput(options.tailBytes + maxLineBytes + rememberedBytes);
    this.#line = new PassedLine({ encoding: options.encoding, now: () => options.clock.now() });
  }

  async start(command: CommandOptions): Promise<Awaited<ReturnType<CollectorOutput["start"]>>> {
    const { taker, ended } = this.#taker();
    const start = await this.#options.processes.start({ ...command, output: taker });
    if (start.started) this.#watch(start.child, ended);
    return start;
  }

  async written(): Promise<number> {
    return this.#recent.written;
  }

  async tail({ bytes, from, secrets }: TailOptions): Promise<string> {
    await Promise.race([Promise.all(this.#draining), sleep(this.#options.clock, drainMs)]);
    const files = { readTail: async (_: string, most: number) => this.#recent.last(most, from) };
    return await readLogTail({ files, path: "", bytes, from, secrets });
  }

  close(): void {
    return;
  }

  #watch(child: Child, ended: Promise<void>): void {
    void child.exited.then(() => this.#draining.add(ended));
    void ended.then(() => child.exited).then(() => this.#draining.delete(ended));
  }

  #taker(): { taker: OutputTaker; ended: Promise<void> } {
    const shown = (begin: Buffer) => withoutPart(begin, this.#spellings());
    const open = {
      stdout: new LineSplitter((lines) => this.#pass(lines, "stdout"), shown),
      stderr: new LineSplitter((lines) => this.#pass(lines, "stderr"), shown),
    };
    const ends = { stdout: Promise.withResolvers<void>(), stderr: Promise.withResolvers<void>() };
    const taker: OutputTaker = {
      take: (stream, piece) => {
        open[stream].take(piece);
        return this.#waitForReader();
      },
      end: (stream) => {
        open[stream].end();
        ends[stream].resolve();
      },
    };
    return { taker, ended: Promise.all([ends.stdout.promise, ends.stderr.promise]).then(() => undefined) };
  }

  /** Whoever writes faster than the log is read waits, but not for ever. */
  #waitForReader(): void | Promise<void> {
    const { sinks, clock } = this.#options;
    if (!sinks.behind()) this.#stalled = false;
    else if (!this.#stalled) return this.#patiently(clock.monotonic() + patienceMs);
  }

  async #patiently(until: number): Promise<void> {
    const { sinks, clock } = this.#options;
    while (sinks.behind()) {
      if (clock.monotonic() >= until) {
        this.#stalled = true;
        return;
      }
      await sleep(clock, pollMs);
    }
  }

  #pass(lines: Uint8Array, stream: OutputStream): void {
    this.#recent.append(lines);
    const made = this.#made(lines, stream);
    this.#options.sinks.pass(made.lines, made.count);
  }

  #made(given: Uint8Array, stream: OutputStream): { lines: Uint8Array; count: number } {
    const lines = Buffer.from(given.buffer, given.byteOffset, given.length);
    const ascii = isAscii(lines);
    const text = this.#scrubbed(lines, lines.toString(ascii ? "latin1" : "utf8"));
    const isClean = ascii ? !lines.includes(del) : !isUnsafe(text);
    let made = "";
    let count = 0;
    for (let from = 0; from < text.length; count++) {
      const end = text.indexOf("\n", from);
      made += `${this.#line.of(text.slice(from, end), stream, isClean)}\n`;
      from = end + 1;
    }
    return { lines: Buffer.from(made, ascii ? "latin1" : "utf8"), count };
  }

  #scrubbed(lines: Buffer, text: string): string {
    const isShown = this.#spellings().some((spelling) => lines.includes(spelling));
    return isShown ? scrub(text, this.#hidden.known) : text;
  }

  #spellings(): readonly Buffer[] {
    const secrets = this.#options.secrets();
    const { known } = this.#hidden;
    if (secrets.length !== known.length || secrets.some((secret, index) => secret !== known[index])) {
      this.#hidden = { known: secrets, written: spellings(secrets).map((spelling) => Buffer.from(spelling)) };
    }
    return this.#hidden.written;
  }
}

/** A text whose end was cut off would not be recognised: what may be the begin of one is left out. */
function withoutPart(begin: Buffer, hidden: readonly Buffer[]): Buffer {
  const parts = hidden.map((text) => {
    const from = Math.max(0, begin.length - text.length + 1);
    const candidates = begin.subarray(from);
    for (let at = 0; at < candidates.length; at++) {
      if (text.subarray(0, candidates.length - at).equals(candidates.subarray(at))) return candidates.length - at;
    }
    return 0;
  });
  return begin.subarray(0, begin.length - Math.max(0, ...parts));
}

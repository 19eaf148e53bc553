import type { LogOutput, LogOutputs } from "../runtime/log-output.ts";
import type { Clock } from "../runtime/ports.ts";
import type { OutputStream, OutputTaker } from "../runtime/process-ports.ts";

/** So much is kept of what it says last. */
const tailLines = 8;
const longestLine = 300;

/** Milliseconds. */
const lateAfterMs = 1_000;

const lineFeed = 10;

/** What a supervisor on trial writes is passed on line by line, and the last of it is kept. */
export class TrialOutput implements OutputTaker {
  readonly #outputs: LogOutputs;
  readonly #rests = new Map<OutputStream, Uint8Array>();
  readonly #ended = { stdout: Promise.withResolvers<void>(), stderr: Promise.withResolvers<void>() };
  readonly #last: string[] = [];
  readonly #open = new Map<OutputStream, LogOutput>();

  constructor(outputs: LogOutputs) {
    this.#outputs = outputs;
  }

  /** The last lines, shortened. */
  get tail(): string {
    return this.#last.join("\n");
  }

  /** Resolves when all of it is there; somebody else who holds a stream open is not waited for. */
  async ended(clock: Pick<Clock, "schedule">): Promise<void> {
    const late = Promise.withResolvers<void>();
    const cancel = clock.schedule(lateAfterMs, late.resolve);
    await Promise.race([late.promise, Promise.all([this.#ended.stdout.promise, this.#ended.stderr.promise])]);
    cancel();
  }

  take(stream: OutputStream, piece: Uint8Array): void {
    const all = Buffer.concat([this.#rests.get(stream) ?? new Uint8Array(), piece]);
    const whole = all.lastIndexOf(lineFeed) + 1;
    this.#rests.set(stream, Uint8Array.from(all.subarray(whole)));
    if (whole > 0) this.#pass(stream, all.subarray(0, whole));
  }

  end(stream: OutputStream): void {
    const rest = this.#rests.get(stream) ?? new Uint8Array();
    if (rest.length > 0) this.#pass(stream, Buffer.concat([rest, Uint8Array.of(lineFeed)]));
    this.#ended[stream].resolve();
  }

  /** Where nobody reads any more, it goes on all the same. */
  #pass(stream: OutputStream, lines: Uint8Array): void {
    const texts = Buffer.from(lines).toString().trimEnd().split("\n");
    this.#last.push(...texts.slice(-tailLines).map((text) => text.slice(0, longestLine)));
    this.#last.splice(0, this.#last.length - tailLines);
    try {
      const output = this.#open.get(stream) ?? this.#outputs.open(stream);
      this.#open.set(stream, output);
      output.pass(lines);
    } catch {
      return;
    }
  }
}

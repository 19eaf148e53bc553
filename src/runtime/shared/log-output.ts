import { constants, fstatSync, openSync, writeSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { errorCode } from "../error-code.ts";
import type { LogOutput, LogOutputs } from "../log-output.ts";
import { pause } from "../os/pause.ts";

/** Milliseconds between two looks whether held lines can go. */
const retryMs = 50;
/** Bytes that are held for a reader that has stopped reading; lines beyond are lost. Passed lines take up to the half. */
const maxHeldBytes = 1024 * 1024;

/** Synchronous outputs: the last line before an exit is written. `process.stdout` is avoided, it slows the start. */
export function createLogOutputs(): LogOutputs {
  return {
    open: (path) => {
      if (path === "stdout") return descriptorOutput({ descriptor: withoutBlocking(1) });
      if (path === "stderr") return descriptorOutput({ descriptor: withoutBlocking(2) });
      const file = path.startsWith("file:") ? fileURLToPath(path) : path;
      return descriptorOutput({ descriptor: openSync(file, "a", 0o600) });
    },
  };
}

/**
 * A pipe is opened once more, so that its reader cannot block this program; the flag on the descriptor itself would hold
 * for all that share it. Where that cannot be done, the descriptor serves as it is.
 */
function withoutBlocking(descriptor: number): number {
  if (process.platform !== "linux") return descriptor;
  try {
    if (!fstatSync(descriptor).isFIFO()) return descriptor;
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return descriptor;
  }
}

export interface DescriptorOutputOptions {
  descriptor: number;
  /** Milliseconds for which a line waits for a reader that is behind, before it is held in memory. Default 2000. */
  patienceMs?: number;
}

/** An output to a descriptor that is open already. */
export function descriptorOutput({ descriptor, patienceMs = 2000 }: DescriptorOutputOptions): LogOutput {
  return new DescriptorOutput(descriptor, patienceMs);
}

/**
 * Writes whole lines to a descriptor. A pipe or terminal that another process has set to non-blocking answers EAGAIN
 * while its reader is behind: then a line waits, and where the reader has stopped, lines are held until it goes on.
 */
class DescriptorOutput implements LogOutput {
  readonly #descriptor: number;
  readonly #patienceMs: number;
  #held: Uint8Array = new Uint8Array();
  /** A line was left half written; the next one starts with a line end. */
  #torn = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(descriptor: number, patienceMs: number) {
    this.#descriptor = descriptor;
    this.#patienceMs = patienceMs;
  }

  write(line: string): void {
    this.#append(Buffer.from(`${line}\n`), this.#patienceMs, maxHeldBytes);
  }

  pass(lines: Uint8Array): void {
    this.#append(lines, 0, maxHeldBytes / 2);
  }

  behind(): boolean {
    this.#flush(0);
    return this.#held.length > 0;
  }

  #append(lines: Uint8Array, patience: number, maxHeld: number): void {
    const bytes = this.#torn ? Buffer.concat([Buffer.from("\n"), lines]) : lines;
    const stalled = this.#held.length > 0;
    if (stalled) this.#drain(this.#held, 0);
    if (this.#held.length === 0) this.#drain(bytes, stalled ? 0 : patience);
    else if (this.#held.length + bytes.length <= maxHeld) this.#held = Buffer.concat([this.#held, bytes]);
    else throw Object.assign(new Error("EAGAIN: the reader has stopped reading"), { code: "EAGAIN" });
    if (this.#held.length > 0) this.#retryLater();
  }

  /** Writes what goes within `patience` milliseconds of standstill; the rest is held. */
  #drain(bytes: Uint8Array, patience: number): void {
    let written = 0;
    this.#held = new Uint8Array();
    for (let waited = 0; written < bytes.length;) {
      const count = this.#attempt(bytes.subarray(written), written);
      written += count;
      waited = count > 0 ? 0 : waited + 1;
      if (waited > patience) break;
      if (count === 0) pause(1);
    }
    this.#held = bytes.subarray(written);
  }

  /** How many bytes the descriptor took; 0 where it is full. */
  #attempt(bytes: Uint8Array, writtenBefore: number): number {
    try {
      const count = writeSync(this.#descriptor, bytes);
      this.#torn = false;
      return count;
    } catch (error) {
      if (errorCode(error) === "EAGAIN") return 0;
      this.#torn ||= writtenBefore > 0;
      throw error;
    }
  }

  #retryLater(): void {
    if (this.#retry !== undefined) return;
    const atExit = () => this.#flush(this.#patienceMs);
    process.on("exit", atExit);
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      process.off("exit", atExit);
      this.#flush(0);
      if (this.#held.length > 0) this.#retryLater();
    }, retryMs);
    this.#retry.unref();
  }

  /** Outside of a call there is nobody to tell of a failure; the next line meets it again. */
  #flush(patience: number): void {
    try {
      this.#drain(this.#held, patience);
    } catch {
      return;
    }
  }
}

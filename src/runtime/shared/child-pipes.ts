import { closeSync } from "node:fs";

import { readDescriptor } from "#runtime/read-descriptor.ts";

import type { Libc } from "../os/libc.ts";
import type { OutputStream, OutputTaker } from "../process-ports.ts";
import type { Output, PipeEnds } from "./launch.ts";
import type { Spawned } from "./spawned.ts";

/** Pipes for standard output and standard error of a child that is to be started. */
export interface ChildPipes {
  output: Extract<Output, PipeEnds | "pipe">;
  /** Gives what `child` writes to `taker`. */
  connect(child: Spawned, taker: OutputTaker): void;
  /** For a child that was not started. */
  discard(): void;
}

/**
 * True pipes, where they can be had: the runtime's own are pairs of sockets, which a start script cannot open again as
 * `/dev/stdout`.
 */
export function openChildPipes(libc: Libc | undefined): ChildPipes {
  if (libc === undefined) return runtimePipes();
  const [stdout, stderr] = [libc.pipe(), libc.pipe()];
  const closeWriteEnds = () => [stdout, stderr].forEach(({ writeEnd }) => closeSync(writeEnd));
  return {
    output: { stdout: stdout.writeEnd, stderr: stderr.writeEnd },
    connect: (_, taker) => {
      closeWriteEnds();
      for (const [name, { readEnd }] of [
        ["stdout", stdout],
        ["stderr", stderr],
      ] as const) {
        const { stream, close } = readDescriptor(readEnd);
        void pass(name, stream, taker).finally(close);
      }
    },
    discard: () => {
      closeWriteEnds();
      [stdout, stderr].forEach(({ readEnd }) => closeSync(readEnd));
    },
  };
}

function runtimePipes(): ChildPipes {
  return {
    output: "pipe",
    connect: (child, taker) => {
      for (const name of ["stdout", "stderr"] as const) {
        const stream = child[name];
        if (stream !== undefined) void pass(name, stream, taker);
      }
    },
    discard: () => {},
  };
}

/** A pipe that cannot be read any more has ended. */
async function pass(name: OutputStream, stream: ReadableStream<Uint8Array>, taker: OutputTaker): Promise<void> {
  const reader = stream.getReader();
  try {
    for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
      if (value !== undefined) await taker.take(name, value);
    }
  } catch {
    await reader.cancel().catch(() => undefined);
  } finally {
    taker.end(name);
  }
}

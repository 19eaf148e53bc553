import { once } from "node:events";
import { createServer, type Socket } from "node:net";

import type { OutputStream, OutputTaker } from "../../process-ports.ts";
/** A pipe whose end to write to a child may inherit. */
export interface ChildPipe {
  writeEnd: bigint;
  /** Gives what is written to `taker`, until nobody can write any more. */
  pass(stream: OutputStream, taker: OutputTaker): void;
  /** For a child that was not started. */
  discard(): void;
}

/**
 * A named pipe that nobody else has a name of, and that takes one writer: Windows has no others that this program can read while it
 * does something else. Rejects with an `Error` that has `code`.
 *
 * @param path of the pipe. Default: a new one
 */
export async function openChildPipe(
  openWriteEnd: (path: string) => bigint,
  path = `\\\\.\\pipe\\opampsupervisor-output-${crypto.randomUUID()}`,
): Promise<ChildPipe> {
  const reader = Promise.withResolvers<Socket>();
  const server = createServer(reader.resolve);
  server.listen(path);
  await once(server, "listening");
  try {
    const writeEnd = openWriteEnd(path);
    const socket = await reader.promise;
    return {
      writeEnd,
      pass: (stream, taker) => void pass(socket, stream, taker),
      discard: () => void socket.destroy(),
    };
  } finally {
    server.close();
  }
}

/**
 * One pipe for each stream of a child, or none: where the second cannot be had, the first is closed. Rejects as `open` does.
 *
 * @param close gives a handle back
 */
export async function openChildPipes(
  open: () => Promise<ChildPipe>,
  close: (writeEnd: bigint) => void,
): Promise<Readonly<Record<OutputStream, ChildPipe>>> {
  const stdout = await open();
  try {
    return { stdout, stderr: await open() };
  } catch (error) {
    close(stdout.writeEnd);
    stdout.discard();
    throw error;
  }
}

/** A pipe that cannot be read any more has ended. */
async function pass(socket: Socket, stream: OutputStream, taker: OutputTaker): Promise<void> {
  try {
    const pieces: AsyncIterable<Uint8Array> = socket;
    for await (const piece of pieces) await taker.take(stream, piece);
  } catch {
    socket.destroy();
  } finally {
    taker.end(stream);
  }
}

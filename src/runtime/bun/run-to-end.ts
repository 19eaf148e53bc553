import { signalGroup } from "../os/signal-group.ts";
import type { Clock, RunOptions, RunOutcome } from "../ports.ts";
import { launch, type LaunchOptions } from "./launch.ts";

/** Default bound of each captured stream, bytes. */
const maxOutputBytes = 1024 * 1024;

/** Runs a command to its end; its whole group is killed when the time is over. */
export async function runToEnd(command: RunOptions, clock: Clock, options: LaunchOptions): Promise<RunOutcome> {
  const launched = await launch(command, "pipe", options);
  if (!launched.started) return launched;
  let timedOut = false;
  const cancel = clock.schedule(command.timeoutMs, () => {
    timedOut = true;
    signalGroup(launched.process.pid, "SIGKILL");
  });
  const limit = command.maxOutputBytes ?? maxOutputBytes;
  const [stdout, stderr, exit] = await Promise.all([
    capture(launched.process.stdout, limit),
    capture(launched.process.stderr, limit),
    launched.exited,
  ]);
  cancel();
  return { started: true, exit, stdout, stderr, timedOut };
}

/** Reads a stream to its end and keeps the first `limit` bytes: a child that is not read would be stopped by a full pipe. */
async function capture(stream: unknown, limit: number): Promise<string> {
  if (!(stream instanceof ReadableStream)) return "";
  const decoder = new TextDecoder();
  let text = "";
  let left = limit;
  for await (const chunk of stream as ReadableStream<Uint8Array>) {
    if (left > 0) text += decoder.decode(chunk.subarray(0, left), { stream: true });
    left -= chunk.byteLength;
  }
  return text + decoder.decode();
}

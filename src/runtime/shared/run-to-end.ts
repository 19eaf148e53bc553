import { signalGroup } from "../os/signal-group.ts";
import type { Clock } from "../ports.ts";
import type { RunOptions, RunOutcome } from "../process-ports.ts";
import { launch, type LaunchOptions } from "./launch.ts";

/** Default bound of each captured stream, bytes. */
const maxOutputBytes = 1024 * 1024;

/**
 * Runs a command to its end; its whole group is killed when the time is over or the signal is aborted. What has left
 * the group by then and holds the output open is not waited for.
 */
export async function runToEnd(command: RunOptions, clock: Clock, options: LaunchOptions): Promise<RunOutcome> {
  const launched = await launch(command, "pipe", options);
  if (!launched.started) return launched;
  const over = Promise.withResolvers<void>();
  let timedOut = false;
  const kill = () => {
    signalGroup(launched.pid, "SIGKILL");
    over.resolve();
  };
  const cancel = clock.schedule(command.timeoutMs, () => {
    timedOut = true;
    kill();
  });
  command.signal?.addEventListener("abort", kill, { once: true });
  if (command.signal?.aborted === true) kill();
  const limit = command.maxOutputBytes ?? maxOutputBytes;
  const [stdout, stderr, exit] = await Promise.all([
    capture(launched.stdout, limit, over.promise),
    capture(launched.stderr, limit, over.promise),
    launched.exited,
  ]);
  cancel();
  command.signal?.removeEventListener("abort", kill);
  return { started: true, exit, stdout, stderr, timedOut };
}

/** Reads a stream to its end and keeps the first `limit` bytes: a child that is not read would be stopped by a full pipe. */
async function capture(
  stream: ReadableStream<Uint8Array> | undefined,
  limit: number,
  over: Promise<void>,
): Promise<string> {
  if (stream === undefined) return "";
  const reader = stream.getReader();
  void over.then(() => reader.cancel());
  const decoder = new TextDecoder();
  let text = "";
  let left = limit;
  for (let { value, done } = await reader.read(); !done; { value, done } = await reader.read()) {
    if (value === undefined) continue;
    if (left > 0) text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
  }
  return text + decoder.decode();
}

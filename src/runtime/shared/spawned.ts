import type { Exit } from "../process-ports.ts";

/** A child of this process. */
export interface Spawned {
  started: true;
  pid: number;
  exited: Promise<Exit>;
  /** `undefined` where it does not come through a pipe. */
  stdout: ReadableStream<Uint8Array> | undefined;
  stderr: ReadableStream<Uint8Array> | undefined;
  /** To the child's descriptor 3, where it was given one. */
  channel: Channel | undefined;
  kill(): void;
}

/** Both ways to a child, which is to be closed by its owner, once. */
export interface Channel {
  /** Sends a few words at once. A child that has ended hears nothing. */
  say(words: string): void;
  /** Sends a text of any length; resolves once it is gone, or the child has ended. */
  send(text: string): Promise<void>;
  /** What the child writes until nobody can write any more. */
  read(): Promise<string>;
  close(): void;
}

/** Standard input, output and error, and whether there is a channel. A number is a descriptor of this process. */
export type Stdio = [
  stdin: number | "ignore",
  stdout: number | "ignore" | "pipe",
  stderr: number | "ignore" | "pipe",
  ...channel: ["pipe"] | [],
];

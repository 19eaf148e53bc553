import type { ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import type { Transport } from "../peer/transport.ts";

/** How a rule wants the server; what is left out is as the server has it by itself. */
export interface ServerOptions {
  path?: string;
  /** Largest message in either direction, bytes; `default`: there must be a limit, without being told. */
  maxMessageBytes?: number | "default";
  /** Requests without this value of Authorization are turned away. */
  authorization?: string;
  /** Turns every agent away as too busy. */
  busy?: boolean;
}

/** What an agent needs to get in. */
export interface Reach {
  headers: Readonly<Record<string, string>>;
  /** `ca` is PEM. */
  tls: { ca?: string; rejectUnauthorized: boolean };
}

/** The server under test while it runs. What it cannot be told to do throws `NotTestable`. */
export interface RunningServer extends AsyncDisposable {
  url(transport: Transport): string;
  /** Default: nothing is needed. */
  reach?: Reach;
  /** The owner sends a message to an agent: at once over WebSocket, with the next answer over HTTP. */
  send(uid: Uint8Array, message: ServerToAgent): Promise<void>;
  /** Uids of the agents that are connected, as hexadecimal digits. */
  connected(): Promise<string[]>;
  /** The string attribute of the description that is held of the agent. */
  attributeOf(uid: Uint8Array, key: string): Promise<string | undefined>;
  /** What the server wrote into its log as a warning or an error. */
  complaints(): string[];
  /** Ordered end. */
  stop(): Promise<void>;
}

/** An implementation of the server's side that the suite is pointed at. */
export interface ServerSubject {
  name: string;
  transports: readonly Transport[];
  /** Longest time of one rule, milliseconds. */
  deadlineMs: number;
  start(options: ServerOptions): Promise<RunningServer>;
}

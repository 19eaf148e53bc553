import { errorCode } from "../runtime/error-code.ts";
import { errorMessage } from "../runtime/error-message.ts";
import type { LocalConnection, LocalSockets } from "../runtime/local-ports.ts";
import { LineReader } from "./line-reader.ts";
import {
  type Action,
  longestReply,
  parseReply,
  protocolVersion,
  type Reply,
  type RequestDetails,
  socketName,
} from "./protocol.ts";

/** Why nobody could be asked: `absent`: no supervisor runs there; `denied`: this user must not. */
export type Unreachable = { reached: false; why: "absent" | "denied" | "failed"; message: string };

export type Reached = Unreachable | { reached: true; control: ControlClient };

/** Reaches the supervisor that uses a storage directory. */
export async function reachSupervisor(local: LocalSockets, directory: string): Promise<Reached> {
  const replies = new Replies();
  try {
    const connection = await local.connect({
      directory,
      name: socketName,
      data: (_, chunk) => replies.take(chunk),
      drained: () => {},
      closed: () => replies.end(),
    });
    return { reached: true, control: new ControlClient(connection, replies) };
  } catch (error) {
    const code = errorCode(error) ?? "";
    if (absent.has(code)) return { reached: false, why: "absent", message: `no supervisor runs with ${directory}` };
    if (denied.has(code)) return { reached: false, why: "denied", message: `${directory} is not for this user` };
    return { reached: false, why: "failed", message: `${directory}: ${errorMessage(error)}` };
  }
}

const absent: ReadonlySet<string> = new Set(["ENOENT", "ECONNREFUSED", "ENOTDIR"]);
const denied: ReadonlySet<string> = new Set(["EACCES", "EPERM"]);

/** An open control channel. */
export class ControlClient {
  readonly #connection: LocalConnection;
  readonly #replies: Replies;
  #id = 0;

  constructor(connection: LocalConnection, replies: Replies) {
    this.#connection = connection;
    this.#replies = replies;
  }

  /** Sends a request; its replies come by `next`. */
  request(action: Action, details: RequestDetails = {}): void {
    this.#id += 1;
    this.#connection.send(`${JSON.stringify({ v: protocolVersion, id: this.#id, do: action, ...details })}\n`);
  }

  /** The next reply; `undefined` once the connection has ended or what came was no reply. */
  next(): Promise<Reply | undefined> {
    return this.#replies.next();
  }

  close(): void {
    this.#connection.terminate();
  }
}

/** Replies in the order in which they come, for whoever asks for the next one. */
class Replies {
  readonly #lines = new LineReader(longestReply);
  readonly #come: Reply[] = [];
  #ended = false;
  #wake: () => void = () => {};

  take(chunk: Uint8Array): void {
    const replies = this.#lines.take(chunk)?.map(parseReply) ?? [undefined];
    for (const reply of replies) {
      if (reply === undefined) this.#ended = true;
      else if (!this.#ended) this.#come.push(reply);
    }
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async next(): Promise<Reply | undefined> {
    while (this.#come.length === 0 && !this.#ended) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
    return this.#come.shift();
  }
}

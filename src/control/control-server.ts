import type { LocalConnection, LocalListener, LocalSockets } from "../runtime/local-ports.ts";
import type { Clock } from "../runtime/ports.ts";
import { ControlSession } from "./control-session.ts";
import type { ControlHandlers } from "./handlers.ts";
import { mayAct } from "./may-act.ts";
import { socketName } from "./protocol.ts";

export interface ControlServerOptions {
  local: LocalSockets;
  clock: Clock;
  /** The storage directory, whose lock is held. */
  directory: string;
  /** Whether the group that the directory is open to may look. */
  letsGroupIn: boolean;
  handlers: ControlHandlers;
}

/** Most askers at a time, and most of them that may only look: the owner is never kept out by others. */
const mostSessions = 16;
const mostLookers = 8;

/** The control channel of one supervisor. */
export class ControlServer {
  readonly #options: ControlServerOptions;
  readonly #sessions = new Map<LocalConnection, { session: ControlSession; acts: boolean }>();
  readonly #listener: LocalListener;

  /** Listens from now on. Throws an `Error` with `code` where that cannot be. */
  constructor(options: ControlServerOptions) {
    this.#options = options;
    this.#listener = options.local.listen({
      directory: options.directory,
      letsGroupIn: options.letsGroupIn,
      name: socketName,
      open: (connection) => this.#open(connection),
      data: (connection, chunk) => this.#sessions.get(connection)?.session.take(chunk),
      drained: (connection) => this.#sessions.get(connection)?.session.drained(),
      closed: (connection) => this.#closed(connection),
    });
  }

  /** Takes the socket away and hangs up; who ordered the stop sees the end of the process itself. */
  close(): void {
    this.#listener.stop();
    for (const { session } of this.#sessions.values()) session.finish();
  }

  #open(connection: LocalConnection): void {
    const { clock, handlers, local } = this.#options;
    const acts = mayAct({ peer: connection, own: local, listener: this.#listener });
    const session = new ControlSession({ connection, clock, handlers, mayAct: acts });
    const lookers = this.#sessions.values().filter((other) => !other.acts);
    const full = this.#sessions.size >= mostSessions || (!acts && [...lookers].length >= mostLookers);
    this.#sessions.set(connection, { session, acts });
    if (full) session.refuse("BUSY", "too many ask at once");
  }

  #closed(connection: LocalConnection): void {
    this.#sessions.get(connection)?.session.closed();
    this.#sessions.delete(connection);
  }
}

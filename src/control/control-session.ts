import { errorMessage } from "../runtime/error-message.ts";
import type { LocalConnection } from "../runtime/local-ports.ts";
import type { Cancel, Clock } from "../runtime/ports.ts";
import type { ControlHandlers } from "./handlers.ts";
import { LineReader } from "./line-reader.ts";
import {
  type Answer,
  type ControlCode,
  isOrder,
  longestRequest,
  type Order,
  parseRequest,
  protocolVersion,
  type Refusal,
  type Reply,
  type RequestDetails,
  type RequestId,
} from "./protocol.ts";
import { SentEvents } from "./sent-events.ts";
import type { StatusSnapshot } from "./snapshot.ts";

/** How long an asker may stay without asking, an order may take, and a watcher may read nothing, milliseconds. */
const patienceMs = 30_000;
/** Two snapshots to one watcher are at least so far apart, milliseconds. */
const spacingMs = 100;
/** Who asks on without reading so many bytes of what was answered is hung up on. */
const mostUnreadBytes = 256 * 1024;

export interface ControlSessionOptions {
  connection: LocalConnection;
  clock: Clock;
  handlers: ControlHandlers;
  /** Whether this peer may give orders. */
  mayAct: boolean;
}

/** What the session waits for. */
type Waiting =
  | { for: "request" }
  | { for: "outcome"; id: RequestId }
  /** `stale`: something changed since the last snapshot. */
  | { for: "changes"; id: RequestId; stale: boolean; spacing: Cancel | undefined; unsubscribe: Cancel }
  | { for: "events"; sending: SentEvents }
  /** The end of the supervisor, which the peer sees as the end of the connection. */
  | { for: "end" };

/** One asker. It can neither hold up the supervisor nor make it keep more than one snapshot for it. */
export class ControlSession {
  readonly #options: ControlSessionOptions;
  readonly #lines = new LineReader(longestRequest);
  #waiting: Waiting = { for: "request" };
  #patience: Cancel = () => {};
  /** What a watcher was shown last, without what changes by itself. */
  #shown = "";

  constructor(options: ControlSessionOptions) {
    this.#options = options;
    this.#bePatient();
  }

  take(chunk: Uint8Array): void {
    const lines = this.#lines.take(chunk);
    if (lines === undefined) return this.refuse("TOO_LARGE", `a request has at most ${longestRequest} bytes`);
    for (const line of lines) this.#ask(line);
  }

  /** The peer has read everything. */
  drained(): void {
    if (this.#waiting.for === "events") {
      this.#patience();
      return this.#waiting.sending.go();
    }
    if (this.#waiting.for !== "changes") return;
    this.#patience();
    if (this.#waiting.stale) this.#show();
  }

  closed(): void {
    this.#patience();
    if (this.#waiting.for === "changes") {
      this.#waiting.unsubscribe();
      this.#waiting.spacing?.();
    }
    if (this.#waiting.for === "events") this.#waiting.sending.stop();
    this.#waiting = { for: "end" };
  }

  /** The supervisor ends: a watcher is shown what it has not seen yet, then everybody but who waits for it is hung up on. */
  finish(): void {
    if (this.#waiting.for === "end") return;
    if (this.#waiting.for === "changes" && this.#waiting.stale) {
      this.#waiting.spacing?.();
      this.#waiting.spacing = undefined;
      this.#show();
    }
    this.#options.connection.end();
  }

  /** Says why and hangs up. */
  refuse(code: ControlCode, message: string): void {
    this.#refuse(null, { code, message });
    this.#options.connection.end();
  }

  #ask(line: string): void {
    if (this.#options.connection.bufferedBytes > mostUnreadBytes) return this.#options.connection.terminate();
    const parsed = parseRequest(line);
    if (!parsed.parsed) {
      this.#refuse(parsed.id, parsed.error);
      if (parsed.error.code === "MALFORMED") this.#options.connection.end();
      return;
    }
    const { id, do: action } = parsed.request;
    if (this.#waiting.for !== "request") {
      return this.#refuse(id, { code: "BUSY", message: "the request before is not finished" });
    }
    if (action === "status") {
      this.#bePatient();
      return this.#reply({ v: protocolVersion, id, ok: true, status: this.#options.handlers.snapshot() });
    }
    if (action === "watch") return this.#watch(id);
    if (action === "events") return void this.#tell(id, parsed.request);
    if (isOrder(action) && !this.#options.mayAct) {
      const message = "only the supervisor's own user and root may do that";
      return this.#refuse(id, { code: "FORBIDDEN", message });
    }
    void this.#order(id, action, parsed.request);
  }

  async #order(id: RequestId, order: Order, details: RequestDetails): Promise<void> {
    const { handlers } = this.#options;
    if (order === "stop") {
      this.#patience();
      this.#waiting = { for: "end" };
      this.#reply({ v: protocolVersion, id, ok: true, message: "the supervisor stops" });
      return handlers.stop();
    }
    this.#waiting = { for: "outcome", id };
    this.#bePatient();
    const answer = await carryOut(handlers, order, details).catch((error: unknown): Answer => {
      return { taken: false, code: "FAILED", message: errorMessage(error) };
    });
    if (this.#waiting.for !== "outcome") return;
    this.#waiting = { for: "request" };
    this.#bePatient();
    if (!answer.taken) return this.#refuse(id, { code: answer.code, message: answer.message });
    const { message, retried } = answer;
    this.#reply({ v: protocolVersion, id, ok: true, message, ...(retried && { retried }) });
  }

  async #tell(id: RequestId, { since, follow = false }: RequestDetails): Promise<void> {
    const { connection, handlers } = this.#options;
    this.#patience();
    const sending = new SentEvents({
      connection,
      follow,
      since: since === undefined ? undefined : Date.parse(since),
      send: (events, last) => {
        this.#reply({ v: protocolVersion, id, ok: true, events, last });
        if (connection.bufferedBytes > 0) this.#bePatient();
        if (!last) return;
        this.#waiting = { for: "request" };
        this.#bePatient();
      },
    });
    this.#waiting = { for: "events", sending };
    await sending.begin(handlers).catch(() => connection.terminate());
  }

  #watch(id: RequestId): void {
    this.#patience();
    const unsubscribe = this.#options.handlers.changed(() => this.#changed());
    this.#waiting = { for: "changes", id, stale: false, spacing: undefined, unsubscribe };
    this.#show();
  }

  #changed(): void {
    if (this.#waiting.for !== "changes") return;
    this.#waiting.stale = true;
    this.#show();
  }

  /** The newest snapshot, unless the last one is not read yet or was sent just now: then later. */
  #show(): void {
    const { connection, clock, handlers } = this.#options;
    const waiting = this.#waiting;
    if (waiting.for !== "changes" || waiting.spacing !== undefined || connection.bufferedBytes > 0) return;
    waiting.stale = false;
    const status = handlers.snapshot();
    const shown = withoutPassing(status);
    if (shown === this.#shown) return;
    this.#shown = shown;
    waiting.spacing = clock.schedule(spacingMs, () => {
      waiting.spacing = undefined;
      if (waiting.stale) this.#show();
    });
    this.#reply({ v: protocolVersion, id: waiting.id, ok: true, status });
    if (connection.bufferedBytes > 0) this.#bePatient();
  }

  #refuse(id: RequestId, error: Refusal): void {
    this.#reply({ v: protocolVersion, id, ok: false, error });
  }

  #reply(reply: Reply): void {
    this.#options.connection.send(`${JSON.stringify(reply)}\n`);
  }

  #bePatient(): void {
    this.#patience();
    this.#patience = this.#options.clock.schedule(patienceMs, () => this.#options.connection.terminate());
  }
}

function carryOut(
  handlers: ControlHandlers,
  order: Exclude<Order, "stop">,
  { version, reason = "", forMs }: RequestDetails,
): Promise<Answer> {
  if (order === "rollback") return handlers.rollback(version);
  if (order === "rollback-supervisor") return handlers.rollbackSupervisor(version);
  if (order === "rollback-configuration") return handlers.rollbackConfiguration();
  return order === "hold" ? handlers.hold(reason, forMs) : handlers[order]();
}

/** A status without what changes by itself. */
function withoutPassing({ supervisor, collector, ...others }: StatusSnapshot): string {
  const still = { uptimeMs: 0, usage: undefined };
  return JSON.stringify({
    ...others,
    at: "",
    supervisor: { ...supervisor, ...still },
    collector: { ...collector, usage: undefined },
  });
}

import type { AcceptDecision, AcceptRequest, Listener, Network } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import type { AgentToServer, ServerToAgent } from "../wire/messages.ts";
import { AgentSession } from "./agent-session.ts";
import type { AgentState } from "./agent-state.ts";

export type { AgentState };

/** One connected agent. */
export interface AgentConnection<Context> {
  /** What the owner gave when it accepted the connection. */
  readonly context: Context;
  /** For the log. */
  readonly remoteAddress: string;
  /** All that the agent said; until its first message there is nothing in it, and its uid has no bytes. */
  readonly state: AgentState;
  /**
   * The instance uid is filled in, and the capabilities where they are due. Before the agent's first message it is
   * kept until then; after the end of the connection it goes nowhere.
   */
  send(message: ServerToAgent): void;
  /** Asks for everything anew. */
  requestFullState(): void;
  close(code: number, reason: string): void;
}

export interface ServerOptions<Context> {
  network: Network;
  log: Log;
  hostname: string;
  /** 0 = any free port. */
  port: number;
  /** Default `/v1/opamp`. */
  path?: string;
  /** PEM. Default: no TLS. */
  tls?: { cert: string; key: string };
  /** Bits of ServerCapabilities. */
  capabilities: number;
  /** Ask for the map behind each new hash of available components. */
  wantComponents: boolean;
  /** Largest frame in either direction, bytes. Default 64 MiB. */
  maxMessageBytes?: number;
  /** Says who may connect, by the headers of the upgrade request. */
  upgrade(request: AcceptRequest): AcceptDecision<Context>;
  /**
   * What an earlier connection left of this agent. It is taken up if the first message has the same uid and the next
   * number of the sequence: a reconnecting agent may leave out all that is unchanged. Default: nothing, full state is
   * asked for.
   */
  resume?(context: Context, instanceUid: Uint8Array): AgentState | undefined;
  connected?(connection: AgentConnection<Context>): void;
  /** Called for each well-formed message, after it is merged into the state. What it returns becomes part of the answer. */
  message(connection: AgentConnection<Context>, message: AgentToServer): ServerToAgent | undefined;
  /** Called once for each connected agent: it said goodbye, or the connection ended. */
  closed(connection: AgentConnection<Context>): void;
}

const defaultPath = "/v1/opamp";
const defaultMaxMessageBytes = 64 * 1024 * 1024;

/**
 * Listens for agents over WebSocket. Every message of an agent is answered, a malformed one with BadRequest.
 * Other paths get 404, requests without an upgrade 426. Rejects with the `code` of the system (`EADDRINUSE`, …).
 */
export function serveAgents<Context>(options: ServerOptions<Context>): Promise<Listener> {
  const { network, hostname, port, path = defaultPath, tls, maxMessageBytes = defaultMaxMessageBytes } = options;
  const rules = { ...options, maxMessageBytes };
  return network.listen<AgentSession<Context>>({
    hostname,
    port,
    ...(tls && { tls }),
    maxMessageBytes,
    upgrade: (request) => {
      if (request.path.split("?")[0] !== path) return refusal(404, "no OpAMP server here");
      if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
        return refusal(426, "this OpAMP server speaks WebSocket only");
      }
      const decision = options.upgrade(request);
      if (!decision.accept) return decision;
      return { accept: true, context: new AgentSession(decision.context, request.remoteAddress, rules) };
    },
    open: (socket) => socket.context.opened(socket),
    message: (socket, data) => socket.context.received(data),
    text: (socket) => {
      socket.context.refuse("text message, where OpAMP has binary ones");
      socket.close(1003, "binary messages only");
    },
    closed: (socket) => socket.context.ended(),
  });
}

function refusal(status: number, body: string): { accept: false; status: number; body: string } {
  return { accept: false, status, body };
}

import type { Listener } from "../../runtime/listen-ports.ts";
import { ownServerCapabilities } from "../wire/capabilities.ts";
import { frameHeaderLength } from "../wire/framing.ts";
import type { AgentConnection, SendOutcome } from "./agent-connection.ts";
import type { AgentSession } from "./agent-session.ts";
import type { AgentState } from "./agent-state.ts";
import { ComponentCache } from "./component-cache.ts";
import { createDoor } from "./door.ts";
import { HttpAgents } from "./http-agents.ts";
import { type Admission, serverDefaults, type ServerOptions } from "./options.ts";
import { OwnerHooks } from "./owner-hooks.ts";
import { Roll } from "./roll.ts";
import { startRounds } from "./rounds.ts";
import { WebSocketAgent, type WebSocketRules } from "./websocket-agent.ts";

export type { Admission, AgentConnection, AgentState, SendOutcome, ServerOptions };

/** A server that listens. */
export interface AgentServer<Context> extends Listener {
  /** The agents that are connected and have said who they are. */
  agents(): IterableIterator<AgentConnection<Context>>;
  /** The connected agent with this uid. */
  find(instanceUid: Uint8Array): AgentConnection<Context> | undefined;
  /** The whole list of what this server can do with custom messages, from now on; all agents are told (§ CustomCapabilities). */
  setCustomCapabilities(names: readonly string[]): void;
  /** Closes all WebSockets with 1001, and forgets the agents over HTTP. `closed` is called for all of them. */
  stop(): Promise<void>;
}

/** Milliseconds that who sends too much, or comes to a full server, has to stay away: the least that the protocol recommends (§ Throttling). */
const throttleMs = 30_000;

/** Milliseconds that the body of a request may take. */
const bodyTimeoutMs = 30_000;

/**
 * Listens for agents, over WebSocket and over plain HTTP on the same path. Every message of an agent is answered, a
 * malformed one with BadRequest. Rejects with the `code` of the system (`EADDRINUSE`, …).
 * `docs/opamp-library.md` is the guide, with servers that can be run; `ServerOptions` says what each option does.
 */
export async function serveAgents<Context>(options: ServerOptions<Context>): Promise<AgentServer<Context>> {
  const { network, clock, random, log, hostname, port, tls, compression, admit, overloaded } = options;
  const { path, maxMessageBytes, maxConnections, deadAfterMs } = { ...serverDefaults, ...options };
  let customCapabilities = options.customCapabilities ?? [];
  const roll = new Roll<AgentSession<Context>>({ duplicates: options.duplicates ?? "reassign" });
  const rules: WebSocketRules<Context> = {
    clock,
    random,
    log,
    roll,
    capabilities: ownServerCapabilities(options.capabilities),
    wantComponents: options.wantComponents,
    maxPayloadBytes: maxMessageBytes - frameHeaderLength,
    hooks: new OwnerHooks(options, log),
    components: new ComponentCache(),
    customCapabilities: () => customCapabilities,
    rate: options.rate,
    throttleMs,
  };
  const sockets = new Set<WebSocketAgent<Context>>();
  const http = options.http === false ? undefined : { ...serverDefaults.http, ...options.http };
  const polls = http && new HttpAgents<Context>({ ...rules, ...http, maxPayloadBytes: maxMessageBytes });
  let runningPolls = 0;
  const door = createDoor<Context, WebSocketAgent<Context>>({
    log,
    path,
    admit,
    ...(overloaded && { overloaded }),
    ...(options.elsewhere && { elsewhere: (head) => options.elsewhere?.(head) }),
    maxBodyBytes: maxMessageBytes,
    throttleMs,
    hasRoom: () => sockets.size + runningPolls < maxConnections,
    upgrade: (context, { remoteAddress }) => new WebSocketAgent(context, remoteAddress, rules),
    ...(polls && {
      http: (context, head) => {
        runningPolls += 1;
        return (body) => polls.answer(context, head, body).finally(() => (runningPolls -= 1));
      },
    }),
  });
  const listener = await network.listen<WebSocketAgent<Context>>({
    hostname,
    port,
    ...(tls && { tls }),
    maxMessageBytes,
    bodyTimeoutMs,
    compression: compression ?? false,
    request: door,
    open: (socket) => {
      sockets.add(socket.context);
      socket.context.opened(socket);
    },
    message: (socket, data) => socket.context.received(data),
    text: (socket) => socket.context.text(),
    pong: (socket) => socket.context.heard(),
    drained: (socket) => socket.context.drained(),
    closed: (socket) => {
      sockets.delete(socket.context);
      socket.context.ended();
    },
  });
  const rounds = [
    startRounds(clock, deadAfterMs / 3, () => sockets.forEach((socket) => socket.round())),
    ...(polls && http ? [startRounds(clock, http.pollingIntervalMs / 3, () => polls.round())] : []),
  ];
  return {
    port: listener.port,
    agents: () => roll.members(),
    find: (instanceUid) => roll.holder(instanceUid),
    setCustomCapabilities: (names) => {
      customCapabilities = names;
      const message = { customCapabilities: { capabilities: [...names] } };
      for (const { session } of sockets) session.send(message);
      for (const session of polls?.sessions() ?? []) session.send(message);
    },
    stop: async () => {
      for (const cancel of rounds) cancel();
      await listener.stop();
      polls?.end();
    },
  };
}

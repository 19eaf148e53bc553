import type { AgentState } from "../opamp/server/agent-state.ts";
import { type Admission as Entry, type AgentConnection, serveAgents } from "../opamp/server/server.ts";
import { type CustomMessage, ServerCapabilities, type ServerToAgent } from "../opamp/wire/messages.ts";
import { equalSecrets } from "../runtime/equal-secrets.ts";
import type { RequestDecision, RequestHead } from "../runtime/listen-ports.ts";
import type { Network } from "../runtime/network-ports.ts";
import type { Clock, Random } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { type FlowCounts, readFlowCounts } from "./flow-counts.ts";
import { type Generation, tokenHeader } from "./generation.ts";

export interface LinkOptions {
  network: Network;
  clock: Clock;
  random: Random;
  log: Log;
  /** 0 = any free port. */
  port: number;
  /** Ask for the full map of components. */
  wantComponents: boolean;
}

/** What the Collector of one generation does on the link. */
export interface LinkEvents {
  /** It said something; `state` is all that it has said so far. */
  reported(state: AgentState): void;
  /** It sent a custom message; `reported` was called before. */
  customMessage?(message: CustomMessage): void;
  /** It brought its own metrics. */
  measured?(flow: FlowCounts): void;
  /** Its connection ended. It may come back. */
  lost(): void;
}

/** The local OpAMP server for the one Collector: its port stays the same for the life of the process. */
export interface Link {
  readonly port: number;
  /** Lets the Collector that carries the generation's token in; must happen before its configuration is written. */
  admit(generation: Generation, events: LinkEvents): void;
  /** Sends to the Collector of this generation; `false` where it is not connected, or has too much to read already. */
  send(generation: number, message: ServerToAgent): boolean;
  /** Forgets the generation and closes its connection. */
  dismiss(generation: number): void;
  stop(): Promise<void>;
}

/** An admitted generation. Its state outlives a dropped connection: the extension comes back with an empty message. */
interface Admission {
  generation: Generation;
  events: LinkEvents;
  connection: AgentConnection<Admission> | undefined;
  state: AgentState | undefined;
}

/** Where on the link the Collector brings its own metrics. */
export const flowPath = "/v1/flow";

/** One refusal is logged in this time, with the number of those before it, milliseconds. */
const refusalLogIntervalMs = 10_000;

/** Opens the link on the loopback address. Only a peer with the token of an admitted generation is let in. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const admitted = new Map<number, Admission>();
  const refuse = createRefusal(options);
  const known = (request: RequestHead) =>
    admitted.values().find(({ generation }) => carriesToken(request, generation.token));
  const isCurrent = (admission: Admission) => admitted.get(admission.generation.number) === admission;
  const listener = await serveAgents<Admission>({
    network: options.network,
    clock: options.clock,
    random: options.random,
    log: options.log,
    hostname: "127.0.0.1",
    port: options.port,
    capabilities:
      ServerCapabilities.ServerCapabilities_AcceptsStatus |
      ServerCapabilities.ServerCapabilities_AcceptsEffectiveConfig,
    wantComponents: options.wantComponents,
    http: false,
    // The token says who it is: two generations may have one uid.
    duplicates: "allow",
    admit: (request) => {
      const context = known(request);
      return context === undefined ? refuse(request) : { accept: true, context };
    },
    elsewhere: (request) => (request.path === flowPath ? takeFlow(request, known(request)) : undefined),
    resume: ({ state }) => state,
    connected: (connection) => {
      const { context } = connection;
      if (!isCurrent(context)) return connection.close(1008, "dismissed");
      const before = context.connection;
      context.connection = connection;
      before?.close(1000, "replaced by a newer connection");
    },
    message: (connection, { customMessage }) => {
      const { context, state } = connection;
      if (context.connection !== connection || !isCurrent(context)) return undefined;
      context.state = state;
      context.events.reported(state);
      if (customMessage) context.events.customMessage?.(customMessage);
      return undefined;
    },
    closed: (connection) => {
      const { context } = connection;
      if (context.connection !== connection) return;
      context.connection = undefined;
      if (isCurrent(context)) context.events.lost();
    },
  });
  return {
    port: listener.port,
    admit: (generation, events) => {
      admitted.set(generation.number, { generation, events, connection: undefined, state: undefined });
    },
    send: (number, message) => {
      const outcome = admitted.get(number)?.connection?.send(message) ?? "gone";
      return outcome !== "gone" && outcome !== "queue-full";
    },
    dismiss: (number) => {
      const admission = admitted.get(number);
      admitted.delete(number);
      admission?.connection?.close(1000, "dismissed");
    },
    stop: () => listener.stop(),
  };
}

/**
 * The last metrics of a generation that is over are welcome no more, and a failure would be told in the Collector's log: they are
 * taken, and nothing comes of them.
 */
function takeFlow({ method, headers }: RequestHead, admission: Admission | undefined): RequestDecision<never> {
  if (method !== "POST") return { kind: "answer", answer: { status: 405, headers: { allow: "POST" }, body: "" } };
  const taken = { status: 200, headers: { "content-type": "application/x-protobuf" }, body: "" };
  if (!headers.has(tokenHeader)) return { kind: "answer", answer: { status: 401, body: "" } };
  if (admission === undefined) return { kind: "answer", answer: taken };
  return {
    kind: "read",
    gzip: false,
    answer: (body) => {
      if (!body.read) return { status: 400, body: "" };
      try {
        admission.events.measured?.(readFlowCounts(body.body));
      } catch {
        return { status: 400, body: "" };
      }
      return taken;
    },
  };
}

function carriesToken(request: RequestHead, token: string): boolean {
  return equalSecrets(request.headers.get(tokenHeader) ?? "", token);
}

function createRefusal({ clock, log }: LinkOptions): (request: RequestHead) => Entry<never> {
  let silentUntil = Number.NEGATIVE_INFINITY;
  let unsaid = 0;
  return (request) => {
    if (clock.monotonic() < silentUntil) {
      unsaid += 1;
    } else {
      silentUntil = clock.monotonic() + refusalLogIntervalMs;
      log.warn("Refused a stranger on the Collector's link", { peer: request.remoteAddress, refusedBefore: unsaid });
      unsaid = 0;
    }
    return { accept: false, status: 401, body: "only the Collector of this supervisor is served here\n" };
  };
}

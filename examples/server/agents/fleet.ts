import type { AgentConnection, AgentState } from "../../../src/opamp/server/server.ts";
import type { AgentToServer, ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { formatUid } from "../../../src/opamp/wire/uid.ts";
import type { Cancel, Clock } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import { type AgentSummary, agentSummary, type AgentView, agentView } from "./agent-view.ts";
import { acceptsRemoteConfig } from "./remote-config-view.ts";
import type { SavedConfiguration, SavedConfigurations } from "./saved-configurations.ts";

/** What this server notes about one connection. */
export interface Peer {
  /** The agent that speaks on it, once it has said who it is. */
  uid: string | undefined;
  /** Hash of the offer that was sent on it last. */
  offered: string | undefined;
  /** Its agent has come back on another connection: what still arrives on this one is old. */
  replaced: boolean;
}

type Connection = AgentConnection<Peer>;

interface Agent {
  uid: string;
  state: AgentState;
  /** `undefined` while it is away. */
  connection: Connection | undefined;
  lastSeen: number;
}

export interface FleetOptions {
  clock: Clock;
  log: Log;
  configurations: SavedConfigurations;
  /** Agents beyond this number that are away are forgotten, the longest away first. Default 1000. */
  maxAgents?: number;
}

export type SaveOutcome = { kind: "saved"; hash: string } | { kind: "unknown-agent" } | { kind: "not-accepted" };

/** Close code for a connection whose agent has come back on another one (RFC 6455, 7.4.1: policy). */
const superseded = 1008;

/** All agents that connected since the start, and the configurations they are to have. */
export class Fleet {
  readonly #agents = new Map<string, Agent>();
  readonly #listeners = new Set<(uid: string) => void>();
  readonly #options: FleetOptions;

  constructor(options: FleetOptions) {
    this.#options = options;
  }

  /** In the order of their names. */
  list(): AgentSummary[] {
    return [...this.#agents.values()]
      .map((agent) => agentSummary(this.#facts(agent), this.#saved(agent.uid)))
      .sort((left, right) => left.name.localeCompare(right.name, "en") || (left.uid < right.uid ? -1 : 1));
  }

  get(uid: string): AgentView | undefined {
    const agent = this.#agents.get(uid);
    return agent && agentView(this.#facts(agent), this.#saved(uid));
  }

  /** What the agent said on earlier connections, which it may build on. */
  lastState(instanceUid: Uint8Array): AgentState | undefined {
    return this.#agents.get(formatUid(instanceUid))?.state;
  }

  /** Calls `listener` with the uid of each agent whose view may have changed. */
  subscribe(listener: (uid: string) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes in what the agent said; the answer carries the saved configuration where the agent lacks it. */
  message(connection: Connection, message: AgentToServer): ServerToAgent | undefined {
    if (connection.context.replaced) return undefined;
    const agent = this.#agentOf(connection);
    agent.lastSeen = this.#options.clock.now();
    if (connection.state.agentDescription || !agent.state.agentDescription) agent.state = connection.state;
    agent.connection = connection;
    this.#changed(agent.uid);
    return message.agentDisconnect ? undefined : this.#dueOffer(connection, agent.uid);
  }

  closed(connection: Connection): void {
    const agent = this.#agents.get(connection.context.uid ?? "");
    if (agent?.connection !== connection) return;
    agent.connection = undefined;
    this.#options.log.info("Agent disconnected", { agent: agent.uid });
    this.#changed(agent.uid);
  }

  /**
   * Saves `text` as the configuration of an agent, and sends it at once where the agent is connected and does not
   * have it. One that failed is sent again: the reason may lie outside the configuration.
   */
  async saveConfiguration(uid: string, text: string): Promise<SaveOutcome> {
    const agent = this.#agents.get(uid);
    if (agent === undefined) return { kind: "unknown-agent" };
    if (!acceptsRemoteConfig(agent.state)) return { kind: "not-accepted" };
    const saved = await this.#options.configurations.save(uid, text);
    const { connection } = agent;
    const { reported } = agentSummary(this.#facts(agent), saved).remoteConfig;
    if (connection && (reported?.hash !== saved.offer.hash || reported.status === "FAILED")) {
      connection.context.offered = saved.offer.hash;
      connection.send({ remoteConfig: saved.offer.message });
    }
    this.#options.log.info("Configuration saved", { agent: uid, hash: saved.offer.hash, connected: !!connection });
    this.#changed(uid);
    return { kind: "saved", hash: saved.offer.hash };
  }

  /** The agent that speaks on `connection`, which it now holds alone. */
  #agentOf(connection: Connection): Agent {
    const uid = formatUid(connection.state.instanceUid);
    if (connection.context.uid !== uid) {
      this.closed(connection);
      connection.context.uid = uid;
      connection.context.offered = undefined;
      this.#options.log.info("Agent connected", { agent: uid });
    }
    const known = this.#agents.get(uid);
    if (known === undefined) return this.#add({ uid, state: connection.state, connection, lastSeen: 0 });
    if (known.connection !== undefined && known.connection !== connection) {
      this.#options.log.warn("Agent came back on a new connection: the older one is closed", { agent: uid });
      known.connection.context.replaced = true;
      known.connection.close(superseded, "the agent has a newer connection");
    }
    return known;
  }

  #add(agent: Agent): Agent {
    const surplus = this.#agents.size + 1 - (this.#options.maxAgents ?? 1000);
    const away = [...this.#agents.values()].filter(({ connection }) => connection === undefined);
    for (const { uid } of away.sort((left, right) => left.lastSeen - right.lastSeen).slice(0, Math.max(0, surplus))) {
      this.#agents.delete(uid);
    }
    this.#agents.set(agent.uid, agent);
    return agent;
  }

  /**
   * The saved configuration, where the agent reports another hash (§ RemoteConfigStatus Message). Before the full state
   * is known nothing is due, and what was sent on this connection is not repeated: it may still be on its way.
   */
  #dueOffer(connection: Connection, uid: string): ServerToAgent | undefined {
    const saved = this.#saved(uid);
    const { state, context } = connection;
    if (saved === undefined || !state.agentDescription || !acceptsRemoteConfig(state)) return undefined;
    const reported = state.remoteConfigStatus?.lastRemoteConfigHash?.toHex() ?? "";
    if (reported === saved.offer.hash || context.offered === saved.offer.hash) return undefined;
    context.offered = saved.offer.hash;
    this.#options.log.info("Saved configuration offered", { agent: uid, hash: saved.offer.hash });
    return { remoteConfig: saved.offer.message };
  }

  #saved(uid: string): SavedConfiguration | undefined {
    return this.#options.configurations.get(uid);
  }

  #facts({ uid, state, connection, lastSeen }: Agent) {
    return { uid, state, connected: connection !== undefined, lastSeen };
  }

  #changed(uid: string): void {
    for (const listener of this.#listeners) listener(uid);
  }
}

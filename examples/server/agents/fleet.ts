import type { DesiredOffers } from "../../../src/opamp/server/desired-offers.ts";
import type { AgentState } from "../../../src/opamp/server/server.ts";
import { CommandType } from "../../../src/opamp/wire/messages.ts";
import { formatUid } from "../../../src/opamp/wire/uid.ts";
import type { Cancel, Clock } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import type { Store } from "../store/open-store.ts";
import type { SavedConfiguration } from "../store/saved-configurations.ts";
import { AgentList } from "./agent-list.ts";
import { acceptsRestart, type AgentSummary, agentSummary, type AgentView, agentView } from "./agent-view.ts";
import { observedEvents } from "./observed-events.ts";
import { type Agent, type Connection, knownAgent, saysTheSame } from "./peer.ts";
import { acceptsRemoteConfig } from "./remote-config-view.ts";
import type { SupervisorStatus } from "./supervisor-status.ts";

export interface FleetOptions {
  clock: Clock;
  log: Log;
  store: Store;
  /** Agents beyond this number that are away are forgotten, the longest away first. Default 20,000. */
  maxAgents?: number;
}

/** Why an agent cannot be given what people want it to have. */
export type Refusal = { kind: "unknown-agent" } | { kind: "not-accepted" } | { kind: "away" };

export type SaveOutcome = { kind: "saved"; hash: string } | Refusal;

export type RestartOutcome = { kind: "requested" } | Refusal;

/** All agents that ever connected, what they said last, and the configurations they are to have. */
export class Fleet {
  readonly #agents = new Map<string, Agent>();
  readonly #listeners = new Set<(uid: string) => void>();
  readonly #list = new AgentList((uid) => this.#summary(uid));
  readonly #options: FleetOptions;
  #over = false;

  constructor(options: FleetOptions) {
    this.#options = options;
    const { agents, timeline } = options.store;
    for (const { connected, ...agent } of agents.all()) {
      this.#agents.set(agent.uid, { ...agent, connection: undefined });
      this.#list.changed(agent.uid);
      if (!connected) continue;
      timeline.record(agent.uid, { kind: "server-restarted" });
      agents.save({ ...agent, connected: false });
    }
  }

  /** In the order of their names. */
  list(): readonly AgentSummary[] {
    return this.#list.all();
  }

  get(uid: string): AgentView | undefined {
    const agent = this.#agents.get(uid);
    if (agent === undefined) return undefined;
    const timeline = this.#options.store.timeline.list(uid);
    return agentView(knownAgent(agent), { saved: this.#saved(uid), timeline, supervisor: agent.supervisor });
  }

  /** The agent itself, with its connection. */
  find(uid: string): Agent | undefined {
    return this.#agents.get(uid);
  }

  /** How people call the agent; the uid where it is not known. */
  nameOf(uid: string): string {
    return this.#summary(uid)?.name ?? uid;
  }

  /** All agents, in no order. */
  everybody(): IterableIterator<Agent> {
    return this.#agents.values();
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

  /** Takes in what the agent said. What it is to have is not said here, but by `desired`. */
  message(connection: Connection): undefined {
    if (this.#over) return undefined;
    this.#options.store.atomically(() => this.#takeIn(this.#agentOf(connection), connection));
    this.changed(connection.context.uid);
    return undefined;
  }

  /** Takes in what the supervisor of the agent says of it, which is kept while this server runs. */
  heard({ context: { uid = "" } }: Connection, status: SupervisorStatus): void {
    const agent = this.#agents.get(uid);
    if (agent !== undefined) agent.supervisor = status;
    this.changed(uid);
  }

  /** What people want the agent to have. */
  desired({ context }: Connection): DesiredOffers | undefined {
    const saved = this.#saved(context.uid ?? "");
    return this.#over || saved === undefined ? undefined : { remoteConfig: saved.offer.message };
  }

  /** The saved configuration is being sent. */
  offered({ context: { uid = "" } }: Connection): void {
    const hash = this.#saved(uid)?.offer.hash;
    if (this.#over || hash === undefined) return;
    this.#options.log.info("Saved configuration offered", { agent: uid, hash });
    this.#options.store.configurations.sent(uid);
    this.#options.store.timeline.record(uid, { kind: "configuration-offered", hash });
    this.changed(uid);
  }

  /** The agent has another uid now, and brings along what is known of it, unless the new uid is known already. */
  moved(connection: Connection, from: Uint8Array): void {
    const [before, uid] = [formatUid(from), formatUid(connection.state.instanceUid)];
    const agent = this.#agents.get(before);
    if (this.#over || agent?.connection !== connection || this.#agents.has(uid)) return;
    this.#agents.delete(before);
    this.#agents.set(uid, { ...agent, uid });
    connection.context.uid = uid;
    this.#options.store.rename(before, uid);
    this.#options.store.timeline.record(uid, { kind: "moved", from: before });
    this.#options.log.info("Agent has another uid", { agent: uid, before });
    for (const changed of [before, uid]) this.changed(changed);
  }

  closed(connection: Connection): void {
    const agent = this.#agents.get(connection.context.uid ?? "");
    if (this.#over || agent?.connection !== connection) return;
    agent.connection = undefined;
    this.#options.log.info("Agent disconnected", { agent: agent.uid });
    this.#options.store.timeline.record(agent.uid, { kind: "disconnected" });
    this.#options.store.agents.left(agent.uid);
    this.changed(agent.uid);
  }

  /**
   * Saves `text` as the configuration of an agent, and sends it at once where the agent is connected and does not
   * have it. One that failed is sent again: the reason may lie outside the configuration.
   */
  saveConfiguration(uid: string, text: string): SaveOutcome {
    const agent = this.#agents.get(uid);
    if (agent === undefined) return { kind: "unknown-agent" };
    if (!acceptsRemoteConfig(agent.state)) return { kind: "not-accepted" };
    const { configurations, timeline } = this.#options.store;
    const saved = configurations.save(uid, text);
    const { hash } = saved.offer;
    const { connection } = agent;
    timeline.record(uid, { kind: "configuration-saved", hash });
    const { reported } = agentSummary(knownAgent(agent), saved).remoteConfig;
    if (reported?.hash !== hash) connection?.offer();
    else if (connection && reported.status === "FAILED") {
      connection.send({ remoteConfig: saved.offer.message });
      this.offered(connection);
    }
    this.#options.log.info("Configuration saved", { agent: uid, hash, connected: !!connection });
    this.changed(uid);
    return { kind: "saved", hash };
  }

  /** Sends the command that restarts an agent, to one that is there and takes it. */
  requestRestart(uid: string): RestartOutcome {
    const agent = this.#agents.get(uid);
    if (agent === undefined) return { kind: "unknown-agent" };
    if (!acceptsRestart(agent.state)) return { kind: "not-accepted" };
    if (agent.connection === undefined) return { kind: "away" };
    this.#options.store.timeline.record(uid, { kind: "restart-requested" });
    agent.connection.send({ command: { type: CommandType.CommandType_Restart } });
    this.#options.log.info("Restart requested", { agent: uid });
    this.changed(uid);
    return { kind: "requested" };
  }

  /** Nothing is noted any more: who is connected now is found so at the next start, however this server ends. */
  stop(): void {
    this.#over = true;
  }

  /** The agent that speaks on `connection`. */
  #agentOf(connection: Connection): Agent {
    const uid = formatUid(connection.state.instanceUid);
    const known = this.#agents.get(uid);
    if (known?.connection === connection) return known;
    this.closed(connection);
    connection.context.uid = uid;
    this.#options.log.info("Agent connected", { agent: uid, transport: connection.transport });
    this.#options.store.timeline.record(uid, { kind: "connected" });
    return known ?? this.#add({ uid, state: connection.state, connection: undefined, lastSeen: 0 });
  }

  /** Until it has described itself, an agent that is known is shown as it was. */
  #takeIn(agent: Agent, connection: Connection): void {
    const { store, clock } = this.#options;
    const before = agent.lastSeen === 0 ? undefined : agent.state;
    const wasThere = agent.connection === connection;
    agent.lastSeen = clock.now();
    agent.connection = connection;
    if (connection.state.agentDescription || !agent.state.agentDescription) agent.state = connection.state;
    if (wasThere && before !== undefined && saysTheSame(before, agent.state))
      return store.agents.touch(knownAgent(agent));
    const events = before === agent.state ? [] : observedEvents(before, agent.state);
    store.timeline.record(agent.uid, ...events);
    if (events.some((event) => this.#isVerdict(agent.uid, event))) store.configurations.decided(agent.uid);
    store.agents.save(knownAgent(agent));
  }

  #isVerdict(uid: string, event: ReturnType<typeof observedEvents>[number]): boolean {
    if (event.kind !== "configuration-status" || event.status === "APPLYING") return false;
    return event.hash === this.#saved(uid)?.offer.hash;
  }

  #add(agent: Agent): Agent {
    const surplus = this.#agents.size + 1 - (this.#options.maxAgents ?? 20_000);
    if (surplus > 0) this.#forget(surplus);
    this.#agents.set(agent.uid, agent);
    return agent;
  }

  #forget(surplus: number): void {
    const away = [...this.#agents.values()].filter(({ connection }) => connection === undefined);
    for (const { uid } of away.sort((left, right) => left.lastSeen - right.lastSeen).slice(0, surplus)) {
      this.#agents.delete(uid);
      this.#options.store.agents.forget(uid);
      this.changed(uid);
    }
  }

  #summary(uid: string): AgentSummary | undefined {
    const agent = this.#agents.get(uid);
    return agent && agentSummary(knownAgent(agent), this.#saved(uid));
  }

  #saved(uid: string): SavedConfiguration | undefined {
    return this.#options.store.configurations.get(uid);
  }

  /** What is shown of the agent may not be as it was. */
  changed(uid: string | undefined): void {
    if (uid === undefined || this.#over) return;
    this.#list.changed(uid);
    for (const listener of this.#listeners) listener(uid);
  }
}

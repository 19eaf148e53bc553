import type { Database } from "bun:sqlite";

import { z } from "zod";

import { type AgentState, mergeState } from "../../../src/opamp/server/agent-state.ts";
import { decodeMessage } from "../../../src/opamp/wire/decode.ts";
import { encodeMessage } from "../../../src/opamp/wire/encode.ts";
import { codec } from "../../../src/opamp/wire/messages.ts";
import type { Cancel, Clock } from "../../../src/runtime/ports.ts";
import { type ComponentMaps, createComponentMaps } from "./component-maps.ts";

export interface KnownAgent {
  uid: string;
  state: AgentState;
  connected: boolean;
  /** Milliseconds since the Unix epoch. */
  lastSeen: number;
}

export interface KnownAgents {
  /** All of them, as they were left. */
  all(): KnownAgent[];
  save(agent: KnownAgent): void;
  /** The agent is away. */
  left(uid: string): void;
  /** The agent was heard of and said nothing new: written within a second, together with others. */
  touch(agent: KnownAgent): void;
  /** Forgets the agent and what happened to it; its saved configuration stays. */
  forget(uid: string): void;
  /** Writes what still waits. */
  flush(): void;
}

const flushAfterMs = 1000;

const row = z.object({
  uid: z.string(),
  state: z.instanceof(Uint8Array),
  sequence: z.string().regex(/^\d+$/),
  connected: z.number(),
  last_seen: z.number(),
});

/**
 * What agents said last, in the table `agent`: the state as one message `AgentToServer`. The components are in it by their
 * hash alone where the map is one that agents share; it is in the table `component_map` then.
 */
export function createKnownAgents(database: Database, clock: Clock): KnownAgents {
  const maps = createComponentMaps(database);
  const select = database.query("SELECT uid, state, sequence, connected, last_seen FROM agent");
  const upsert = database.query("INSERT OR REPLACE INTO agent VALUES (?, ?, ?, ?, ?)");
  const leave = database.query("UPDATE agent SET connected = 0 WHERE uid = ?");
  const heard = database.query("UPDATE agent SET sequence = ?2, last_seen = ?3 WHERE uid = ?1");
  const forgetEvents = database.query("DELETE FROM event WHERE uid = ?");
  const forgetAgent = database.query("DELETE FROM agent WHERE uid = ?");
  const waiting = new Map<string, KnownAgent>();
  let cancel: Cancel | undefined;
  const flush = () => {
    cancel?.();
    cancel = undefined;
    const agents = [...waiting.values()];
    if (agents.length === 0) return;
    waiting.clear();
    database.transaction(() => {
      for (const { uid, state, lastSeen } of agents) heard.run(uid, String(state.sequence), lastSeen);
    })();
  };
  return {
    all: () => select.all().map((line) => agentOf(row.parse(line), maps)),
    save({ uid, state, connected, lastSeen }) {
      waiting.delete(uid);
      const message = encodeMessage(codec.AgentToServer, maps.extract(state));
      upsert.run(uid, message, String(state.sequence), connected ? 1 : 0, lastSeen);
    },
    left(uid) {
      flush();
      leave.run(uid);
    },
    touch(agent) {
      waiting.set(agent.uid, agent);
      cancel ??= clock.schedule(flushAfterMs, flush);
    },
    forget(uid) {
      waiting.delete(uid);
      forgetEvents.run(uid);
      forgetAgent.run(uid);
    },
    flush,
  };
}

function agentOf({ uid, state, ...line }: z.infer<typeof row>, maps: ComponentMaps): KnownAgent {
  const { sequence, connected, last_seen } = line;
  const message = decodeMessage(codec.AgentToServer, state);
  if (!message) throw new Error(`the database has no state of the agent ${uid} that can be read`);
  return {
    uid,
    state: { ...maps.insert(mergeState(undefined, message)), sequence: BigInt(sequence) },
    connected: connected !== 0,
    lastSeen: last_seen,
  };
}

import type { Database } from "bun:sqlite";

import { z } from "zod";

import { type AgentState, lacksComponents } from "../../../src/opamp/server/agent-state.ts";
import { sharedHash } from "../../../src/opamp/server/component-cache.ts";
import { encodeMessage } from "../../../src/opamp/wire/encode.ts";
import { type AvailableComponents, codec } from "../../../src/opamp/wire/messages.ts";

/** Keeps the maps of available components, of which thousands of agents have the same. */
export interface ComponentMaps {
  /** The state without its map, which is kept by its hash. */
  extract(state: AgentState): AgentState;
  /** The state with the map that belongs to its hash. */
  insert(state: AgentState): AgentState;
}

/** Most maps that are kept, the newest ones, and most that are in memory. */
const [mostKept, mostKnown] = [1000, 100];

const row = z.object({ body: z.instanceof(Uint8Array) }).nullable();

/** The table `component_map`. What is read from it is shared by all agents. */
export function createComponentMaps(database: Database): ComponentMaps {
  const insert = database.query("INSERT OR IGNORE INTO component_map VALUES (?, ?)");
  const forget = database.query(
    `DELETE FROM component_map WHERE rowid <= (SELECT max(rowid) FROM component_map) - ${mostKept}`,
  );
  const select = database.query("SELECT body FROM component_map WHERE hash = ?");
  const known = new Map<string, AvailableComponents>();
  const keep = (key: string, components: AvailableComponents) => {
    if (known.size >= mostKnown) known.clear();
    known.set(key, components);
  };
  const read = (hash: Uint8Array): AvailableComponents | undefined => {
    const line = row.parse(select.get(hash));
    return line ? codec.AvailableComponents.decode(line.body) : undefined;
  };
  return {
    extract(state) {
      const { availableComponents } = state;
      const hash = availableComponents && sharedHash(availableComponents);
      if (!hash || lacksComponents(availableComponents)) return state;
      const key = hash.toHex();
      if (!known.has(key)) {
        insert.run(hash, encodeMessage(codec.AvailableComponents, availableComponents));
        forget.run();
        keep(key, availableComponents);
      }
      return { ...state, availableComponents: { hash } };
    },
    insert(state) {
      const { availableComponents } = state;
      const hash = availableComponents?.hash;
      if (!hash || !lacksComponents(availableComponents)) return state;
      const key = hash.toHex();
      const whole = known.get(key) ?? read(hash);
      if (!whole) return state;
      keep(key, whole);
      return { ...state, availableComponents: whole };
    },
  };
}

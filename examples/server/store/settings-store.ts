import type { Database } from "bun:sqlite";

import { z } from "zod";

import { durably } from "./open-database.ts";

/** What this server keeps of itself: choices of people, and what was made once and stays. On disk when `set` returns. */
export interface SettingsStore {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

const settingRow = z.object({ value: z.string() }).nullable();

/** The table `setting`. */
export function createSettingsStore(database: Database): SettingsStore {
  const select = database.query("SELECT value FROM setting WHERE name = ?");
  const upsert = database.query("INSERT OR REPLACE INTO setting VALUES (?, ?)");
  return {
    get: (name) => settingRow.parse(select.get(name))?.value,
    set: (name, value) => void durably(database, () => upsert.run(name, value)),
  };
}

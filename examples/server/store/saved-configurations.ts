import type { Database } from "bun:sqlite";

import { z } from "zod";

import type { Clock } from "../../../src/runtime/ports.ts";
import { type Offer, offerOf } from "../agents/remote-config.ts";
import { momentOf } from "./moment-of.ts";
import { durably } from "./open-database.ts";

export interface SavedConfiguration {
  text: string;
  /** ISO 8601. */
  savedAt: string;
  offer: Offer;
  /** When it went to the agent last; `null`: never yet. ISO 8601. */
  sentAt: string | null;
  /** When the agent gave its verdict on what was sent; `null`: not yet. ISO 8601. */
  decidedAt: string | null;
}

export interface SavedConfigurations {
  /** `undefined` for an agent that nothing was ever saved for: it must not be offered anything. */
  get(uid: string): SavedConfiguration | undefined;
  /** Returns once the text is on disk. */
  save(uid: string, text: string): SavedConfiguration;
  /** It goes to the agent now; a verdict is awaited. */
  sent(uid: string): void;
  /** What is known of these agents is not as it was. */
  forget(...uids: readonly string[]): void;
  /** The agent gives a verdict now. Nothing is noted where nothing was sent. */
  decided(uid: string): void;
}

const row = z.object({
  text: z.string(),
  saved_at: z.number(),
  sent_at: z.number().nullable(),
  decided_at: z.number().nullable(),
});

/** The configurations of people, in the table `configuration`. */
export function createSavedConfigurations(database: Database, clock: Clock): SavedConfigurations {
  const select = database.query("SELECT text, saved_at, sent_at, decided_at FROM configuration WHERE uid = ?");
  const upsert = database.query(
    `INSERT INTO configuration (uid, text, saved_at) VALUES (?1, ?2, ?3)
     ON CONFLICT (uid) DO UPDATE SET saved_at = ?3, text = ?2,
       sent_at = iif(text = ?2, sent_at, NULL), decided_at = iif(text = ?2, decided_at, NULL)`,
  );
  const sent = database.query("UPDATE configuration SET sent_at = ?2, decided_at = NULL WHERE uid = ?1");
  const decided = database.query("UPDATE configuration SET decided_at = ?2 WHERE uid = ?1 AND sent_at IS NOT NULL");
  const known = new Map<string, SavedConfiguration | undefined>();
  const read = (uid: string): SavedConfiguration | undefined => {
    const found = select.get(uid);
    if (found === null) return undefined;
    const { text, saved_at, sent_at, decided_at } = row.parse(found);
    return {
      text,
      savedAt: new Date(saved_at).toISOString(),
      offer: offerOf(text),
      sentAt: momentOf(sent_at),
      decidedAt: momentOf(decided_at),
    };
  };
  const get = (uid: string): SavedConfiguration | undefined => {
    if (!known.has(uid)) known.set(uid, read(uid));
    return known.get(uid);
  };
  return {
    get,
    save(uid, text) {
      durably(database, () => upsert.run(uid, text.toWellFormed(), clock.now()));
      known.delete(uid);
      const saved = get(uid);
      if (saved === undefined) throw new Error("the configuration was written and is not there");
      return saved;
    },
    sent(uid) {
      sent.run(uid, clock.now());
      known.delete(uid);
    },
    forget(...uids) {
      for (const uid of uids) known.delete(uid);
    },
    decided(uid) {
      decided.run(uid, clock.now());
      known.delete(uid);
    },
  };
}

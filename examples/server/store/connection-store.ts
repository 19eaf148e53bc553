import type { Database } from "bun:sqlite";

import { z } from "zod";

import type { Clock } from "../../../src/runtime/ports.ts";
import {
  type ConnectionEntry,
  type ConnectionKind,
  connectionKinds,
  type ConnectionSettings,
  connectionSettings,
} from "../connections/settings.ts";
import { momentOf } from "./moment-of.ts";
import { durably } from "./open-database.ts";

/** What became of the offers to one agent. */
export interface OfferRecord {
  /** Of the last offer, hexadecimal; empty before the first one. */
  hash: string;
  /** How often the agent was asked to try again. */
  attempt: number;
  /** Whether the agent could not use it, and nobody has changed anything since: nothing else is offered then. */
  held: boolean;
  /** When that offer went out, and when the agent gave its verdict; `null`: it did not. ISO 8601. */
  sentAt: string | null;
  decidedAt: string | null;
}

/** `uid` may be `all` where it says for whom settings are. */
export interface ConnectionStore {
  /** In the order of kinds and names. */
  entries(uid: string): ConnectionEntry[];
  /** Returns once it is on disk. */
  save(uid: string, kind: ConnectionKind, name: string, settings: ConnectionSettings): void;
  /** Whether there was such an entry. */
  withdraw(uid: string, kind: ConnectionKind, name: string): boolean;
  offer(uid: string): OfferRecord;
  /** The offer with this hash goes to the agent now. */
  sent(uid: string, hash: string): void;
  /** The agent gives its verdict now, on what was sent. */
  decided(uid: string, verdict: "applied" | "failed"): void;
  /** Something was changed for the agent. */
  release(uid: string): void;
  /** From now on the offer counts as another one. */
  tryAgain(uid: string): void;
}

const entryRow = z.object({
  kind: z.enum(connectionKinds),
  name: z.string(),
  body: z.string(),
  saved_at: z.number(),
});

const offerRow = z
  .object({
    hash: z.string(),
    attempt: z.number(),
    held: z.number(),
    sent_at: z.number().nullable(),
    decided_at: z.number().nullable(),
  })
  .nullable();

/** The tables `connection_settings` and `connection_offer`. The file has secrets in it and is for its owner alone. */
export function createConnectionStore(database: Database, clock: Clock): ConnectionStore {
  const select = database.query(
    "SELECT kind, name, body, saved_at FROM connection_settings WHERE uid = ? ORDER BY kind, name",
  );
  const upsert = database.query("INSERT OR REPLACE INTO connection_settings VALUES (?, ?, ?, ?, ?)");
  const remove = database.query("DELETE FROM connection_settings WHERE uid = ? AND kind = ? AND name = ?");
  const selectOffer = database.query(
    "SELECT hash, attempt, held, sent_at, decided_at FROM connection_offer WHERE uid = ?",
  );
  const upsertOffer = database.query(
    `INSERT INTO connection_offer VALUES (?1, ?2, 0, 0, ?3, NULL)
     ON CONFLICT (uid) DO UPDATE SET hash = ?2, held = 0, sent_at = ?3, decided_at = NULL`,
  );
  const decide = database.query(
    "UPDATE connection_offer SET decided_at = ?2, held = ?3 WHERE uid = ?1 AND decided_at IS NULL",
  );
  const release = database.query("UPDATE connection_offer SET held = 0 WHERE uid = ? AND held = 1");
  const countUp = database.query("UPDATE connection_offer SET attempt = (attempt + 1) % 65536 WHERE uid = ?");
  return {
    entries: (uid) =>
      select.all(uid).map((line) => {
        const { kind, name, body, saved_at } = entryRow.parse(line);
        const savedAt = new Date(saved_at).toISOString();
        return { kind, name, settings: connectionSettings.parse(JSON.parse(body)), savedAt };
      }),
    save(uid, kind, name, settings) {
      durably(database, () => upsert.run(uid, kind, name, JSON.stringify(settings), clock.now()));
    },
    withdraw: (uid, kind, name) => durably(database, () => remove.run(uid, kind, name)).changes > 0,
    offer(uid) {
      const found = offerRow.parse(selectOffer.get(uid));
      return {
        hash: found?.hash ?? "",
        attempt: found?.attempt ?? 0,
        held: found?.held === 1,
        sentAt: momentOf(found?.sent_at),
        decidedAt: momentOf(found?.decided_at),
      };
    },
    sent: (uid, hash) => void upsertOffer.run(uid, hash, clock.now()),
    decided: (uid, verdict) => void decide.run(uid, clock.now(), verdict === "failed" ? 1 : 0),
    release: (uid) => void release.run(uid),
    tryAgain: (uid) => void countUp.run(uid),
  };
}

import type { Database } from "bun:sqlite";

import { z } from "zod";

import type { Clock } from "../../../src/runtime/ports.ts";
import type { StoredPackage } from "../packages/stored-package.ts";
import { momentOf } from "./moment-of.ts";
import { durably } from "./open-database.ts";

/** What became of the offers of packages to one agent. */
export interface PackageOfferRecord {
  /** Of all packages in the last offer, hexadecimal. */
  hash: string;
  /** How often the agent was asked to try again. */
  attempt: number;
  /** When that offer went out; `null`: it did not yet. When the agent was done with it; `null`: it is not. ISO 8601. */
  sentAt: string | null;
  decidedAt: string | null;
}

/** `uid` may be `all` where it says for whom a package is chosen. */
export interface PackageStore {
  /** The newest first. */
  all(): StoredPackage[];
  find(id: number): StoredPackage | undefined;
  /** Returns its number once it is on disk. */
  add(entry: Omit<StoredPackage, "id" | "savedAt">): number;
  /** Takes it away, and from everybody for whom it was chosen. */
  remove(id: number): void;
  /** Names of packages, and what was chosen for each. */
  choices(uid: string): Map<string, StoredPackage>;
  choose(uid: string, entry: Pick<StoredPackage, "id" | "name">): void;
  /** Whether one was chosen. */
  withdraw(uid: string, name: string): boolean;
  /** `undefined`: the agent was never offered any. */
  offer(uid: string): PackageOfferRecord | undefined;
  /** The offer with this hash goes to the agent now. */
  sent(uid: string, hash: string): void;
  decided(uid: string): void;
  /** From now on the offer counts as another one. */
  tryAgain(uid: string): void;
}

const packageRow = z
  .object({
    id: z.number(),
    name: z.string(),
    version: z.string(),
    file_name: z.string(),
    sha256: z.string(),
    size: z.number(),
    signature: z.string(),
    saved_at: z.number(),
  })
  .transform(({ file_name: fileName, saved_at, ...row }) => ({
    ...row,
    fileName,
    savedAt: new Date(saved_at).toISOString(),
  }));

const offerRow = z
  .object({
    hash: z.string(),
    attempt: z.number(),
    sent_at: z.number().nullable(),
    decided_at: z.number().nullable(),
  })
  .nullable();

/** The tables `package`, `package_choice` and `package_offer`. */
export function createPackageStore(database: Database, clock: Clock): PackageStore {
  const selectAll = database.query("SELECT * FROM package ORDER BY id DESC");
  const select = database.query("SELECT * FROM package WHERE id = ?");
  const insert = database.query(
    `INSERT INTO package (name, version, file_name, sha256, size, signature, saved_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.query("DELETE FROM package WHERE id = ?");
  const removeChoices = database.query("DELETE FROM package_choice WHERE package_id = ?");
  const selectChoices = database.query(
    "SELECT package.* FROM package_choice JOIN package ON package.id = package_id WHERE uid = ? ORDER BY package.name",
  );
  const choose = database.query("INSERT OR REPLACE INTO package_choice VALUES (?, ?, ?)");
  const withdraw = database.query("DELETE FROM package_choice WHERE uid = ? AND name = ?");
  const selectOffer = database.query("SELECT hash, attempt, sent_at, decided_at FROM package_offer WHERE uid = ?");
  const upsertOffer = database.query(
    `INSERT INTO package_offer VALUES (?1, ?2, 0, ?3, NULL)
     ON CONFLICT (uid) DO UPDATE SET hash = ?2, sent_at = ?3, decided_at = NULL`,
  );
  const decide = database.query("UPDATE package_offer SET decided_at = ?2 WHERE uid = ?1 AND decided_at IS NULL");
  const countUp = database.query("UPDATE package_offer SET attempt = (attempt + 1) % 65536 WHERE uid = ?");
  return {
    all: () => selectAll.all().map((row) => packageRow.parse(row)),
    find(id) {
      const row = select.get(id);
      return row === null ? undefined : packageRow.parse(row);
    },
    add: ({ name, version, fileName, sha256, size, signature }) =>
      Number(
        durably(database, () => insert.run(name, version, fileName, sha256, size, signature, clock.now()))
          .lastInsertRowid,
      ),
    remove: (id) =>
      durably(database, () =>
        database.transaction(() => {
          removeChoices.run(id);
          remove.run(id);
        })(),
      ),
    choices: (uid) =>
      new Map(
        selectChoices
          .all(uid)
          .map((row) => packageRow.parse(row))
          .map((row) => [row.name, row]),
      ),
    choose: (uid, { id, name }) => void durably(database, () => choose.run(uid, name, id)),
    withdraw: (uid, name) => durably(database, () => withdraw.run(uid, name)).changes > 0,
    offer(uid) {
      const found = offerRow.parse(selectOffer.get(uid));
      if (found === null) return undefined;
      const { hash, attempt, sent_at, decided_at } = found;
      return { hash, attempt, sentAt: momentOf(sent_at), decidedAt: momentOf(decided_at) };
    },
    sent: (uid, hash) => void upsertOffer.run(uid, hash, clock.now()),
    decided: (uid) => void decide.run(uid, clock.now()),
    tryAgain: (uid) => void countUp.run(uid),
  };
}

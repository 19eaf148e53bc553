import { Database } from "bun:sqlite";

import { z } from "zod";

import type { Files } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";

export interface OpenDatabaseOptions {
  files: Files;
  log: Log;
  path: string;
}

/** What each version has more than the one before; the first one begins with nothing. */
const steps = [
  `
  CREATE TABLE configuration (
    uid TEXT PRIMARY KEY, text TEXT NOT NULL, saved_at INTEGER NOT NULL, sent_at INTEGER, decided_at INTEGER
  ) STRICT;
  CREATE TABLE agent (
    uid TEXT PRIMARY KEY, state BLOB NOT NULL, sequence TEXT NOT NULL, connected INTEGER NOT NULL,
    last_seen INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE event (id INTEGER PRIMARY KEY, uid TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE INDEX event_of_agent ON event (uid, id);
`,
  `CREATE TABLE component_map (hash BLOB PRIMARY KEY, body BLOB NOT NULL) STRICT`,
  `
  CREATE TABLE connection_settings (
    uid TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, saved_at INTEGER NOT NULL,
    PRIMARY KEY (uid, kind, name)
  ) STRICT;
  CREATE TABLE connection_offer (
    uid TEXT PRIMARY KEY, hash TEXT NOT NULL, attempt INTEGER NOT NULL, held INTEGER NOT NULL,
    sent_at INTEGER, decided_at INTEGER
  ) STRICT;
  CREATE TABLE certificate (
    serial TEXT PRIMARY KEY, uid TEXT NOT NULL, cert TEXT NOT NULL, key_print TEXT NOT NULL, origin TEXT NOT NULL,
    state TEXT NOT NULL, issued_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, decided_at INTEGER
  ) STRICT;
  CREATE INDEX certificate_of_agent ON certificate (uid);
  CREATE TABLE certificate_request (
    uid TEXT PRIMARY KEY, csr TEXT NOT NULL, key_name TEXT NOT NULL, key_print TEXT NOT NULL, asked_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`,
  `
  CREATE TABLE package (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, version TEXT NOT NULL, file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL, size INTEGER NOT NULL, signature TEXT NOT NULL, saved_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE package_choice (
    uid TEXT NOT NULL, name TEXT NOT NULL, package_id INTEGER NOT NULL, PRIMARY KEY (uid, name)
  ) STRICT;
  CREATE TABLE package_offer (
    uid TEXT PRIMARY KEY, hash TEXT NOT NULL, attempt INTEGER NOT NULL, sent_at INTEGER, decided_at INTEGER
  ) STRICT;
`,
];

/**
 * Opens the SQLite file, 0600, with its tables; moments in them are milliseconds since the Unix epoch. A file that is no
 * sound database is set aside as `….unreadable`. Throws for one of a younger server: it may not be lost.
 */
export async function openDatabase({ files, log, path }: OpenDatabaseOptions): Promise<Database> {
  try {
    return await prepared(files, path);
  } catch (error) {
    if (!isDamage(error)) throw error;
    for (const suffix of ["-wal", "-shm"]) await files.remove(`${path}${suffix}`);
    await files.rename(path, `${path}.unreadable`);
    log.error("The database is not readable and was set aside: nothing is known or offered from it", {
      file: `${path}.unreadable`,
      reason: error.message,
    });
    return await prepared(files, path);
  }
}

async function prepared(files: Files, path: string): Promise<Database> {
  if ((await files.stat(path)) === undefined) await files.write(path, "");
  const database = new Database(path, { readwrite: true, strict: true });
  try {
    database.run("PRAGMA busy_timeout = 2000");
    database.run("PRAGMA journal_mode = WAL");
    // What agents say may be lost with the power, not with the process: it comes again. `durably` is for what does not.
    database.run("PRAGMA synchronous = NORMAL");
    const damage = z.array(z.object({ quick_check: z.string() })).parse(database.query("PRAGMA quick_check").all());
    if (damage[0]?.quick_check !== "ok") throw new DamagedDatabaseError(damage[0]?.quick_check ?? "");
    const { user_version } = z.object({ user_version: z.number() }).parse(database.query("PRAGMA user_version").get());
    if (user_version > steps.length) {
      throw new Error(`${path} is of a younger version of this server: ${user_version}, and ${steps.length} is known`);
    }
    database.transaction(() => {
      for (const step of steps.slice(user_version)) database.run(step);
      database.run(`PRAGMA user_version = ${steps.length}`);
    })();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Does the work, and returns once what it wrote is on the disk. Not inside a transaction. */
export function durably<Result>(database: Database, work: () => Result): Result {
  database.run("PRAGMA synchronous = FULL");
  try {
    return work();
  } finally {
    database.run("PRAGMA synchronous = NORMAL");
  }
}

/** SQLite found pages that do not fit together. */
class DamagedDatabaseError extends Error {
  readonly code = "SQLITE_CORRUPT";
  override name = "DamagedDatabaseError";
}

function isDamage(error: unknown): error is Error {
  return (
    error instanceof Error && "code" in error && (error.code === "SQLITE_NOTADB" || error.code === "SQLITE_CORRUPT")
  );
}

import { join } from "node:path";

import type { Clock, Files } from "../../../src/runtime/ports.ts";
import type { Log } from "../../../src/telemetry/log.ts";
import { type CertificateStore, createCertificateStore } from "./certificate-store.ts";
import { type ConnectionStore, createConnectionStore } from "./connection-store.ts";
import { createKnownAgents, type KnownAgents } from "./known-agents.ts";
import { openDatabase } from "./open-database.ts";
import { createPackageStore, type PackageStore } from "./package-store.ts";
import { createSavedConfigurations, type SavedConfigurations } from "./saved-configurations.ts";
import { createSettingsStore, type SettingsStore } from "./settings-store.ts";
import { takeOver } from "./take-over.ts";
import { createTimeline, type Timeline } from "./timeline.ts";

/** What survives a restart of the server. */
export interface Store {
  configurations: SavedConfigurations;
  agents: KnownAgents;
  timeline: Timeline;
  connections: ConnectionStore;
  certificates: CertificateStore;
  packages: PackageStore;
  settings: SettingsStore;
  /** All or nothing of what `work` writes. */
  atomically<Result>(work: () => Result): Result;
  /** All that is kept of an agent is kept under its new uid, of which nothing must be known. */
  rename(from: string, to: string): void;
  close(): void;
}

export interface OpenStoreOptions {
  files: Files;
  clock: Clock;
  log: Log;
  /** Holds `server.sqlite`; a `configurations.json` in it is taken over. */
  directory: string;
}

const tablesOfAgents = [
  "agent",
  "event",
  "configuration",
  "connection_settings",
  "connection_offer",
  "certificate",
  "certificate_request",
  "package_choice",
  "package_offer",
] as const;

/** Opens the one file that keeps everything. */
export async function openStore({ files, clock, log, directory }: OpenStoreOptions): Promise<Store> {
  const database = await openDatabase({ files, log, path: join(directory, "server.sqlite") });
  await takeOver({ database, files, log, path: join(directory, "configurations.json") });
  const agents = createKnownAgents(database, clock);
  const configurations = createSavedConfigurations(database, clock);
  return {
    configurations,
    agents,
    timeline: createTimeline({ database, clock }),
    connections: createConnectionStore(database, clock),
    certificates: createCertificateStore(database),
    packages: createPackageStore(database, clock),
    settings: createSettingsStore(database),
    atomically: (work) => database.transaction(work)(),
    rename: (from, to) => {
      agents.flush();
      configurations.forget(from, to);
      database.transaction(() => {
        for (const table of tablesOfAgents) {
          database.query(`UPDATE OR REPLACE ${table} SET uid = ?2 WHERE uid = ?1`).run(from, to);
        }
      })();
    },
    close: () => {
      agents.flush();
      database.close();
    },
  };
}

import type {
  AgentRemoteConfig,
  ConnectionSettingsOffers,
  OpAMPConnectionSettings,
  PackagesAvailable,
  PackageStatuses,
} from "../opamp/wire/messages.ts";
import { type CollectorKnowledge, parseKnowledge } from "./collector-knowledge.ts";
import { type Death, deathsRecord } from "./deaths.ts";
import { noPackages, type PackagesRecord, packagesRecord } from "./packages-record.ts";
import type { StoragePaths } from "./paths.ts";
import { type PendingRequest, pendingRequestRecord } from "./pending-request.ts";
import {
  noPersistentState,
  parsePersistentState,
  type PersistentState,
  renderPersistentState,
} from "./persistent-state.ts";
import type { Recovery } from "./recovery.ts";
import { type Rejected, rejectedRecord } from "./rejected.ts";
import { type RunningCollector, runningRecord } from "./running-collector.ts";
import type { StoredFiles } from "./sealed-files.ts";
import { type Trial, trialRecord } from "./trial.ts";
import {
  parseConnection,
  parseOtherConnections,
  parseOwnTelemetry,
  parsePackages,
  parsePackageStatuses,
  parseRemoteConfig,
} from "./wire-records.ts";

/** All that is stored. A value is replaced as a whole, never changed. */
export interface StoredState {
  readonly persistent: PersistentState;
  /** As the server sent it last, before any check. */
  readonly receivedRemoteConfig: AgentRemoteConfig | undefined;
  /** The last one that was proved to work. */
  readonly workingRemoteConfig: AgentRemoteConfig | undefined;
  /** The one to go back to where that one is still on probation. */
  readonly lastGoodRemoteConfig: AgentRemoteConfig | undefined;
  /** Has `ownMetrics`, `ownTraces`, `ownLogs` alone. */
  readonly ownTelemetry: ConnectionSettingsOffers | undefined;
  /** Has `otherConnections` alone. */
  readonly otherConnections: ConnectionSettingsOffers | undefined;
  /** Accepted settings of the connection to the server. */
  readonly connection: OpAMPConnectionSettings | undefined;
  /** Those on trial. */
  readonly connectionCandidate: OpAMPConnectionSettings | undefined;
  readonly knowledge: readonly CollectorKnowledge[];
  /** The Collector that runs, or that a supervisor which is gone has left behind. */
  readonly running: RunningCollector | undefined;
  readonly redactionKey: Uint8Array | undefined;
  /** A trial that an earlier supervisor has not ended. */
  readonly trial: Trial | undefined;
  readonly rejected: readonly Rejected[];
  readonly deaths: readonly Death[];
  /** A request for a client certificate that has no answer yet. */
  readonly certificateRequest: PendingRequest | undefined;
  readonly packages: PackagesRecord;
  /** Packages of the supervisor itself. */
  readonly supervisorPackages: PackagesRecord;
  /** The packages that were offered last, where not all have their verdict; addresses and headers may be secrets. */
  readonly receivedPackages: PackagesAvailable | undefined;
  /** What the server was told last of packages. */
  readonly packageStatuses: PackageStatuses | undefined;
}

/** Bytes of the key of the hashes that stand for secrets. */
export const redactionKeyLength = 32;

/** Reads a storage directory; `recovery` sets aside what cannot be used. */
export async function loadStoredState(
  files: StoredFiles,
  paths: StoragePaths,
  recovery: Recovery,
): Promise<StoredState> {
  return {
    persistent: await loadPersistentState(files, paths.persistentState, recovery),
    receivedRemoteConfig: await recovery.read(paths.receivedRemoteConfig, parseRemoteConfig),
    workingRemoteConfig: await recovery.read(paths.workingRemoteConfig, parseRemoteConfig),
    lastGoodRemoteConfig: await recovery.read(paths.lastGoodRemoteConfig, parseRemoteConfig),
    ownTelemetry: await recovery.read(paths.ownTelemetry, parseOwnTelemetry),
    otherConnections: await recovery.read(paths.otherConnections, parseOtherConnections),
    connection: await recovery.read(paths.connection, parseConnection),
    connectionCandidate: await recovery.read(paths.connectionCandidate, parseConnection),
    knowledge: (await recovery.read(paths.collectorKnowledge, parseKnowledge)) ?? [],
    running: await recovery.read(paths.runningCollector, runningRecord.parse),
    redactionKey: await recovery.read(paths.redactionKey, parseRedactionKey),
    trial: await recovery.read(paths.trial, trialRecord.parse),
    rejected: (await recovery.read(paths.rejected, rejectedRecord.parse)) ?? [],
    deaths: (await recovery.read(paths.deaths, deathsRecord.parse)) ?? [],
    certificateRequest: await recovery.read(paths.certificateRequest, pendingRequestRecord.parse),
    packages: (await recovery.read(paths.packagesRecord, packagesRecord.parse)) ?? noPackages,
    supervisorPackages: (await recovery.read(paths.supervisorPackagesRecord, packagesRecord.parse)) ?? noPackages,
    receivedPackages: await recovery.read(paths.receivedPackages, parsePackages),
    packageStatuses: await recovery.read(paths.packageStatuses, parsePackageStatuses),
  };
}

function parseRedactionKey(data: Uint8Array): Uint8Array {
  if (data.length === redactionKeyLength) return data;
  throw new Error(`it does not have ${redactionKeyLength} bytes`);
}

/**
 * The identity is precious: where a part of the file is good, the whole is copied aside and the good part put in its
 * place before the start goes on.
 */
async function loadPersistentState(files: StoredFiles, path: string, recovery: Recovery): Promise<PersistentState> {
  const read = await recovery.read(path, (data) => ({
    data,
    text: new TextDecoder("utf-8", { fatal: true }).decode(data),
  }));
  if (read === undefined) return noPersistentState;
  const { state, oddities } = parsePersistentState(read.text);
  if (oddities.length === 0) return state;
  const reason = oddities.join("; ");
  if (state.text === "") {
    await recovery.setAside(path, reason);
    return noPersistentState;
  }
  await recovery.keepCopy(path, read.data, reason);
  const text = renderPersistentState(state);
  await files.write(path, text).catch(() => undefined);
  return { ...state, text };
}

import type { AgentRemoteConfig, ConnectionSettingsOffers, OpAMPConnectionSettings } from "../opamp/wire/messages.ts";
import type { Random } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { type CollectorKnowledge, renderKnowledge, withKnowledge } from "./collector-knowledge.ts";
import { type Death, deathsRecord } from "./deaths.ts";
import type { DirectoryHold, HeldDirectory } from "./held-directory.ts";
import { PackageRecords } from "./package-records.ts";
import type { StoragePaths } from "./paths.ts";
import { type PendingRequest, pendingRequestRecord } from "./pending-request.ts";
import {
  type PersistentState,
  renderPersistentState,
  type StoredRemoteConfigStatus,
  type StoredSettingsStatus,
} from "./persistent-state.ts";
import type { Mishap } from "./recovery.ts";
import { type Rejected, rejectedRecord } from "./rejected.ts";
import { type RunningCollector, runningRecord } from "./running-collector.ts";
import type { StoredFiles } from "./sealed-files.ts";
import { StateChanges } from "./state-changes.ts";
import { storedRedactionKey } from "./stored-redaction-key.ts";
import type { StoredState } from "./stored-state.ts";
import { type Trial, trialRecord } from "./trial.ts";
import {
  parseConnection,
  parseOtherConnections,
  parseOwnTelemetry,
  renderConnection,
  renderOtherConnections,
  renderOwnTelemetry,
  renderRemoteConfig,
} from "./wire-records.ts";

export interface StorageOptions {
  /** They seal what holds secrets, where that is wanted. */
  files: StoredFiles;
  log: Log;
  random: Pick<Random, "bytes">;
  paths: StoragePaths;
  /** Id of the group that may read what is written for the Collector. Unset: nobody but this process's user. */
  collectorGroup?: number | undefined;
  state: StoredState;
  mishaps: readonly Mishap[];
  held: HeldDirectory;
}

/** The state directory of one supervisor: what is saved there, record by record. How that is done: `StateChanges`. */
export class Storage {
  readonly paths: StoragePaths;
  /** What could not be used when the directory was opened. */
  readonly mishaps: readonly Mishap[];
  /** The key of the hashes that stand for secrets in what the server is shown: 32 bytes, the same over restarts. */
  readonly redactionKey: () => Uint8Array;
  /** What is kept of packages. */
  readonly packageRecords: PackageRecords;
  readonly #held: HeldDirectory;
  /** Id of the group that may read what is written for the Collector; `undefined`: nobody but this process's user. */
  readonly collectorGroup: number | undefined;
  readonly #changes: StateChanges;

  constructor(options: StorageOptions) {
    this.paths = options.paths;
    this.mishaps = options.mishaps;
    this.#held = options.held;
    this.collectorGroup = options.collectorGroup;
    this.#changes = new StateChanges(options);
    this.packageRecords = new PackageRecords({ changes: this.#changes, paths: this.paths });
    this.redactionKey = storedRedactionKey({ ...options, changes: this.#changes, path: this.paths.redactionKey });
  }

  get state(): StoredState {
    return this.#changes.state;
  }

  get hold(): DirectoryHold {
    return this.#changes;
  }

  /** What is known of the Collector with this identity. */
  knowledge(identity: string): CollectorKnowledge | undefined {
    return this.state.knowledge.find((entry) => entry.identity === identity);
  }

  /** `uid`: 16 bytes. */
  saveInstanceUid(uid: Uint8Array): Promise<void> {
    if (uid.length !== 16) {
      return Promise.reject(new RangeError(`an instance uid has 16 bytes: current value has ${uid.length}`));
    }
    return this.#savePersistent({ instanceUid: uid.slice() });
  }

  /** Who this agent is from now on, uid and machine at once. */
  saveIdentity(identity: Pick<PersistentState, "instanceUid" | "machine" | "clonedFrom">): Promise<void> {
    const { instanceUid, machine, clonedFrom } = identity;
    return this.#savePersistent({ instanceUid, machine, clonedFrom });
  }

  saveRemoteConfigStatus(status: StoredRemoteConfigStatus): Promise<void> {
    return this.#savePersistent({ remoteConfigStatus: structuredClone(status) });
  }

  /** `undefined`: nothing was said. */
  saveSettingsStatus(status: StoredSettingsStatus | undefined): Promise<void> {
    return this.#savePersistent({ settingsStatus: structuredClone(status) });
  }

  /** `undefined` removes the record. */
  async saveReceivedRemoteConfig(config: AgentRemoteConfig | undefined): Promise<void> {
    await this.#putRemoteConfig("receivedRemoteConfig", config);
  }

  /** `undefined` removes the record. */
  async saveWorkingRemoteConfig(config: AgentRemoteConfig | undefined): Promise<void> {
    await this.#putRemoteConfig("workingRemoteConfig", config);
  }

  /** `undefined` removes the record. */
  async saveLastGoodRemoteConfig(config: AgentRemoteConfig | undefined): Promise<void> {
    await this.#putRemoteConfig("lastGoodRemoteConfig", config);
  }

  /** Keeps the settings for own metrics, traces and logs alone; where there are none, the record is removed. */
  async saveOwnTelemetry(offers: ConnectionSettingsOffers | undefined): Promise<void> {
    const data = offers && renderOwnTelemetry(offers);
    const ownTelemetry = data?.length ? parseOwnTelemetry(data) : undefined;
    await this.#changes.put(this.paths.ownTelemetry, data, { ownTelemetry });
  }

  /** Keeps the other connections alone; where there are none, the record is removed. */
  async saveOtherConnections(offers: ConnectionSettingsOffers): Promise<void> {
    const data = renderOtherConnections(offers);
    const otherConnections = data.length > 0 ? parseOtherConnections(data) : undefined;
    await this.#changes.put(this.paths.otherConnections, data, { otherConnections });
  }

  /** Of the accepted settings of the connection to the server; `undefined` removes the record. */
  async saveConnection(settings: OpAMPConnectionSettings | undefined): Promise<void> {
    await this.#putConnection("connection", settings);
  }

  /** Of those on trial; `undefined` removes the record. */
  async saveConnectionCandidate(settings: OpAMPConnectionSettings | undefined): Promise<void> {
    await this.#putConnection("connectionCandidate", settings);
  }

  /** Of the section `server` for which offered settings are taken. */
  saveBootstrapHash(bootstrapHash: string): Promise<void> {
    return this.#savePersistent({ bootstrapHash });
  }

  /** Replaces what was known under the same identity. What a power cut takes can be learned again. */
  saveKnowledge(learned: CollectorKnowledge): Promise<void> {
    const path = this.paths.collectorKnowledge;
    return this.#changes.update(path, { durable: false }, (state) => {
      const knowledge = withKnowledge(state.knowledge, learned);
      return { content: renderKnowledge(knowledge), part: { knowledge } };
    });
  }

  /**
   * `undefined` removes the record: the Collector has ended and nothing of it is left. No process outlasts a power cut,
   * so the record need not either.
   */
  saveRunning(running: RunningCollector | undefined): Promise<void> {
    const content = running && runningRecord.render(running);
    const part = { running: running && { ...running } };
    return this.#changes.put(this.paths.runningCollector, content, part, { durable: false });
  }

  /** The trial that begins; `undefined`: it has its verdict. */
  saveTrial(trial: Trial | undefined): Promise<void> {
    return this.#changes.put(this.paths.trial, trial && trialRecord.render(trial), { trial });
  }

  saveRejected(rejected: readonly Rejected[]): Promise<void> {
    const content = rejected.length === 0 ? undefined : rejectedRecord.render(rejected);
    return this.#changes.put(this.paths.rejected, content, { rejected });
  }

  /** What a power cut takes is no great loss. */
  saveDeaths(deaths: readonly Death[]): Promise<void> {
    return this.#changes.put(this.paths.deaths, deathsRecord.render(deaths), { deaths }, { durable: false });
  }

  /** On disk before anybody is sent it; `undefined`: it is answered. */
  saveCertificateRequest(certificateRequest: PendingRequest | undefined): Promise<void> {
    const content = certificateRequest && pendingRequestRecord.render(certificateRequest);
    return this.#changes.put(this.paths.certificateRequest, content, { certificateRequest });
  }

  /**
   * Waits for no other change and for no flush: the file is made anew for each start of the Collector, and the Collector
   * is down until it is there. So a full disk does not keep it from being written over the one of before.
   */
  async writeEffective(content: string): Promise<void> {
    await this.writeForCollector(this.paths.effectiveConfig, content);
  }

  /** The same for any configuration that the Collector's binary is to read, and nobody else is. */
  async writeForCollector(path: string, content: string): Promise<void> {
    const readers = this.collectorGroup;
    const orInPlace = path === this.paths.effectiveConfig;
    const options = { durable: false, orInPlace, ...(readers !== undefined && { readers }) };
    await this.#changes.writeAtOnce(path, content, options);
  }

  /** A directory below that of the storage, of which the Collector may read files that it knows by name. */
  async makeDirectoryForCollector(path: string): Promise<void> {
    await this.#changes.makeDirectory(path, this.collectorGroup);
  }

  /** One that nobody but this process's user enters. */
  async makeDirectory(path: string): Promise<void> {
    await this.#changes.makeDirectory(path, undefined);
  }

  /** Whether a file of this many bytes can be written. */
  hasRoom(bytes: number): Promise<boolean> {
    return this.#held.hasRoom(bytes);
  }

  /** Resolves when the changes that were asked for so far are on disk or have failed. */
  settled(): Promise<void> {
    return this.#changes.settled();
  }

  /** Waits for the changes that were asked for, then frees the directory for another supervisor. */
  close(): Promise<void> {
    return this.#changes.close();
  }

  #savePersistent(part: Partial<Omit<PersistentState, "text">>): Promise<void> {
    return this.#changes.update(this.paths.persistentState, {}, (state) => {
      const changed = { ...state.persistent, ...part };
      const persistent = { ...changed, text: renderPersistentState(changed) };
      return { content: persistent.text, part: { persistent } };
    });
  }

  /**
   * `async`, so that what cannot be encoded rejects as a failing write does. What is kept is the object itself: it may be
   * large, and one content that is received, working and last good is there once.
   */
  async #putRemoteConfig(
    record: "receivedRemoteConfig" | "workingRemoteConfig" | "lastGoodRemoteConfig",
    config: AgentRemoteConfig | undefined,
  ): Promise<void> {
    const data = config && renderRemoteConfig(config);
    await this.#changes.put(this.paths[record], data, { [record]: data?.length ? config : undefined });
  }

  async #putConnection(
    record: "connection" | "connectionCandidate",
    settings: OpAMPConnectionSettings | undefined,
  ): Promise<void> {
    const data = settings && renderConnection(settings);
    await this.#changes.put(this.paths[record], data, { [record]: data && parseConnection(data) });
  }
}

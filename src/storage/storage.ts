import type { AgentRemoteConfig, ConnectionSettingsOffers, OpAMPConnectionSettings } from "../opamp/wire/messages.ts";
import { InTurn } from "../runtime/in-turn.ts";
import type { Random, WriteOptions } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { type CollectorKnowledge, renderKnowledge, withKnowledge } from "./collector-knowledge.ts";
import { type Death, deathsRecord } from "./deaths.ts";
import type { HeldDirectory, Hold } from "./held-directory.ts";
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
import { errnoName, StorageError } from "./storage-error.ts";
import { redactionKeyLength, type StoredState } from "./stored-state.ts";
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

/** Of a file; where it is missing or empty the file is removed. */
type Content = string | Uint8Array | undefined;

/** A file's new content that waits for its turn. */
interface WaitingPut {
  change: { content: Content; part: Partial<StoredState> };
  done: Promise<void>;
}

/**
 * The state directory of one supervisor. Changes are made one after the other, in the order of the calls, but for
 * content that newer content of the same file overtakes while it waits. Each one is on disk as a whole or not at all,
 * and `state` shows it from then on. A change that fails rejects with a `StorageError` and leaves file and `state` as
 * they were; those after it go on.
 */
export class Storage {
  readonly paths: StoragePaths;
  /** What could not be used when the directory was opened. */
  readonly mishaps: readonly Mishap[];
  /** Called when the directory was made anew, since somebody had removed it. */
  restored: () => void = () => {};
  readonly #files: StoredFiles;
  readonly #log: Log;
  readonly #random: Pick<Random, "bytes">;
  readonly #held: HeldDirectory;
  readonly #collectorGroup: number | undefined;
  #state: StoredState;
  readonly #changes = new InTurn();
  /** By path. */
  readonly #waiting = new Map<string, WaitingPut>();
  #closed = false;

  constructor(options: StorageOptions) {
    this.paths = options.paths;
    this.mishaps = options.mishaps;
    this.#random = options.random;
    this.#files = options.files;
    this.#log = options.log;
    this.#held = options.held;
    this.#collectorGroup = options.collectorGroup;
    this.#state = options.state;
  }

  get state(): StoredState {
    return this.#state;
  }

  /** What is known of the Collector with this identity. */
  knowledge(identity: string): CollectorKnowledge | undefined {
    return this.#state.knowledge.find((entry) => entry.identity === identity);
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
    await this.#put(this.paths.ownTelemetry, data, {
      ownTelemetry: data?.length ? parseOwnTelemetry(data) : undefined,
    });
  }

  /** Keeps the other connections alone; where there are none, the record is removed. */
  async saveOtherConnections(offers: ConnectionSettingsOffers): Promise<void> {
    const data = renderOtherConnections(offers);
    const otherConnections = data.length > 0 ? parseOtherConnections(data) : undefined;
    await this.#put(this.paths.otherConnections, data, { otherConnections });
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
    return this.#enqueue("write", path, async () => {
      const knowledge = withKnowledge(this.#state.knowledge, learned);
      await this.#files.write(path, renderKnowledge(knowledge), { durable: false });
      this.#state = { ...this.#state, knowledge };
    });
  }

  /**
   * `undefined` removes the record: the Collector has ended and nothing of it is left. No process outlasts a power cut,
   * so the record need not either.
   */
  saveRunning(running: RunningCollector | undefined): Promise<void> {
    const content = running && runningRecord.render(running);
    const part = { running: running && { ...running } };
    return this.#put(this.paths.runningCollector, content, part, { durable: false });
  }

  /** The trial that begins; `undefined`: it has its verdict. */
  saveTrial(trial: Trial | undefined): Promise<void> {
    return this.#put(this.paths.trial, trial && trialRecord.render(trial), { trial });
  }

  saveRejected(rejected: readonly Rejected[]): Promise<void> {
    const content = rejected.length === 0 ? undefined : rejectedRecord.render(rejected);
    return this.#put(this.paths.rejected, content, { rejected });
  }

  /** What a power cut takes is no great loss. */
  saveDeaths(deaths: readonly Death[]): Promise<void> {
    return this.#put(this.paths.deaths, deathsRecord.render(deaths), { deaths }, { durable: false });
  }

  /** On disk before anybody is sent it; `undefined`: it is answered. */
  saveCertificateRequest(certificateRequest: PendingRequest | undefined): Promise<void> {
    const content = certificateRequest && pendingRequestRecord.render(certificateRequest);
    return this.#put(this.paths.certificateRequest, content, { certificateRequest });
  }

  /**
   * The key of the hashes that stand for secrets in what the server is shown: 32 bytes, the same over restarts. It is
   * made when it is asked for first; one that cannot be stored serves until the end of this process.
   */
  redactionKey(): Uint8Array {
    const { redactionKey } = this.#state;
    if (redactionKey !== undefined) return redactionKey;
    const made = this.#random.bytes(redactionKeyLength);
    this.#state = { ...this.#state, redactionKey: made };
    const { redactionKey: path } = this.paths;
    this.#put(path, made, {}).catch((error: unknown) => {
      this.#log.warn("Cannot store the key of hidden values, which will look changed after a restart", {
        path,
        error: errnoName(error),
      });
    });
    return made;
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
    if (this.#closed) throw closedError("write", path);
    const readers = this.#collectorGroup;
    const options = {
      durable: false,
      orInPlace: path === this.paths.effectiveConfig,
      ...(readers !== undefined && { readers }),
    };
    if (!(await this.#held.isKept())) await this.#changes.run(() => this.#hold("write", path));
    await named("write", path, () => this.#files.write(path, content, options));
  }

  /** A directory below that of the storage, of which the Collector may read files that it knows by name. */
  async makeDirectoryForCollector(path: string): Promise<void> {
    if (this.#closed) throw closedError("create", path);
    await named("create", path, () => this.#files.ensureDirectory(path, { passage: this.#collectorGroup }));
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
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#changes.run(() => this.#restore());
    this.#held.release();
  }

  #savePersistent(part: Partial<Omit<PersistentState, "text">>): Promise<void> {
    const path = this.paths.persistentState;
    return this.#enqueue("write", path, async () => {
      const changed = { ...this.#state.persistent, ...part };
      const persistent = { ...changed, text: renderPersistentState(changed) };
      await this.#files.write(path, persistent.text);
      this.#state = { ...this.#state, persistent };
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
    await this.#put(this.paths[record], data, { [record]: data?.length ? config : undefined });
  }

  async #putConnection(
    record: "connection" | "connectionCandidate",
    settings: OpAMPConnectionSettings | undefined,
  ): Promise<void> {
    const data = settings && renderConnection(settings);
    await this.#put(this.paths[record], data, { [record]: data?.length ? parseConnection(data) : undefined });
  }

  /** Content that still waits for its turn gives the turn to newer content of the same file: only the newest counts. */
  #put(path: string, content: Content, part: Partial<StoredState>, options: WriteOptions = {}): Promise<void> {
    const overtaken = this.#closed ? undefined : this.#waiting.get(path);
    if (overtaken !== undefined) {
      Object.assign(overtaken.change, { content, part });
      return overtaken.done;
    }
    const change = { content, part };
    const done = this.#enqueue(isEmpty(content) ? "remove" : "write", path, async () => {
      this.#waiting.delete(path);
      await (isEmpty(change.content) ? this.#files.remove(path) : this.#files.write(path, change.content, options));
      this.#state = { ...this.#state, ...change.part };
    });
    this.#waiting.set(path, { change, done });
    return done;
  }

  #enqueue(action: string, path: string, work: () => Promise<void>): Promise<void> {
    if (this.#closed) return Promise.reject(closedError(action, path));
    return this.#changes.run(async () => {
      await this.#hold(action, path);
      await named(action, path, work);
    });
  }

  /** What is on disk is what the next start knows: where somebody has removed it, it is put there once more. In its turn only. */
  async #restore(): Promise<Hold> {
    const hold = await this.#held.restore(this.#state);
    if (hold === "restored") this.restored();
    return hold;
  }

  /** Nothing is written into the directory of another supervisor. */
  async #hold(action: string, path: string): Promise<void> {
    if ((await this.#restore()) === "taken") throw new StorageError({ action, path, code: "ETAKEN" });
  }
}

function isEmpty(content: Content): content is undefined {
  return content === undefined || content.length === 0;
}

function closedError(action: string, path: string): StorageError {
  return new StorageError({ action, path, code: "ECLOSED" });
}

/** An error of `work` becomes one that says what was tried with which file. */
async function named(action: string, path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new StorageError({ action, path, cause });
  }
}

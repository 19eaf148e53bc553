import type { AgentRemoteConfig, ConnectionSettingsOffers } from "../opamp/wire/messages.ts";
import type { Cancel, Files, Random } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { type CollectorKnowledge, renderKnowledge, withKnowledge } from "./collector-knowledge.ts";
import type { StoragePaths } from "./paths.ts";
import { type PersistentState, renderPersistentState, type StoredRemoteConfigStatus } from "./persistent-state.ts";
import type { Mishap } from "./recovery.ts";
import { renderRunningCollector, type RunningCollector } from "./running-collector.ts";
import { errnoName, StorageError } from "./storage-error.ts";
import { redactionKeyLength, type StoredState } from "./stored-state.ts";
import { parseOwnTelemetry, parseRemoteConfig, renderOwnTelemetry, renderRemoteConfig } from "./wire-records.ts";

/** `agent.log` is put away before a start of the Collector when it is larger, bytes. */
export const maxAgentLogBytes = 16 * 1024 * 1024;

export interface StorageOptions {
  files: Files;
  log: Log;
  random: Pick<Random, "bytes">;
  paths: StoragePaths;
  state: StoredState;
  mishaps: readonly Mishap[];
  /** Frees the lock of the directory. */
  release: Cancel;
}

/**
 * The state directory of one supervisor. Changes are made one after the other, in the order of the calls; each one
 * is on disk as a whole or not at all, and `state` shows it from then on. A change that fails rejects with a
 * `StorageError` and leaves file and `state` as they were; those after it go on.
 */
export class Storage {
  readonly paths: StoragePaths;
  /** What could not be used when the directory was opened. */
  readonly mishaps: readonly Mishap[];
  readonly #files: Files;
  readonly #log: Log;
  readonly #random: Pick<Random, "bytes">;
  readonly #release: Cancel;
  #state: StoredState;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: StorageOptions) {
    this.paths = options.paths;
    this.mishaps = options.mishaps;
    this.#random = options.random;
    this.#files = options.files;
    this.#log = options.log;
    this.#release = options.release;
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

  saveRemoteConfigStatus(status: StoredRemoteConfigStatus): Promise<void> {
    return this.#savePersistent({ remoteConfigStatus: structuredClone(status) });
  }

  /** `undefined` removes the record. */
  async saveReceivedRemoteConfig(config: AgentRemoteConfig | undefined): Promise<void> {
    const data = config && renderRemoteConfig(config);
    const receivedRemoteConfig = data?.length ? parseRemoteConfig(data) : undefined;
    await this.#put(this.paths.receivedRemoteConfig, data, { receivedRemoteConfig });
  }

  /** `undefined` removes the record. */
  async saveWorkingRemoteConfig(config: AgentRemoteConfig | undefined): Promise<void> {
    const data = config && renderRemoteConfig(config);
    const workingRemoteConfig = data?.length ? parseRemoteConfig(data) : undefined;
    await this.#put(this.paths.workingRemoteConfig, data, { workingRemoteConfig });
  }

  /** Keeps the settings for own metrics, traces and logs alone; where there are none, the record is removed. */
  async saveOwnTelemetry(offers: ConnectionSettingsOffers | undefined): Promise<void> {
    const data = offers && renderOwnTelemetry(offers);
    await this.#put(this.paths.ownTelemetry, data, {
      ownTelemetry: data?.length ? parseOwnTelemetry(data) : undefined,
    });
  }

  /** Replaces what was known under the same identity. */
  saveKnowledge(learned: CollectorKnowledge): Promise<void> {
    return this.#change("write", this.paths.collectorKnowledge, async (path) => {
      const knowledge = withKnowledge(this.#state.knowledge, learned);
      await this.#files.write(path, renderKnowledge(knowledge));
      this.#state = { ...this.#state, knowledge };
    });
  }

  /** `undefined` removes the record: the Collector has ended and nothing of it is left. */
  saveRunning(running: RunningCollector | undefined): Promise<void> {
    const content = running && renderRunningCollector(running);
    return this.#put(this.paths.runningCollector, content, { running: running && { ...running } });
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
    this.#change("write", path, () => this.#files.write(path, made)).catch((error: unknown) => {
      this.#log.warn("Cannot store the key of hidden values, which will look changed after a restart", {
        path,
        error: errnoName(error),
      });
    });
    return made;
  }

  writeEffective(content: string | Uint8Array): Promise<void> {
    return this.#put(this.paths.effectiveConfig, content, {});
  }

  /**
   * Puts `agent.log` away as `agent.log.1` where it is larger than `maxAgentLogBytes`; the one before is dropped.
   * For before a start of the Collector, which keeps the file open. A failure is logged and nothing more.
   */
  async rotateAgentLog(): Promise<void> {
    const { agentLog, agentLogBefore } = this.paths;
    try {
      await this.#change("rename", agentLog, async (path) => {
        const found = await this.#files.stat(path);
        if (found?.kind === "file" && found.size > maxAgentLogBytes) await this.#files.rename(path, agentLogBefore);
      });
    } catch (error) {
      this.#log.warn("Cannot rotate the Collector's log", { path: agentLog, error: errnoName(error) });
    }
  }

  /** Resolves when the changes that were asked for so far are on disk or have failed. */
  async settled(): Promise<void> {
    await this.#last;
  }

  /** Waits for the changes that were asked for, then frees the directory for another supervisor. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#last;
    this.#release();
  }

  #savePersistent(part: Partial<Omit<PersistentState, "text">>): Promise<void> {
    return this.#change("write", this.paths.persistentState, async (path) => {
      const changed = { ...this.#state.persistent, ...part };
      const persistent = { ...changed, text: renderPersistentState(changed) };
      await this.#files.write(path, persistent.text);
      this.#state = { ...this.#state, persistent };
    });
  }

  #put(path: string, content: string | Uint8Array | undefined, part: Partial<StoredState>): Promise<void> {
    const empty = content === undefined || content.length === 0;
    return this.#change(empty ? "remove" : "write", path, async () => {
      await (empty ? this.#files.remove(path) : this.#files.write(path, content));
      this.#state = { ...this.#state, ...part };
    });
  }

  #change(action: string, path: string, work: (path: string) => Promise<void>): Promise<void> {
    if (this.#closed) return Promise.reject(new StorageError({ action, path, code: "ECLOSED" }));
    const change = this.#last.then(async () => {
      try {
        await work(path);
      } catch (cause) {
        throw new StorageError({ action, path, cause });
      }
    });
    this.#last = change.catch(() => undefined);
    return change;
  }
}

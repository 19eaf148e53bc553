import { lacksRoom } from "../runtime/lacks-room.ts";
import type { Cancel, Files } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import { renderKnowledge } from "./collector-knowledge.ts";
import { deathsRecord } from "./deaths.ts";
import { noPackages, packagesRecord } from "./packages-record.ts";
import type { StoragePaths } from "./paths.ts";
import { pendingRequestRecord } from "./pending-request.ts";
import { renderPersistentState } from "./persistent-state.ts";
import { rejectedRecord } from "./rejected.ts";
import { runningRecord } from "./running-collector.ts";
import type { StoredFiles } from "./sealed-files.ts";
import { errnoName } from "./storage-error.ts";
import type { StoredState } from "./stored-state.ts";
import { trialRecord } from "./trial.ts";
import {
  renderConnection,
  renderOtherConnections,
  renderOwnTelemetry,
  renderPackages,
  renderPackageStatuses,
  renderRemoteConfig,
} from "./wire-records.ts";

export interface HeldDirectoryOptions {
  files: Files;
  /** They seal what holds secrets, where that is wanted. */
  stored: Pick<StoredFiles, "write">;
  log: Log;
  paths: StoragePaths;
  /** Id of the Collector's group, where it runs as somebody else. */
  collectorGroup?: number | undefined;
  /** Frees the lock of the directory. */
  release: Cancel;
  /** What the lock says of its holder. */
  lockContent: string;
  /** Of the file of the lock. */
  inode: number | undefined;
}

/** `kept`: it is there; `taken`: another supervisor uses it by now. */
export type Hold = "kept" | "restored" | "taken" | "lost";

/** What becomes of the hold on the directory while this supervisor runs. */
export interface DirectoryHold {
  /** Called when the directory was made anew, since somebody had removed it. */
  restored: () => void;
  /** Called once, when another supervisor was found to have it. */
  taken: () => void;
  /** Whether that is so: it has it for good, and nothing is written any more. */
  readonly isTaken: boolean;
  /** Looks whether the directory is still there, which is made anew otherwise, and whether it is this supervisor's. */
  isOurs(): Promise<boolean>;
}

/** The directory that this supervisor has taken for itself. */
export class HeldDirectory {
  readonly #options: HeldDirectoryOptions;
  #release: Cancel;
  #inode: number | undefined;

  constructor(options: HeldDirectoryOptions) {
    this.#options = options;
    this.#release = options.release;
    this.#inode = options.inode;
  }

  /** Whether it is still the one that was taken. A lock outlives the name of its file, which somebody may have removed. */
  async isKept(): Promise<boolean> {
    return (await this.#inodeOfLock()) === this.#inode;
  }

  /** Makes it anew where it was removed or emptied, with all that it held. What cannot be done is in the log. */
  async restore(state: StoredState): Promise<Hold> {
    const { log, paths } = this.#options;
    const { directory } = paths;
    if (await this.isKept()) return "kept";
    try {
      if (!(await this.#retake())) {
        log.error("The storage directory was removed, and another supervisor uses it by now", { directory });
        return "taken";
      }
      await this.#write(state);
      log.warn("Somebody has removed the storage directory, or what it held: it was made anew", { directory });
      return "restored";
    } catch (error) {
      log.error("The storage directory was removed and cannot be made anew", { directory, error: errnoName(error) });
      return "lost";
    }
  }

  /** Whether a file of this many bytes can be written. */
  async hasRoom(bytes: number): Promise<boolean> {
    const { files, paths } = this.#options;
    try {
      await files.write(paths.roomProbe, new Uint8Array(bytes), { durable: false });
      return true;
    } catch (error) {
      if (lacksRoom(error)) return false;
      throw error;
    } finally {
      await files.remove(paths.roomProbe);
    }
  }

  release(): void {
    this.#release();
  }

  async #retake(): Promise<boolean> {
    const { files, paths, collectorGroup, lockContent } = this.#options;
    await files.ensureDirectory(paths.directory, { passage: collectorGroup });
    const lock = await files.lock(paths.lock, lockContent);
    if (!lock.held) return false;
    this.#release();
    this.#release = lock.release;
    this.#inode = await this.#inodeOfLock();
    return true;
  }

  /** What cannot be looked at is taken for what was there. */
  async #inodeOfLock(): Promise<number | undefined> {
    const { files, paths } = this.#options;
    return await files.stat(paths.lock).then(
      (found) => found?.inode,
      () => this.#inode,
    );
  }

  async #write(state: StoredState): Promise<void> {
    const { stored, paths } = this.#options;
    for (const [path, content] of Object.values(contents(paths, state))) {
      if (content !== undefined && content.length > 0) await stored.write(path, content);
    }
  }
}

type Entry = [path: string, content: string | Uint8Array | undefined];

/** Total over the state, so that no record can be left out. */
function contents(paths: StoragePaths, state: StoredState): Record<keyof StoredState, Entry> {
  const { persistent, receivedRemoteConfig: received, workingRemoteConfig: working, ownTelemetry } = state;
  const { otherConnections, connection, connectionCandidate: candidate, certificateRequest } = state;
  const { packages, supervisorPackages, receivedPackages: offer, packageStatuses: statuses } = state;
  const { lastGoodRemoteConfig: lastGood, knowledge, running, redactionKey, trial, rejected, deaths } = state;
  return {
    persistent: [paths.persistentState, persistent.instanceUid && renderPersistentState(persistent)],
    receivedRemoteConfig: [paths.receivedRemoteConfig, received && renderRemoteConfig(received)],
    workingRemoteConfig: [paths.workingRemoteConfig, working && renderRemoteConfig(working)],
    lastGoodRemoteConfig: [paths.lastGoodRemoteConfig, lastGood && renderRemoteConfig(lastGood)],
    ownTelemetry: [paths.ownTelemetry, ownTelemetry && renderOwnTelemetry(ownTelemetry)],
    otherConnections: [paths.otherConnections, otherConnections && renderOtherConnections(otherConnections)],
    connection: [paths.connection, connection && renderConnection(connection)],
    connectionCandidate: [paths.connectionCandidate, candidate && renderConnection(candidate)],
    certificateRequest: [
      paths.certificateRequest,
      certificateRequest && pendingRequestRecord.render(certificateRequest),
    ],
    knowledge: [paths.collectorKnowledge, knowledge.length > 0 ? renderKnowledge(knowledge) : undefined],
    running: [paths.runningCollector, running && runningRecord.render(running)],
    redactionKey: [paths.redactionKey, redactionKey],
    trial: [paths.trial, trial && trialRecord.render(trial)],
    rejected: [paths.rejected, rejected.length > 0 ? rejectedRecord.render(rejected) : undefined],
    deaths: [paths.deaths, deaths.length > 0 ? deathsRecord.render(deaths) : undefined],
    packages: [paths.packagesRecord, packages === noPackages ? undefined : packagesRecord.render(packages)],
    supervisorPackages: [
      paths.supervisorPackagesRecord,
      supervisorPackages === noPackages ? undefined : packagesRecord.render(supervisorPackages),
    ],
    receivedPackages: [paths.receivedPackages, offer && renderPackages(offer)],
    packageStatuses: [paths.packageStatuses, statuses && renderPackageStatuses(statuses)],
  };
}

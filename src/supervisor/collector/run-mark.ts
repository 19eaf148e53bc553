import { dirname } from "node:path";

import { configFlag } from "../../collector/command-line.ts";
import { markVariable } from "../../collector/environment.ts";
import { newToken } from "../../collector/generation.ts";
import type { Cancel, Runtime } from "../../runtime/ports.ts";
import type { LeftoverSigns } from "../../runtime/process-ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import { saveOrTell } from "../server/save-or-tell.ts";

export interface RunMarkOptions {
  runtime: Runtime;
  storage: Storage;
  log: Log;
}

/**
 * What the processes of one supervisor run are known by: a mark in their environment, which is on disk before there are
 * any, and the configuration in the storage directory.
 */
export class RunMark {
  /** Value of the variable. */
  readonly value: string;
  readonly #options: RunMarkOptions;
  readonly #left = Promise.withResolvers<void>();
  #unwatch: Cancel = () => {};

  constructor(options: RunMarkOptions) {
    this.#options = options;
    this.value = newToken(options.runtime.random);
  }

  /** Resolves when it is on disk, or cannot be put there: nothing is started before. */
  get left(): Promise<void> {
    return this.#left.promise;
  }

  /**
   * Ends what a predecessor may have left, and leaves the mark of this run: at once, unless there is a mark of a
   * predecessor's, which is needed until all that carries it has ended. The lock of the storage directory is ours, so
   * whoever runs with its configuration belongs to nobody: the Go supervisor leaves its Collector on SIGTERM.
   */
  async endLeftovers(): Promise<void> {
    const { runtime, storage, log } = this.#options;
    const left = storage.state.running;
    if (left === undefined) this.#leave();
    const ended = await runtime.processes.endLeftovers({
      ...(left && { assignment: `${markVariable}=${left.marker}` }),
      argument: this.#signs.argument,
    });
    if (ended.length > 0) {
      log.warn("Ended a Collector that an earlier supervisor left behind", { pids: ended.map(String) });
    }
    if (left !== undefined) this.#leave();
  }

  /** Sees to it that what is started ends with this process, whatever ends that. */
  watchOver(): void {
    this.#unwatch = this.#options.runtime.processes.watchOver({
      assignment: this.#signs.assignment,
      // What a Collector is asked or checked with lies beside what it runs with.
      argument: { flag: configFlag, directory: dirname(this.#options.storage.paths.effectiveConfig) },
    });
  }

  /**
   * What a Collector that ends is known by: others of the run may carry the mark. Who runs with the configuration in a
   * directory that another supervisor has taken is that one's Collector.
   */
  async collectorSigns(): Promise<LeftoverSigns> {
    const { assignment, argument } = this.#signs;
    return (await this.#options.storage.hold.isOurs()) ? { argument } : { assignment };
  }

  /** Of an end in order. What a start script has left in the background, wherever that is, ends with the rest. */
  async remove(): Promise<void> {
    const { runtime, storage, log } = this.#options;
    const { assignment } = this.#signs;
    await runtime.processes.endLeftovers({ assignment, ...(await this.collectorSigns()) });
    this.#unwatch();
    await saveOrTell(storage.saveRunning(undefined), log);
  }

  #leave(): void {
    const { runtime, storage, log } = this.#options;
    this.watchOver();
    const running = { marker: this.value, pid: runtime.host.pid, startedAt: runtime.clock.now() };
    this.#left.resolve(saveOrTell(storage.saveRunning(running), log));
  }

  get #signs(): Required<LeftoverSigns> {
    return {
      assignment: `${markVariable}=${this.value}`,
      argument: { flag: configFlag, file: this.#options.storage.paths.effectiveConfig },
    };
  }
}

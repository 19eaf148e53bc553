import { changedKeys, isTakenLive } from "../../config/changed-keys.ts";
import type { LoadResult } from "../../config/load.ts";
import { problemText } from "../../config/problem.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import type { Cancel, Clock, Files } from "../../runtime/ports.ts";
import type { Log } from "../../telemetry/log.ts";
import { missingFallback } from "../apply/missing-fallback.ts";
import type { OperatorChange } from "../apply/operator-change.ts";
import { layerOrder } from "../compose/layer-files.ts";
import type { Event } from "../mind/events.ts";
import type { Settings } from "../mind/state.ts";
import { FileWatch } from "./file-watch.ts";

/** What was read of the operator's configuration at the start, and how it is read again. */
export interface OperatorSource {
  load(): Promise<LoadResult>;
  /** As `LoadResult` has it. */
  stated: object;
}

export interface OperatorReadingOptions {
  source: OperatorSource;
  config: SupervisorConfig;
  files: Pick<Files, "stat">;
  clock: Clock;
  log: Log;
  settingsOf(config: SupervisorConfig): Settings;
  useLevel(level: SupervisorConfig["telemetry"]["logs"]["level"]): void;
  post(event: Event): void;
  /** What became of the last change that was posted. */
  change(): OperatorChange | undefined;
  /** Calls after everything that happens. */
  onChange(listener: () => void): Cancel;
  /** For the service manager: around all of it. */
  reloading(): void;
  ready(): void;
}

interface Reading {
  config: SupervisorConfig;
  stated: object;
}

/**
 * Reads what the operator has written again: all of it when he says so (SIGHUP), the files of the Collector when they have changed and
 * he wants that (`agent.watch_config_files`). What is wrong, or needs another start of the supervisor, is refused whole and told with
 * its reason; nothing has changed then.
 */
export class OperatorReading {
  readonly #options: OperatorReadingOptions;
  #current: Reading;
  #revision = 0;
  #busy = false;
  #wanted = false;
  #watch: FileWatch | undefined;
  #closed = false;

  constructor(options: OperatorReadingOptions) {
    this.#options = options;
    this.#current = { config: options.config, stated: options.source.stated };
    this.#watchFiles();
  }

  /** The operator asks for it. One that comes while another is under way is done after it. */
  again(): void {
    if (this.#closed) return;
    if (this.#busy) {
      this.#wanted = true;
      return;
    }
    void this.#run(() => this.#readAll());
  }

  close(): void {
    this.#closed = true;
    this.#watch?.close();
  }

  async #run(work: () => Promise<void>): Promise<void> {
    const { log } = this.#options;
    this.#busy = true;
    try {
      await work();
    } catch (error) {
      log.error("The configuration could not be read again", { error: String(error) });
    }
    this.#busy = false;
    if (!this.#wanted || this.#closed) return;
    this.#wanted = false;
    this.again();
  }

  async #readAll(): Promise<void> {
    const { source, log, reloading, ready, files, useLevel } = this.#options;
    reloading();
    try {
      log.info("Reading the configuration again");
      const loaded = await source.load();
      if (!loaded.ok) return this.#refuse(loaded.problems.map((each) => `${each.code}: ${problemText(each)}`));
      const { config, stated, warnings } = loaded;
      const changed = changedKeys(this.#current.stated, stated);
      const fixed = changed.filter((key) => !isTakenLive(key));
      if (fixed.length > 0)
        return this.#refuse([
          `CONFIG_NEEDS_RESTART: a change of ${fixed.join(", ")} needs a restart of the supervisor`,
        ]);
      const missing = await missingFallback(config, files);
      if (missing !== undefined) return this.#refuse([`FALLBACK: ${missing}`]);
      warnings.forEach((warning) => log.warn("Configuration", { warning }));
      const before = this.#current;
      useLevel(config.telemetry.logs.level);
      this.#current = { config, stated };
      this.#watchFiles();
      const outcome = await this.#bring(changed.length > 0 ? changed : ["files of the Collector's configuration"]);
      if (outcome?.is !== "failed") return;
      useLevel(before.config.telemetry.logs.level);
      this.#current = before;
      this.#watchFiles();
    } finally {
      ready();
    }
  }

  #refuse(reasons: readonly string[]): void {
    const { log, post } = this.#options;
    const reason = reasons.join("; ");
    log.error("Nothing of the changed configuration is used", { reason });
    post({ is: "OperatorPartRefused", reason });
  }

  /** Until there is a verdict on it. */
  async #bring(what: readonly string[]): Promise<OperatorChange["outcome"] | undefined> {
    const { config } = this.#current;
    const { post, settingsOf, change, onChange } = this.#options;
    this.#revision += 1;
    const operator = { revision: this.#revision, config };
    const decided = Promise.withResolvers<OperatorChange["outcome"] | undefined>();
    const look = () => {
      const last = change();
      if (last?.operator !== operator) decided.resolve(undefined);
      else if (last.outcome.is !== "applying") decided.resolve(last.outcome);
    };
    post({ is: "OperatorPartRead", operator, settings: settingsOf(config), what });
    look();
    const cancel = onChange(look);
    const outcome = await decided.promise;
    cancel();
    return outcome;
  }

  #watchFiles(): void {
    const { files, clock } = this.#options;
    const { agent } = this.#current.config;
    this.#watch?.close();
    this.#watch = undefined;
    if (!agent.watchConfigFiles || this.#closed) return;
    const names = [
      ...layerOrder(agent).flatMap((layer) => (layer.kind === "local" ? [layer.name] : [])),
      ...agent.startupFallbackConfigs,
    ];
    const paths = names
      .filter((name) => !name.startsWith("env:"))
      .map((name) => name.replace(/^file:(?:\/\/(?=\/))?/, ""));
    const changed = (which: readonly string[]) => {
      if (this.#busy) this.#wanted = true;
      else void this.#run(async () => void (await this.#bring(which)));
    };
    this.#watch = new FileWatch({ files, clock, paths, changed });
  }
}

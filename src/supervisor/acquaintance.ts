import { join } from "node:path";

import { type Knowledge, learnCollector, type LearnOutcome } from "../collector/learn.ts";
import type { Link } from "../collector/link.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { Log } from "../telemetry/log.ts";
import { attempt } from "./attempt.ts";
import type { Composer } from "./composer.ts";
import { restoredKnowledge, storedKnowledge } from "./stored-knowledge.ts";

export interface AcquaintanceOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  link: Link;
  composer: Composer;
  /** The instance uid, 16 bytes. */
  uid: Uint8Array;
  /** The whole environment of Collector processes. */
  env: Readonly<Record<string, string>>;
  /** Aborted when the supervisor is told to stop. */
  stop: AbortSignal;
}

/** What an ending Collector says when something that was learned of its binary is not true of it. */
const contradictions = /feature.?gate|service(?:\.|::)telemetry(?:\.|::|')*\.?resource/i;

/**
 * What is known of the configured Collector: from the storage directory, or from the binary itself and then for next
 * time. The binary may be replaced while the supervisor runs, and a start script may hide that, so each use looks anew.
 */
export class Acquaintance {
  readonly #options: AcquaintanceOptions;
  #knowledge: Knowledge | undefined;
  #doubted = false;
  #asking: Promise<unknown> = Promise.resolve();

  constructor(options: AcquaintanceOptions) {
    this.#options = options;
  }

  /** What held at the last look. */
  get known(): Knowledge | undefined {
    return this.#knowledge;
  }

  /** What holds for the executable as it is now. One look at a time. */
  current(): Promise<LearnOutcome> {
    const outcome = this.#asking.then(() => this.#look());
    this.#asking = outcome.catch(() => undefined);
    return outcome;
  }

  /** Takes note of the last words of a Collector that ended before it connected. */
  heard(statement: string): void {
    if (contradictions.test(statement)) this.#doubted = true;
  }

  async #look(): Promise<LearnOutcome> {
    const { config, runtime, storage, log, link, composer, uid, env, stop } = this.#options;
    const { executable, args, env: configuredEnv, bootstrapTimeoutMs, crashLogSnippetBytes } = config.agent;
    const { directory, agentLog } = storage.paths;
    const outcome = await learnCollector({
      ...runtime,
      log,
      link,
      executable,
      args,
      configuredEnv,
      env,
      composeBootstrap: (facts) => composer.bootstrap({ ...facts, uid }),
      scratch: { bootstrap: join(directory, "bootstrap.yaml"), probe: join(directory, "probe.yaml") },
      logPath: agentLog,
      timeoutMs: bootstrapTimeoutMs,
      tailBytes: crashLogSnippetBytes,
      recall: (identity) => this.#recall(identity),
      settled: () => storage.settled(),
      signal: stop,
    });
    if (!outcome.learned) return outcome;
    if (this.#knowledge !== undefined && outcome.fresh) log.info("The Collector's executable is another one now");
    this.#knowledge = outcome.knowledge;
    this.#doubted = false;
    if (outcome.fresh) void attempt(storage.saveKnowledge(storedKnowledge(outcome.knowledge)), log);
    return outcome;
  }

  #recall(identity: string): Knowledge | undefined {
    if (this.#doubted) return undefined;
    if (this.#knowledge?.identity === identity) return this.#knowledge;
    const stored = this.#options.storage.knowledge(identity);
    return stored && restoredKnowledge(stored);
  }
}

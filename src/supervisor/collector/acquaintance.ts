import type { Introduction } from "../../collector/bootstrap.ts";
import { type Knowledge, learnCollector, type LearnOutcome, type SelfDescription } from "../../collector/learn.ts";
import type { Link } from "../../collector/link.ts";
import type { CollectorOutput } from "../../collector/output.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import { InTurn } from "../../runtime/in-turn.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Composer } from "../compose/composer.ts";
import { saveOrTell } from "../server/save-or-tell.ts";
import { restoredKnowledge, storedKnowledge } from "./stored-knowledge.ts";

export interface AcquaintanceOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  link: Link;
  composer: Composer;
  output: CollectorOutput;
  /** The instance uid, 16 bytes. */
  uid: Uint8Array;
  /** The whole environment of Collector processes. */
  env: Readonly<Record<string, string>>;
  /** See `LearnOptions`. */
  marked: Promise<void>;
  /** Aborted when the supervisor is told to stop. */
  stop: AbortSignal;
}

/** What is known of a Collector before it is known how to configure it. */
export type MeetOutcome = { learned: true; knowledge: SelfDescription } | Extract<LearnOutcome, { learned: false }>;

/** What an ending Collector says when something that was learned of its binary is not true of it. */
const contradictions = /feature.?gate|service(?:\.|::)telemetry(?:\.|::|')*\.?resource/i;

/**
 * What is known of Collectors by their executables: from the storage directory, or from the binary itself and then for next
 * time. The binary may be replaced while the supervisor runs, and a start script may hide that, so each use looks anew.
 */
export class Acquaintance {
  readonly #options: AcquaintanceOptions;
  readonly #knowledge = new Map<string, Knowledge>();
  /** The executable of which something learned has turned out wrong. */
  #doubted: string | undefined;
  readonly #looks = new InTurn();

  constructor(options: AcquaintanceOptions) {
    this.#options = options;
  }

  /** What held for this executable at the last look. */
  known(executable: string): Knowledge | undefined {
    return this.#knowledge.get(executable);
  }

  /**
   * What the Collector says of itself, as soon as that is known; where it is asked for the first time, the rest of
   * `current` follows.
   */
  meet(executable: string): Promise<MeetOutcome> {
    const introduced = Promise.withResolvers<MeetOutcome>();
    const whole = this.#lookInTurn(executable, (introduction) =>
      introduced.resolve({ learned: true, knowledge: { ...introduction, reportedDescription: undefined } }),
    );
    return Promise.race([introduced.promise, whole]);
  }

  /** What holds for the executable as it is now. One look at a time. */
  current(executable: string): Promise<LearnOutcome> {
    return this.#lookInTurn(executable);
  }

  /** Resolves when no look is under way, and with it no process of one. */
  idle(): Promise<void> {
    return this.#looks.settled();
  }

  #lookInTurn(executable: string, introduced?: (introduction: Introduction) => void): Promise<LearnOutcome> {
    return this.#looks.run(() => this.#look(executable, introduced));
  }

  /** Takes note of the last words of a Collector that ended before it connected. */
  heard(statement: string, executable: string): void {
    if (contradictions.test(statement)) this.#doubted = executable;
  }

  async #look(executable: string, introduced?: (introduction: Introduction) => void): Promise<LearnOutcome> {
    const { config, runtime, storage, log, link, composer, output, uid, env, marked, stop } = this.#options;
    const { args, env: configuredEnv, bootstrapTimeoutMs, crashLogSnippetBytes } = config.agent;
    const { bootstrapConfig: bootstrap, probeConfig: probe } = storage.paths;
    const outcome = await learnCollector({
      ...runtime,
      log,
      link,
      executable,
      args,
      configuredEnv,
      env,
      composeBootstrap: (facts) => composer.bootstrap({ ...facts, uid }),
      writeConfig: (path, text) => storage.writeForCollector(path, text),
      scratch: { bootstrap, probe },
      output,
      timeoutMs: bootstrapTimeoutMs,
      tailBytes: crashLogSnippetBytes,
      recall: (identity) => this.#recall(identity, executable),
      doubted: this.#doubted === executable,
      marked,
      ...(introduced && { introduced }),
      isPatient: introduced === undefined,
      signal: stop,
    });
    if (!outcome.learned) return outcome;
    if (this.#knowledge.has(executable) && outcome.fresh) log.info("The Collector's executable is another one now");
    this.#knowledge.set(executable, outcome.knowledge);
    if (this.#doubted === executable) this.#doubted = undefined;
    if (outcome.fresh) void saveOrTell(storage.saveKnowledge(storedKnowledge(outcome.knowledge)), log);
    return outcome;
  }

  #recall(identity: string, executable: string): Knowledge | undefined {
    if (this.#doubted === executable) return undefined;
    const known = this.#knowledge.get(executable);
    if (known?.identity === identity) return known;
    const stored = this.#options.storage.knowledge(identity);
    return stored && restoredKnowledge(stored);
  }
}

import { runArguments } from "../collector/command-line.ts";
import type { Client } from "../opamp/client/client.ts";
import { errorMessage } from "../runtime/error-message.ts";
import type { Cancel, Clock, Processes } from "../runtime/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { Log } from "../telemetry/log.ts";
import type { Acquaintance } from "./acquaintance.ts";
import type { CollectorRunner } from "./collector-runner.ts";
import type { Composer } from "./composer.ts";
import type { CustomRelay } from "./custom-relay.ts";
import type { Effect } from "./effects.ts";
import type { ComposeOutcome, Event, TimerName } from "./events.ts";
import { writeTelemetry } from "./own-telemetry.ts";
import { storedKnowledge } from "./stored-knowledge.ts";

export interface PerformerOptions {
  clock: Clock;
  processes: Pick<Processes, "prepare">;
  log: Log;
  storage: Storage;
  composer: Composer;
  runner: CollectorRunner;
  upstream: Client;
  relay: Pick<CustomRelay, "pass">;
  acquaintance: Pick<Acquaintance, "current" | "known">;
  /** The operator's `agent.args`. */
  args: readonly string[];
  post(event: Event): void;
  finished(): void;
}

const leadsToStart: ReadonlySet<Effect["do"]> = new Set(["Compose", "StopCollector", "StartCollector"] as const);

/** Carries out effects. What they bring comes back as events; a failing write is logged and stops nothing. */
export class Performer {
  readonly #options: PerformerOptions;
  readonly #timers = new Map<TimerName, Cancel>();
  #giveUpPreparation: Cancel = () => {};
  /** Whether what was decided last leads to a start of the Collector. */
  #startFollows = false;

  constructor(options: PerformerOptions) {
    this.#options = options;
  }

  perform(effect: Effect): void {
    const { storage, runner, upstream, log, finished } = this.#options;
    this.#startFollows ||= leadsToStart.has(effect.do);
    switch (effect.do) {
      case "Compose":
        return this.#background(this.#compose(effect));
      case "StartCollector":
        return this.#background(this.#start(effect));
      case "StopCollector":
        return this.#background(runner.stop(effect.generation));
      case "Report":
        upstream.report(effect.parts);
        return this.#options.relay.pass();
      case "UseInstanceUid":
        return this.#background(this.#useInstanceUid(effect.uid));
      case "SaveReceivedRemoteConfig":
        return this.#background(storage.saveReceivedRemoteConfig(effect.remote.message));
      case "SaveWorkingRemoteConfig":
        return this.#background(storage.saveWorkingRemoteConfig(effect.remote.message));
      case "SaveRemoteStatus": {
        const { hash, status, error } = effect.status;
        return this.#background(
          storage.saveRemoteConfigStatus({ lastRemoteConfigHash: hash, status, errorMessage: error }),
        );
      }
      case "SaveTelemetry":
        return this.#background(storage.saveOwnTelemetry(writeTelemetry(effect.telemetry)));
      case "SaveInstanceUid":
        return this.#background(storage.saveInstanceUid(effect.uid));
      case "Learn":
        return this.#learn(effect);
      case "SetTimer":
        return this.#setTimer(effect.timer, effect.serial, effect.delayMs);
      case "CancelTimer":
        return this.#cancelTimer(effect.timer);
      case "Log":
        log[effect.level](effect.message, effect.fields);
        break;
      case "Finish":
        return finished();
    }
  }

  /** Ends all timers, and what was prepared for a start that does not come. */
  close(): void {
    this.#giveUpPreparation();
    for (const timer of this.#timers.keys()) this.#cancelTimer(timer);
  }

  /**
   * Nothing is tried before it is on disk: a supervisor that is killed in the middle finds it at its next start. (It may
   * get there while the configuration is composed.) And
   * nothing is tried that is known not to start: what runs is left alone then. The start that follows is prepared
   * meanwhile.
   */
  async #compose({ ticket, candidate, uid, lenient }: Extract<Effect, { do: "Compose" }>): Promise<void> {
    const { composer, acquaintance, runner, post, processes, storage } = this.#options;
    this.#giveUpPreparation = processes.prepare();
    const settled = storage.settled();
    const composed = async (): Promise<ComposeOutcome> => {
      const learned = await acquaintance.current();
      if (!learned.learned) return { composed: false, reason: learned.message };
      const outcome = await composer.compose(candidate, { uid, knowledge: learned.knowledge, lenient });
      const obstacle = outcome.composed ? await runner.obstacle(outcome.composition) : undefined;
      return obstacle === undefined ? outcome : { composed: false, reason: obstacle };
    };
    const outcome = await composed().catch((error: unknown): ComposeOutcome => ({
      composed: false,
      reason: `cannot compose: ${String(error)}`,
    }));
    await settled;
    this.#startFollows = false;
    post({ is: "Composed", ticket, outcome });
    if (!this.#startFollows) this.#giveUpPreparation();
  }

  /** Once it is on disk, so that a supervisor that is killed does not come back under the one that the server gave up. */
  async #useInstanceUid(uid: Uint8Array): Promise<void> {
    await this.#options.storage.settled();
    this.#options.upstream.setInstanceUid(uid);
  }

  async #start({ generation, composition }: Extract<Effect, { do: "StartCollector" }>): Promise<void> {
    const { composer, acquaintance, runner, storage, args, post } = this.#options;
    const learned = await acquaintance.current();
    if (!learned.learned) return post({ is: "CollectorNotStarted", generation, reason: learned.message });
    const { allowNoPipelines } = learned.knowledge;
    await runner.start({
      generation,
      fingerprint: composition.fingerprint,
      secrets: composition.secrets,
      configuration: (token) => composer.withToken(composition, token),
      args: runArguments(storage.paths.effectiveConfig, { args, allowNoPipelines }),
    });
  }

  #learn(reported: Extract<Effect, { do: "Learn" }>): void {
    const { acquaintance, storage } = this.#options;
    const { known } = acquaintance;
    if (known !== undefined) this.#background(storage.saveKnowledge(storedKnowledge(known, reported)));
  }

  #setTimer(timer: TimerName, serial: number, delayMs: number): void {
    this.#cancelTimer(timer);
    const { clock, post } = this.#options;
    this.#timers.set(
      timer,
      clock.schedule(delayMs, () => post({ is: "TimerFired", timer, serial })),
    );
  }

  #cancelTimer(timer: TimerName): void {
    this.#timers.get(timer)?.();
    this.#timers.delete(timer);
  }

  #background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#options.log.error("Could not carry out a decision", {
        error: errorMessage(error),
      });
    });
  }
}

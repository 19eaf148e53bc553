import { runArguments } from "../collector/command-line.ts";
import type { Knowledge } from "../collector/learn.ts";
import type { Client } from "../opamp/client/client.ts";
import type { Cancel, Clock } from "../runtime/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { Log } from "../telemetry/log.ts";
import type { CollectorRunner } from "./collector-runner.ts";
import type { Composer } from "./composer.ts";
import type { Effect } from "./effects.ts";
import type { ComposeOutcome, Event, TimerName } from "./events.ts";
import { writeTelemetry } from "./own-telemetry.ts";
import { storedKnowledge } from "./stored-knowledge.ts";

export interface PerformerOptions {
  clock: Clock;
  log: Log;
  storage: Storage;
  composer: Composer;
  runner: CollectorRunner;
  upstream: Client;
  knowledge: Knowledge;
  /** The operator's `agent.args`. */
  args: readonly string[];
  post(event: Event): void;
  finished(): void;
}

/** Carries out effects. What they bring comes back as events; a failing write is logged and stops nothing. */
export class Performer {
  readonly #options: PerformerOptions;
  readonly #timers = new Map<TimerName, Cancel>();

  constructor(options: PerformerOptions) {
    this.#options = options;
  }

  perform(effect: Effect): void {
    const { storage, runner, upstream, log, composer, knowledge, args, finished } = this.#options;
    switch (effect.do) {
      case "Compose":
        return this.#background(this.#compose(effect));
      case "StartCollector": {
        const { generation, composition } = effect;
        const { allowNoPipelines } = knowledge;
        const configuration = (token: string) => composer.withToken(composition, token);
        const runArgs = runArguments(storage.paths.effectiveConfig, { args, allowNoPipelines });
        return this.#background(runner.start({ generation, configuration, args: runArgs }));
      }
      case "StopCollector":
        return this.#background(runner.stop(effect.generation));
      case "Report":
        return upstream.report(effect.parts);
      case "UseInstanceUid":
        return upstream.setInstanceUid(effect.uid);
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
        return this.#background(storage.saveKnowledge(storedKnowledge(knowledge, effect)));
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

  /** Ends all timers. */
  close(): void {
    for (const timer of this.#timers.keys()) this.#cancelTimer(timer);
  }

  /** Nothing is tried before it is on disk: a supervisor that is killed in the middle finds it at its next start. */
  async #compose({ ticket, candidate, uid, lenient }: Extract<Effect, { do: "Compose" }>): Promise<void> {
    const { composer, knowledge, post, storage } = this.#options;
    await storage.settled();
    const outcome = await composer
      .compose(candidate, { uid, knowledge, lenient })
      .catch((error: unknown): ComposeOutcome => ({ composed: false, reason: `cannot compose: ${String(error)}` }));
    post({ is: "Composed", ticket, outcome });
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
        error: error instanceof Error ? error.message : String(error),
      });
    });
  }
}

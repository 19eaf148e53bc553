import { runArguments } from "../../collector/command-line.ts";
import type { StatusSnapshot } from "../../control/snapshot.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { Cancel, Clock, Runtime } from "../../runtime/ports.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Log } from "../../telemetry/log.ts";
import { checkComposition } from "../apply/check.ts";
import { Checks } from "../apply/checks.ts";
import { codeOfError, ignorance, textOfError } from "../apply/failure.ts";
import type { Obstacles } from "../apply/obstacles.ts";
import type { Acquaintance } from "../collector/acquaintance.ts";
import type { CollectorRunner } from "../collector/collector-runner.ts";
import type { CustomRelay } from "../collector/custom-relay.ts";
import { storedKnowledge } from "../collector/stored-knowledge.ts";
import type { Composer } from "../compose/composer.ts";
import { holdMessage } from "../operator/hold-words.ts";
import { addonPaths } from "../packages/addon-set.ts";
import type { PackageEffects } from "../packages/package-effects.ts";
import type { SelfEffects } from "../packages/self-effects.ts";
import { statusMessage } from "../report/status-message.ts";
import { tallyMessage } from "../report/tally-message.ts";
import type { Upstream } from "../server/no-upstream.ts";
import { OrderedReports } from "../server/ordered-reports.ts";
import { ServerEffects } from "../server/server-effects.ts";
import type { Effect } from "./effects.ts";
import type { ComposeOutcome, Event } from "./events.ts";
import { MindTimers } from "./mind-timers.ts";
import { isSave, save } from "./save.ts";
import type { Candidate, Composition } from "./state.ts";

export interface PerformerOptions {
  clock: Clock;
  runtime: Runtime;
  log: Log;
  storage: Storage;
  composer: Composer;
  runner: CollectorRunner;
  upstream: Upstream;
  relay: Pick<CustomRelay, "pass" | "supervisorSays">;
  acquaintance: Pick<Acquaintance, "current" | "known">;
  obstacles: Obstacles;
  packages: Pick<PackageEffects, "perform" | "close">;
  self: Pick<SelfEffects, "perform" | "close">;
  /** The operator's `agent.executable` and `agent.args`. */
  executable: string;
  args: readonly string[];
  /** Where add-ons lie, absolute. */
  addonsDirectory: string;
  /** Texts that must not leave the machine in what the Collector says. */
  secrets(): readonly string[];
  /** How everything is now. */
  status(): StatusSnapshot;
  post(event: Event): void;
  finished(): void;
}

const leadsToStart: ReadonlySet<Effect["do"]> = new Set([
  "Compose",
  "Check",
  "StopCollector",
  "StartCollector",
] as const);

/** Carries out effects. What they bring comes back as events; a failing write is logged and stops nothing. */
export class Performer {
  readonly #options: PerformerOptions;
  readonly #timers: MindTimers;
  readonly #reports: OrderedReports;
  #giveUpPreparation: Cancel = () => {};
  readonly #checks = new Checks();
  readonly #serverEffects: ServerEffects;
  /** Whether what was decided last leads to a start of the Collector. */
  #startFollows = false;

  constructor(options: PerformerOptions) {
    this.#options = options;
    const { storage, upstream, relay } = options;
    this.#timers = new MindTimers(options);
    this.#serverEffects = new ServerEffects(options);
    this.#reports = new OrderedReports({
      stored: () => storage.settled(),
      tell: (parts) => {
        upstream.report(parts);
        relay.pass();
      },
    });
  }

  perform(effect: Effect): void {
    const { storage, runner, log, finished, relay, status } = this.#options;
    this.#startFollows ||= leadsToStart.has(effect.do);
    if (isSave(effect)) return this.#background(save(storage, effect));
    switch (effect.do) {
      case "Compose":
        return this.#background(this.#compose(effect));
      case "Check":
        return this.#background(this.#check(effect));
      case "AbandonCheck":
        return this.#checks.abandon();
      case "StartCollector":
        return this.#background(this.#start(effect));
      case "ReloadCollector":
        return this.#background(this.#reload(effect));
      case "StopCollector":
        return this.#background(runner.stop(effect.life));
      case "WatchObstacle":
        return this.#options.obstacles.watch(effect.code, effect.composition);
      case "Report":
        return this.#reports.add(effect.parts);
      case "KeepCredentials":
        return this.#background(this.#options.composer.keepCredentials(effect.connections));
      case "UseConnection":
        return this.#reports.after(() => this.#background(this.#serverEffects.perform(effect)));
      case "ProbeServer":
      case "AbandonProbe":
      case "UseHeartbeat":
      case "UseInstanceUid":
      case "MakeCertificateRequest":
      case "AskForCertificate":
        return this.#background(this.#serverEffects.perform(effect));
      case "FetchPackage":
      case "AbandonPackage":
      case "KeepPackages":
      case "FetchAddon":
      case "AbandonAddon":
      case "KeepAddons":
        return this.#background(this.#options.packages.perform(effect));
      case "FetchSupervisor":
      case "AskSuccessor":
      case "AbandonSupervisor":
      case "KeepSupervisors":
        return this.#background(this.#options.self.perform(effect));
      case "HandOver":
      case "EndTrial":
        return this.#reports.after(() => this.#background(this.#options.self.perform(effect)));
      case "TellDeaths":
        return relay.supervisorSays(() => tallyMessage(effect));
      case "TellHold":
        return relay.supervisorSays(() => holdMessage(effect));
      case "TellStatus":
        return this.#reports.after(() => relay.supervisorSays(() => statusMessage(status())));
      case "Learn":
        return this.#learn(effect);
      case "SetTimer":
        return this.#timers.set(effect.timer, effect.serial, effect.delayMs);
      case "CancelTimer":
        return this.#timers.cancel(effect.timer);
      case "Log":
        log[effect.level](effect.message, effect.fields);
        break;
      case "Finish":
        return this.#reports.after(finished);
    }
  }

  /** Ends all timers, and what was prepared for a start that does not come. */
  close(): void {
    this.#giveUpPreparation();
    this.#checks.abandon();
    this.#serverEffects.close();
    this.#options.packages.close();
    this.#options.self.close();
    this.#options.obstacles.stop();
    this.#timers.close();
  }

  /**
   * Nothing is tried before it is on disk: a supervisor that is killed in the middle finds it at its next start. (It may
   * get there while the configuration is composed.) The start that follows is prepared meanwhile.
   */
  async #compose({ ticket, candidate, uid, lenient }: Extract<Effect, { do: "Compose" }>): Promise<void> {
    const { composer, acquaintance, storage } = this.#options;
    this.#prepareStart();
    const settled = storage.settled();
    const composed = async (): Promise<ComposeOutcome> => {
      const learned = await acquaintance.current(this.#executableOf(candidate));
      if (!learned.learned) return { composed: false, failure: ignorance(learned, "composing") };
      return await composer.compose(candidate, { uid, knowledge: learned.knowledge, lenient });
    };
    const outcome = await composed().catch((error: unknown): ComposeOutcome => {
      const text = `cannot compose: ${textOfError(error)}`;
      return { composed: false, failure: { code: codeOfError(error), phase: "composing", text } };
    });
    await settled;
    this.#announce({ is: "Composed", ticket, outcome });
  }

  async #check({ ticket, composition, running, validate }: Extract<Effect, { do: "Check" }>): Promise<void> {
    const { acquaintance, storage, log, runtime, args, runner, secrets } = this.#options;
    const executable = this.#executableOf(composition.candidate);
    this.#prepareStart();
    const settled = storage.settled();
    const env = { ...runner.env, ...this.#variablesOf(composition) };
    const options = { composition, running, validate, args, executable, env, runtime, storage, log };
    const outcome = await this.#checks.run(async (signal) => {
      const learned = await acquaintance.current(executable);
      const failure = learned.learned ? undefined : ignorance(learned, "validating");
      if (failure?.code === "PACKAGE_LOST") return { passed: false, failure };
      const allowNoPipelines = learned.learned && learned.knowledge.allowNoPipelines;
      return await checkComposition({ ...options, allowNoPipelines, secrets: secrets(), signal });
    });
    await settled;
    if (outcome !== undefined) this.#announce({ is: "Checked", ticket, outcome });
  }

  #prepareStart(): void {
    this.#giveUpPreparation = this.#options.runtime.processes.prepare();
  }

  /** What was prepared is given up where no start follows from what is told. */
  #announce(event: Event): void {
    this.#startFollows = false;
    this.#options.post(event);
    if (!this.#startFollows) this.#giveUpPreparation();
  }

  async #start({ generation, composition }: Extract<Effect, { do: "StartCollector" }>): Promise<void> {
    const { acquaintance, runner, storage, args, post, obstacles } = this.#options;
    obstacles.stop();
    const executable = this.#executableOf(composition.candidate);
    const learned = await acquaintance.current(executable);
    if (!learned.learned) {
      return post({ is: "CollectorNotStarted", life: generation, failure: ignorance(learned, "starting") });
    }
    const { allowNoPipelines } = learned.knowledge;
    await runner.start({
      ...this.#placement(generation, composition),
      executable,
      variables: this.#variablesOf(composition),
      args: runArguments(storage.paths.effectiveConfig, { args, allowNoPipelines }),
    });
  }

  async #reload({ life, generation, composition }: Extract<Effect, { do: "ReloadCollector" }>): Promise<void> {
    this.#giveUpPreparation();
    await this.#options.runner.reload({ life, ...this.#placement(generation, composition) });
  }

  #placement(generation: number, composition: Composition) {
    return {
      generation,
      fingerprint: composition.fingerprint,
      secrets: composition.secrets,
      configuration: (token: string) => this.#options.composer.withToken(composition, token),
    };
  }

  #variablesOf({ addons }: Composition): Record<string, string> {
    return Object.fromEntries(addonPaths(addons, this.#options.addonsDirectory));
  }

  #executableOf({ program }: Pick<Candidate, "program">): string {
    return program?.path ?? this.#options.executable;
  }

  #learn({ program, ...reported }: Extract<Effect, { do: "Learn" }>): void {
    const { acquaintance, storage } = this.#options;
    const known = acquaintance.known(this.#executableOf({ program }));
    if (known !== undefined) this.#background(storage.saveKnowledge(storedKnowledge(known, reported)));
  }

  #background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#options.log.error("Could not carry out a decision", {
        error: errorMessage(error),
      });
    });
  }
}

import { collectorEnvironment } from "../../collector/environment.ts";
import { checkExecutable } from "../../collector/executable.ts";
import { explainExecutionFailure } from "../../collector/execution-failure.ts";
import { killerOf } from "../../collector/killer-of.ts";
import { lastWords } from "../../collector/last-words.ts";
import type { CollectorOutput } from "../../collector/output.ts";
import { stopCollector, type StopOutcome } from "../../collector/stop-child.ts";
import { describeExit } from "../../runtime/describe-exit.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { Child, Exit } from "../../runtime/process-ports.ts";
import { codeOfError, type Failure } from "../apply/failure.ts";
import { Generations, type GenerationsOptions, type Placement } from "./generations.ts";
import { RunMark } from "./run-mark.ts";

export interface CollectorRunnerOptions extends Omit<GenerationsOptions, "spoke"> {
  runtime: Runtime;
  output: CollectorOutput;
  /** The operator's `agent.env`. */
  configuredEnv: Readonly<Record<string, string>>;
  /** Bytes of the Collector's log in reports. */
  tailBytes: number;
  /** Told the `Error:` statement of a Collector that ended before it said anything on the link. */
  lastWords(statement: string, executable: string): void;
}

/** A first configuration, and the process for it. The generation names the process too, for as long as it lives. */
export interface StartRequest extends Placement {
  executable: string;
  args: readonly string[];
  /** What this configuration finds in its environment beside what all do: the paths of its add-ons. Default: nothing. */
  variables?: Readonly<Record<string, string>>;
}

/** A reload of a process that was started before. */
export interface ReloadRequest extends Placement {
  /** Of the process. */
  life: number;
}

/** A Collector that was started, and what its end needs to know. */
interface Running {
  child: Child;
  executable: string;
  /** The newest one of its generations. */
  generation: number;
  /** The generation before a reload, until the new one speaks. */
  reloadedFrom: number | undefined;
  token: string;
  /** Values of its configuration that must not leave the machine. */
  secrets: readonly string[];
  /** How much output there was when it was started, or reloaded. */
  logFrom: number;
  /** Kills for want of memory that the system had counted when it was started. */
  memoryKills: number | undefined;
  /** Who tells its end: the first of exit and stop; the other one is silent. */
  ending: "exit" | "stop" | undefined;
}

/** Carries out what the mind decides about the Collector process, and tells it what became of it. */
export class CollectorRunner {
  readonly env: Readonly<Record<string, string>>;
  /** Of all that this run starts. */
  readonly mark: RunMark;
  readonly #options: CollectorRunnerOptions;
  readonly #running = new Map<number, Running>();
  readonly #generations: Generations;
  #killed = false;

  constructor(options: CollectorRunnerOptions) {
    this.#options = options;
    this.mark = new RunMark(options);
    this.#generations = new Generations({ ...options, spoke: (generation) => this.#spoke(generation) });
    const { runtime, configuredEnv } = options;
    this.env = collectorEnvironment({ inherited: runtime.host.env, configured: configuredEnv, mark: this.mark.value });
  }

  async start(request: StartRequest): Promise<void> {
    const { generation, executable, args, secrets, variables } = request;
    const { runtime, output, post } = this.#options;
    this.mark.watchOver();
    try {
      const token = await this.#generations.place(request);
      const logFrom = await output.written();
      const start = await output.start({ executable, args, env: { ...this.env, ...variables } });
      if (!start.started) return this.#notStarted(generation, await this.#explain(executable, start.code));
      const running: Running = {
        child: start.child,
        executable,
        generation,
        reloadedFrom: undefined,
        token,
        secrets: secrets.values,
        logFrom,
        memoryKills: runtime.host.oomKills(),
        ending: undefined,
      };
      this.#running.set(generation, running);
      if (this.#killed) start.child.signalGroup("SIGKILL");
      void start.child.exited.then((exit) => this.#exited(generation, exit));
      post({ is: "CollectorStarted", life: generation, pid: start.child.pid });
    } catch (error) {
      this.#notStarted(generation, { code: codeOfError(error), text: errorMessage(error) });
    }
  }

  /**
   * Has the process read another configuration, by SIGHUP. A signal before its handler is there would be lost, so it is
   * looked for; a process that has none, or is gone, is told as one that cannot be reloaded.
   */
  async reload(request: ReloadRequest): Promise<void> {
    const { life, generation, secrets } = request;
    const { post, log } = this.#options;
    const running = this.#running.get(life);
    if (running === undefined || running.ending !== undefined || running.child.handlesHangup() === false) {
      log.debug("The Collector cannot be reloaded", { generation });
      return post({ is: "CollectorNotReloaded", generation, failure: undefined });
    }
    try {
      const token = await this.#generations.place(request);
      if (running.ending !== undefined) return this.#generations.forget(generation);
      running.reloadedFrom = running.generation;
      Object.assign(running, { generation, token });
      running.secrets = [...running.secrets, ...secrets.values];
      running.logFrom = await this.#options.output.written();
      if (!running.child.signalGroup("SIGHUP")) log.debug("The Collector ended before it could be reloaded", { life });
    } catch (error) {
      this.#generations.forget(generation);
      const failure: Failure = { code: codeOfError(error), phase: "reloading", text: errorMessage(error) };
      post({ is: "CollectorNotReloaded", generation, failure });
    }
  }

  /** Tokens and values of the newest configurations that no output may show. */
  hiddenTexts(): readonly string[] {
    return this.#generations.hiddenTexts();
  }

  /** A process whose exit is being seen to is told as that exit. */
  async stop(life: number): Promise<void> {
    const { log, post } = this.#options;
    const running = this.#running.get(life);
    if (running?.ending !== undefined) return;
    if (running !== undefined) {
      running.ending = "stop";
      const { killed, gone } = await this.#end(running.child);
      if (killed) log.warn("The Collector did not end in time and was killed", { pid: running.child.pid });
      if (!gone) log.error("Processes of the Collector outlive SIGKILL", { pid: running.child.pid });
      this.#drop(life, running);
    }
    post({ is: "CollectorStopped", life });
  }

  /** Ends everything at once, without a word, and what is being started too. */
  kill(): void {
    this.#killed = true;
    for (const { child } of this.#running.values()) child.signalGroup("SIGKILL");
  }

  /** The file may have gone or changed since the supervisor started. */
  async #explain(executable: string, code: string): Promise<Omit<Failure, "phase">> {
    const { files, host } = this.#options.runtime;
    const check = await checkExecutable({ executable, files, host });
    const { message: text, blameless } = check.usable
      ? await explainExecutionFailure({ executable, code, files, host })
      : { ...check, blameless: true };
    return { code: "EXECUTABLE", text, ...(blameless && { blameless }) };
  }

  #notStarted(generation: number, failure: Omit<Failure, "phase">): void {
    this.#generations.forget(generation);
    this.#options.post({ is: "CollectorNotStarted", life: generation, failure: { ...failure, phase: "starting" } });
  }

  /** Children of a wrapper script may outlive it and hold its ports: the whole group ends before anything else starts. */
  async #exited(life: number, exit: Exit): Promise<void> {
    const running = this.#running.get(life);
    if (running === undefined || running.ending !== undefined) return;
    running.ending = "exit";
    const { runtime, post, tailBytes } = this.#options;
    const killed = killerOf(exit, { before: running.memoryKills, after: runtime.host.oomKills() });
    await this.#end(running.child);
    const read = (bytes: number) => this.#lastLines(running, bytes);
    const { statement, tail, signal } = await lastWords({ exit, read, tailBytes });
    if (this.#generations.isSilent(running.generation)) this.#options.lastWords(statement, running.executable);
    this.#drop(life, running);
    const how = signal === undefined ? describeExit(exit) : `${describeExit(exit)} after signal ${signal}`;
    const ending = { how, killed: signal === undefined ? killed : "outside", statement, tail } as const;
    post({ is: "CollectorExited", life, ending });
  }

  async #end(child: Child): Promise<StopOutcome> {
    const { clock, processes } = this.#options.runtime;
    return await stopCollector({ child, clock, processes, signs: await this.mark.collectorSigns() });
  }

  #drop(life: number, { generation, reloadedFrom }: Running): void {
    this.#running.delete(life);
    this.#generations.forget(generation);
    if (reloadedFrom !== undefined) this.#generations.forget(reloadedFrom);
  }

  /** The first word of a generation is the end of the one before the reload. */
  #spoke(generation: number): void {
    for (const running of this.#running.values()) {
      if (running.generation !== generation || running.reloadedFrom === undefined) continue;
      this.#generations.forget(running.reloadedFrom);
      running.reloadedFrom = undefined;
    }
  }

  #lastLines({ token, logFrom, secrets: own }: Running, bytes: number): Promise<string> {
    const { output, secrets } = this.#options;
    return output.tail({ bytes, from: logFrom, secrets: [token, ...own, ...secrets()] });
  }
}

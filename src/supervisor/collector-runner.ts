import { configFlag } from "../collector/command-line.ts";
import type { Ending } from "../collector/ending.ts";
import { collectorEnvironment, markVariable } from "../collector/environment.ts";
import { checkExecutable } from "../collector/executable.ts";
import { explainExecutionFailure } from "../collector/execution-failure.ts";
import { newToken } from "../collector/generation.ts";
import type { Link } from "../collector/link.ts";
import { errorStatement } from "../collector/log-tail.ts";
import type { CollectorOutput } from "../collector/output.ts";
import { describeExit } from "../collector/probe.ts";
import { stopChild } from "../collector/stop-child.ts";
import type { Secrets } from "../compose/redact.ts";
import { errorCode } from "../runtime/error-code.ts";
import { errorMessage } from "../runtime/error-message.ts";
import type { Child, Exit, Runtime } from "../runtime/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { Log } from "../telemetry/log.ts";
import { attempt } from "./attempt.ts";
import type { CustomRelay } from "./custom-relay.ts";
import { EffectiveView } from "./effective-view.ts";
import type { Event } from "./events.ts";
import type { Failure, FailureCode } from "./failure.ts";

export interface CollectorRunnerOptions {
  runtime: Runtime;
  storage: Storage;
  link: Link;
  log: Log;
  output: CollectorOutput;
  executable: string;
  /** The operator's `agent.env`. */
  configuredEnv: Readonly<Record<string, string>>;
  /** Bytes of the Collector's log in reports. */
  tailBytes: number;
  /** Texts that must not leave the machine with a piece of log. */
  secrets(): readonly string[];
  relay: Pick<CustomRelay, "collectorReports" | "collectorSays" | "collectorLost">;
  /** Told the `Error:` statement of a Collector that ended before it said anything on the link. */
  lastWords(statement: string): void;
  post(event: Event): void;
}

export interface StartRequest {
  /** Names the process too, for as long as it lives. */
  generation: number;
  /** Of the composition. */
  fingerprint: string;
  args: readonly string[];
  /** What of it must not leave the machine. */
  secrets: Secrets;
  /** The configuration for the token of this generation. */
  configuration(token: string): string;
}

/** A reload of a process that was started before. */
export interface ReloadRequest extends Omit<StartRequest, "args"> {
  /** Of the process. */
  life: number;
}

/** A Collector that was started, and what its end needs to know. */
interface Running {
  child: Child;
  /** The newest one of its generations. */
  generation: number;
  /** The generation before a reload, until the new one speaks. */
  reloadedFrom: number | undefined;
  token: string;
  fingerprint: string;
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
  readonly #options: CollectorRunnerOptions;
  readonly #mark: string;
  readonly #marked = Promise.withResolvers<void>();
  readonly #running = new Map<number, Running>();
  /** Texts of the newest generations that must not leave the machine. */
  readonly #hidden = new Map<number, readonly string[]>();
  /** Generations that have said nothing on the link yet. */
  readonly #silent = new Set<number>();
  /** What `effective.yaml` holds. */
  #written: { fingerprint: string; token: string } | undefined;
  /** Over when that file is written: a reload may still be at it when the next start is decided. */
  #placed: Promise<unknown> = Promise.resolve();
  #killed = false;

  constructor(options: CollectorRunnerOptions) {
    this.#options = options;
    this.#mark = newToken(options.runtime.random);
    const { runtime, configuredEnv } = options;
    this.env = collectorEnvironment({ inherited: runtime.host.env, configured: configuredEnv, mark: this.#mark });
  }

  /** Resolves when the mark of what this run will start is on disk, or cannot be put there: nothing is started before. */
  get marked(): Promise<void> {
    return this.#marked.promise;
  }

  /**
   * Ends what a predecessor may have left, and marks what this run will start: at once, unless there is a mark of a
   * predecessor's, which is needed until all that carries it has ended. The lock of the storage directory is ours, so
   * whoever runs with its configuration belongs to nobody: the Go supervisor leaves its Collector on SIGTERM.
   */
  async endLeftovers(): Promise<void> {
    const { runtime, storage, log } = this.#options;
    const left = storage.state.running;
    if (left === undefined) this.#leaveMark();
    const ended = await runtime.processes.endLeftovers({
      ...(left && { assignment: `${markVariable}=${left.marker}` }),
      argument: { flag: configFlag, file: storage.paths.effectiveConfig },
    });
    if (ended.length > 0) {
      log.warn("Ended a Collector that an earlier supervisor left behind", { pids: ended.map(String) });
    }
    if (left !== undefined) this.#leaveMark();
  }

  #leaveMark(): void {
    const { runtime, storage, log } = this.#options;
    const running = { marker: this.#mark, pid: runtime.host.pid, startedAt: runtime.clock.now() };
    this.#marked.resolve(attempt(storage.saveRunning(running), log));
  }

  async start(request: StartRequest): Promise<void> {
    const { generation, fingerprint, args, secrets } = request;
    const { runtime, output, post, executable } = this.#options;
    try {
      const token = await this.#place(request);
      const logFrom = await output.written();
      const start = await output.start({ executable, args, env: this.env });
      if (!start.started) return this.#notStarted(generation, "EXECUTABLE", await this.#explain(start.code));
      const running: Running = {
        child: start.child,
        generation,
        reloadedFrom: undefined,
        token,
        fingerprint,
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
      this.#notStarted(generation, errorCodeOf(error), errorMessage(error));
    }
  }

  /**
   * Has the process read another configuration, by SIGHUP. A signal before its handler is there would be lost, so it is
   * looked for; a process that has none, or is gone, is told as one that cannot be reloaded.
   */
  async reload(request: ReloadRequest): Promise<void> {
    const { life, generation, fingerprint, secrets } = request;
    const { post, log } = this.#options;
    const running = this.#running.get(life);
    if (running === undefined || running.ending !== undefined || running.child.handlesHangup() === false) {
      log.debug("The Collector cannot be reloaded", { generation });
      return post({ is: "CollectorNotReloaded", generation, failure: undefined });
    }
    try {
      const token = await this.#place(request);
      if (running.ending !== undefined) return this.#forget(generation);
      running.reloadedFrom = running.generation;
      Object.assign(running, { generation, token, fingerprint });
      running.secrets = [...running.secrets, ...secrets.values];
      running.logFrom = await this.#options.output.written();
      if (!running.child.signalGroup("SIGHUP")) log.debug("The Collector ended before it could be reloaded", { life });
    } catch (error) {
      this.#forget(generation);
      const failure: Failure = { code: errorCodeOf(error), phase: "reloading", text: errorMessage(error) };
      post({ is: "CollectorNotReloaded", generation, failure });
    }
  }

  /** One after the other, in the order in which they were decided: the last one is what stays. */
  #place(request: Omit<StartRequest, "args">): Promise<string> {
    const placed = this.#placed.then(() => this.#write(request));
    this.#placed = placed.catch(() => {});
    return placed;
  }

  /**
   * Writes the configuration with a new token. The token is let in before the file that carries it is written: a
   * refused Collector would wait before it tries again. Where the file cannot be written (a full disk) but holds this
   * very configuration from before, it serves once more, with the token that it has.
   */
  async #write({ generation, fingerprint, secrets, configuration }: Omit<StartRequest, "args">): Promise<string> {
    const { runtime, storage, log } = this.#options;
    const token = newToken(runtime.random);
    this.#admit(generation, token, secrets);
    try {
      await storage.writeEffective(configuration(token));
      this.#written = { fingerprint, token };
      return token;
    } catch (error) {
      if (this.#written?.fingerprint !== fingerprint) throw error;
      log.error("Starting with the configuration file as it is", { error: String(error) });
      this.#admit(generation, this.#written.token, secrets);
      return this.#written.token;
    }
  }

  #admit(generation: number, token: string, secrets: Secrets): void {
    const { link, runtime, storage, log, relay, post, secrets: otherSecrets } = this.#options;
    const view = new EffectiveView({
      secrets,
      otherSecrets,
      key: () => storage.redactionKey(),
      processes: runtime.processes,
      log,
      report: (report) => post({ is: "CollectorReported", generation, report }),
    });
    this.#silent.add(generation);
    this.#hide(generation, [token, ...secrets.values]);
    link.admit(
      { number: generation, token },
      {
        reported: (report) => {
          this.#spoke(generation);
          view.take(report);
          relay.collectorReports(generation, report);
        },
        customMessage: (message) => relay.collectorSays(message),
        lost: () => {
          relay.collectorLost(generation);
          post({ is: "CollectorLost", generation });
        },
      },
    );
  }

  /** A generation that is over may still be heard of for a while: of its output, and in what others print. */
  #hide(generation: number, texts: readonly string[]): void {
    this.#hidden.delete(generation);
    this.#hidden.set(generation, texts);
    const [oldest] = this.#hidden.keys();
    if (this.#hidden.size > rememberedGenerations && oldest !== undefined) this.#hidden.delete(oldest);
  }

  /** Tokens and values of the newest configurations that no output may show. */
  hiddenTexts(): readonly string[] {
    return [...this.#hidden.values()].flat();
  }

  /** A process whose exit is being seen to is told as that exit. */
  async stop(life: number): Promise<void> {
    const { runtime, log, post } = this.#options;
    const running = this.#running.get(life);
    if (running?.ending !== undefined) return;
    if (running !== undefined) {
      running.ending = "stop";
      const { killed, gone } = await stopChild({ child: running.child, clock: runtime.clock });
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
  async #explain(code: string): Promise<string> {
    const { executable, runtime } = this.#options;
    const { files, host } = runtime;
    const check = await checkExecutable({ executable, files, host });
    return check.usable ? (await explainExecutionFailure({ executable, code, files, host })).message : check.message;
  }

  #notStarted(generation: number, code: FailureCode, text: string): void {
    this.#forget(generation);
    this.#options.post({ is: "CollectorNotStarted", life: generation, failure: { code, phase: "starting", text } });
  }

  /** Children of a wrapper script may outlive it and hold its ports: the whole group ends before anything else starts. */
  async #exited(life: number, exit: Exit): Promise<void> {
    const running = this.#running.get(life);
    if (running === undefined || running.ending !== undefined) return;
    running.ending = "exit";
    const { runtime, post, tailBytes } = this.#options;
    const killed = killerOf(exit, running.memoryKills, runtime.host.oomKills());
    await stopChild({ child: running.child, clock: runtime.clock });
    const [tail, recent] = await Promise.all([
      this.#lastWords(running, tailBytes),
      this.#lastWords(running, statementBytes),
    ]);
    const statement = errorStatement(recent);
    if (this.#silent.has(running.generation)) this.#options.lastWords(statement);
    this.#drop(life, running);
    post({ is: "CollectorExited", life, ending: { how: describeExit(exit), killed, statement, tail } });
  }

  #drop(life: number, { generation, reloadedFrom }: Running): void {
    this.#running.delete(life);
    this.#forget(generation);
    if (reloadedFrom !== undefined) this.#forget(reloadedFrom);
  }

  /** The generation is let in no more. */
  #forget(generation: number): void {
    this.#silent.delete(generation);
    this.#options.link.dismiss(generation);
  }

  /** The first word of a generation is the end of the one before the reload. */
  #spoke(generation: number): void {
    if (!this.#silent.delete(generation)) return;
    for (const running of this.#running.values()) {
      if (running.generation !== generation || running.reloadedFrom === undefined) continue;
      this.#forget(running.reloadedFrom);
      running.reloadedFrom = undefined;
    }
  }

  #lastWords({ token, logFrom, secrets: own }: Running, bytes: number): Promise<string> {
    const { output, secrets } = this.#options;
    return output.tail({ bytes, from: logFrom, secrets: [token, ...own, ...secrets()] });
  }
}

/** Whose secrets are kept out of what is passed on: that of a process, of its reload, and of those before. */
const rememberedGenerations = 4;

/** Where the Collector's last `Error:` statement is looked for, bytes. */
const statementBytes = 16 * 1024;

/** An orderly end that nobody here asked for was asked for by somebody else; the Collector ends so on SIGTERM. */
function killerOf(exit: Exit, killsBefore: number | undefined, kills: number | undefined): Ending["killed"] {
  if (exit.kind === "exited") return exit.code === 0 ? "outside" : undefined;
  const grew = killsBefore !== undefined && kills !== undefined && kills > killsBefore;
  return exit.signal === "SIGKILL" && grew ? "memory" : "outside";
}

function errorCodeOf(error: unknown): FailureCode {
  const code = errorCode(error);
  return code === "ENOSPC" || code === "EDQUOT" ? "DISK_FULL" : "INTERNAL";
}

import { configFlag } from "../collector/command-line.ts";
import { collectorEnvironment, markVariable } from "../collector/environment.ts";
import { checkExecutable } from "../collector/executable.ts";
import { explainExecutionFailure } from "../collector/execution-failure.ts";
import { newToken } from "../collector/generation.ts";
import type { Link } from "../collector/link.ts";
import { errorStatement, readLogTail } from "../collector/log-tail.ts";
import { describeExit } from "../collector/probe.ts";
import { stopChild } from "../collector/stop-child.ts";
import type { Secrets } from "../compose/redact.ts";
import { errorMessage } from "../runtime/error-message.ts";
import type { Child, Exit, Runtime } from "../runtime/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { Log } from "../telemetry/log.ts";
import { attempt } from "./attempt.ts";
import type { CustomRelay } from "./custom-relay.ts";
import { EffectiveView } from "./effective-view.ts";
import type { Event } from "./events.ts";
import type { Composition } from "./state.ts";

export interface CollectorRunnerOptions {
  runtime: Runtime;
  storage: Storage;
  link: Link;
  log: Log;
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
  generation: number;
  /** Of the composition. */
  fingerprint: string;
  args: readonly string[];
  /** What of it must not leave the machine. */
  secrets: Secrets;
  /** The configuration for the token of this generation. */
  configuration(token: string): string;
}

/** A Collector that was started, and what its end needs to know. */
interface Running {
  child: Child;
  token: string;
  fingerprint: string;
  /** Values of its configuration that must not leave the machine. */
  secrets: readonly string[];
  /** Size of `agent.log` when it was started. */
  logFrom: number;
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
  /** Generations that have said nothing on the link yet. */
  readonly #silent = new Set<number>();
  /** What `effective.yaml` holds. */
  #written: { fingerprint: string; token: string } | undefined;
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

  /**
   * What would keep the composition from being started, found while the Collector that runs is still untouched:
   * the executable is gone, or there is no room for the file. `undefined` where nothing is in the way or at stake.
   */
  async obstacle({ text, fingerprint }: Pick<Composition, "text" | "fingerprint">): Promise<string | undefined> {
    const { runtime, storage, executable } = this.#options;
    const running = [...this.#running.values()];
    if (running.length === 0 || running.some((run) => run.fingerprint === fingerprint)) return undefined;
    const check = await checkExecutable({ executable, files: runtime.files, host: runtime.host });
    if (!check.usable) return check.message;
    const trial = `${storage.paths.effectiveConfig}.trial`;
    try {
      await runtime.files.write(trial, text, { durable: false });
      return undefined;
    } catch (error) {
      return `cannot write ${trial}: ${errorMessage(error)}`;
    } finally {
      await runtime.files.remove(trial);
    }
  }

  async start(request: StartRequest): Promise<void> {
    const { generation, fingerprint, args, secrets } = request;
    const { runtime, storage, post, executable } = this.#options;
    try {
      await storage.rotateAgentLog();
      const token = await this.#place(request);
      const logFrom = (await runtime.files.stat(storage.paths.agentLog))?.size ?? 0;
      const outputFile = storage.paths.agentLog;
      const start = await runtime.processes.start({ executable, args, env: this.env, outputFile });
      if (!start.started) return this.#notStarted(generation, await this.#explain(start.code));
      this.#running.set(generation, {
        child: start.child,
        token,
        fingerprint,
        secrets: secrets.values,
        logFrom,
        ending: undefined,
      });
      if (this.#killed) start.child.signalGroup("SIGKILL");
      void start.child.exited.then((exit) => this.#exited(generation, exit));
      post({ is: "CollectorStarted", generation, pid: start.child.pid });
    } catch (error) {
      this.#notStarted(generation, errorMessage(error));
    }
  }

  /**
   * Writes the configuration with a new token. The token is let in before the file that carries it is written: a
   * refused Collector would wait before it tries again. Where the file cannot be written (a full disk) but holds this
   * very configuration from before, it serves once more, with the token that it has.
   */
  async #place({ generation, fingerprint, secrets, configuration }: StartRequest): Promise<string> {
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
    link.admit(
      { number: generation, token },
      {
        reported: (report) => {
          this.#silent.delete(generation);
          view.take(report);
          relay.collectorReports(generation, report);
        },
        customMessage: (message) => relay.collectorSays(message),
        lost: () => relay.collectorLost(generation),
      },
    );
  }

  /** A generation whose exit is being seen to is told as that exit. */
  async stop(generation: number): Promise<void> {
    const { runtime, link, log, post } = this.#options;
    const running = this.#running.get(generation);
    if (running?.ending !== undefined) return;
    if (running !== undefined) {
      running.ending = "stop";
      const { killed, gone } = await stopChild({ child: running.child, clock: runtime.clock });
      if (killed) log.warn("The Collector did not end in time and was killed", { generation });
      if (!gone) log.error("Processes of the Collector outlive SIGKILL", { generation, pid: running.child.pid });
      this.#running.delete(generation);
    }
    this.#silent.delete(generation);
    link.dismiss(generation);
    post({ is: "CollectorStopped", generation });
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

  #notStarted(generation: number, reason: string): void {
    this.#silent.delete(generation);
    this.#options.link.dismiss(generation);
    this.#options.post({ is: "CollectorNotStarted", generation, reason });
  }

  /** Children of a wrapper script may outlive it and hold its ports: the whole group ends before anything else starts. */
  async #exited(generation: number, exit: Exit): Promise<void> {
    const running = this.#running.get(generation);
    if (running === undefined || running.ending !== undefined) return;
    running.ending = "exit";
    const { runtime, link, post, tailBytes } = this.#options;
    await stopChild({ child: running.child, clock: runtime.clock });
    const [tail, recent] = await Promise.all([
      this.#lastWords(running, tailBytes),
      this.#lastWords(running, statementBytes),
    ]);
    const statement = errorStatement(recent);
    if (this.#silent.delete(generation)) this.#options.lastWords(statement);
    this.#running.delete(generation);
    link.dismiss(generation);
    post({ is: "CollectorExited", generation, how: describeExit(exit), statement, tail });
  }

  /** A log that cannot be read keeps no end from being told. */
  async #lastWords({ token, logFrom, secrets: own }: Running, bytes: number): Promise<string> {
    const { runtime, storage, secrets, log } = this.#options;
    const path = storage.paths.agentLog;
    try {
      return await readLogTail({
        files: runtime.files,
        path,
        bytes,
        from: logFrom,
        secrets: [token, ...own, ...secrets()],
      });
    } catch (error) {
      log.warn("Cannot read the Collector's log", { path, error: String(error) });
      return "";
    }
  }
}

/** Where the Collector's last `Error:` statement is looked for, bytes. */
const statementBytes = 16 * 1024;

import { resolve } from "node:path";

import type { SupervisorConfig } from "../config/types.ts";
import { ControlServer } from "../control/control-server.ts";
import type { ControlHandlers } from "../control/handlers.ts";
import type { StatusSnapshot } from "../control/snapshot.ts";
import { summaryOf } from "../control/summary.ts";
import type { Listener } from "../runtime/listen-ports.ts";
import type { Cancel, Runtime } from "../runtime/ports.ts";
import type { EventJournal } from "../storage/event-journal.ts";
import { errorText } from "../telemetry/error-text.ts";
import type { Log } from "../telemetry/log.ts";
import { cannotRollBackConfig } from "./apply/rollback.ts";
import { whatFailed } from "./apply/what-failed.ts";
import type { Event } from "./mind/events.ts";
import type { Mind } from "./mind/mind.ts";
import { operatorOrders } from "./operator/operator-orders.ts";
import { succeeded, type Succession } from "./packages/self-effects.ts";
import type { WayBack } from "./packages/way-back.ts";
import { openHealthEndpoint } from "./report/health-endpoint.ts";
import { ServerConnection } from "./report/server-connection.ts";
import { ServiceReports } from "./report/service-reports.ts";
import { ShownCertificates } from "./report/shown-certificates.ts";
import { statusSnapshot } from "./report/status-snapshot.ts";
import type { SelfTelemetryGate } from "./self-telemetry-gate.ts";

export interface AttendanceOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  log: Log;
  version: string;
  /** What was decided, for those who ask. */
  journal: Pick<EventJournal, "read">;
  storageDirectory: string;
  succession: Pick<Succession, "own">;
  telemetry: Pick<SelfTelemetryGate, "metricsPage">;
  /** The instance uid at the start, 16 bytes. */
  uid: Uint8Array;
  /** The one on the machine that this one is a copy of. */
  clonedFrom: Uint8Array | undefined;
  stop: AbortSignal;
  /** Asks for the ordered end. */
  requestStop(): void;
}

/** What an operator's orders become. */
export interface Orders {
  post(event: Event): void;
  /** Where a rollback to this version leads. */
  findWayBack(version: string | undefined): Promise<WayBack>;
  /** The same of the supervisor itself. */
  findSelfWayBack(version: string | undefined): Promise<WayBack>;
}

const noMind = () => Promise.reject(new Error("there is no mind yet"));

/**
 * Those who look at the supervisor from outside, and what they are shown: the control channel, the service manager, the
 * health endpoint. They are there before the Collector is known, and until it is down.
 */
export class Attendance {
  /** Hears of the connection to the server, where there is one. */
  readonly server: ServerConnection | undefined;
  readonly #options: AttendanceOptions;
  readonly #startedAt: number;
  /** The same on the clock that never jumps. */
  readonly #begun: number;
  readonly #listeners = new Set<() => void>();
  readonly #reports: ServiceReports | undefined;
  readonly #certificates: ShownCertificates;
  #mind: Pick<Mind, "state" | "idle"> | undefined;
  readonly #alive = () => this.#mind?.idle ?? true;
  #post: Orders["post"] | undefined;
  #findWayBack: Orders["findWayBack"] = noMind;
  #findSelfWayBack: Orders["findSelfWayBack"] = noMind;
  #control: ControlServer | undefined;
  #health: Listener | undefined;

  constructor(options: AttendanceOptions) {
    this.#options = options;
    const { config, runtime, stop } = options;
    const { clock, serviceManager: manager } = runtime;
    this.#startedAt = clock.now();
    this.#begun = clock.monotonic();
    this.server =
      config.server && new ServerConnection({ clock, endpoint: config.server.endpoint, changed: () => this.changed() });
    const summary = () => summaryOf(this.snapshot());
    this.#certificates = new ShownCertificates({
      ...runtime,
      config,
      log: options.log,
      changed: () => this.#tellCertificates(),
    });
    if (manager) this.#reports = new ServiceReports({ manager, clock, summary, alive: this.#alive });
    stop.addEventListener(
      "abort",
      () => (stop.reason === succeeded ? this.#reports?.reloading() : this.#reports?.stopping()),
      { once: true },
    );
  }

  /**
   * Opens the doors; the reason where a health endpoint that was asked for cannot be had. A control channel that cannot
   * be had keeps no Collector from running.
   */
  async open(): Promise<string | undefined> {
    this.#openControl();
    const { config, runtime, telemetry } = this.#options;
    if (config.healthcheck === undefined) return undefined;
    const opened = await openHealthEndpoint({
      config: config.healthcheck,
      ...runtime,
      snapshot: () => this.snapshot(),
      alive: this.#alive,
      metricsPage: (head) => telemetry.metricsPage(head),
    });
    if (!opened.opened) return opened.reason;
    this.#health = opened.listener;
    return undefined;
  }

  /** The mind is there: from now on the supervisor supervises. */
  begin(mind: Pick<Mind, "state" | "idle">, { post, findWayBack, findSelfWayBack }: Orders): void {
    this.#mind = mind;
    this.#post = post;
    this.#findWayBack = findWayBack;
    this.#findSelfWayBack = findSelfWayBack;
    this.#reports?.ready();
    this.#tellCertificates();
  }

  /** For those who read the operator's configuration again. */
  readonly forReading = {
    onChange: (listener: () => void) => this.#subscribe(listener),
    reloading: () => this.#reports?.reloading(),
    ready: () => this.#reports?.ready(),
  };

  /** Something changed that a snapshot may show. */
  changed(): void {
    if (this.#mind) this.#certificates.follow(this.#mind.state.accepted.connections);
    this.#reports?.changed();
    for (const listener of this.#listeners) listener();
  }

  /** The storage directory was made anew, where the channel's address is. */
  moved(): void {
    this.#control?.close();
    this.#openControl();
  }

  async close(): Promise<void> {
    this.#certificates.close();
    this.#reports?.close();
    this.#control?.close();
    await this.#health?.stop();
  }

  /** The mind, once it is there, tells the server of them. */
  #tellCertificates(): void {
    const { seen: certificates } = this.#certificates;
    const told = this.#mind?.state.otherCertificates ?? [];
    if (this.#post && certificates.length + told.length > 0) this.#post({ is: "CertificatesRead", certificates });
    else this.changed();
  }

  #openControl(): void {
    const { config, runtime, log, journal, storageDirectory: directory, requestStop } = this.#options;
    // There the directory is open to the Collector's group, which has no business here.
    const letsGroupIn = config.agent.runAs === undefined;
    const { clock, local } = runtime;
    const handlers: ControlHandlers = {
      snapshot: () => this.snapshot(),
      changed: (listener) => this.#subscribe(listener),
      ...operatorOrders({
        post: () => this.#post,
        idleBecause: () => {
          const target = this.#mind?.state.target;
          return target?.is === "nothing" ? target.reason : undefined;
        },
        findWayBack: (version) => this.#findWayBack(version),
        findSelfWayBack: (version) => this.#findSelfWayBack(version),
        cannotRollBackConfig: () => this.#mind && cannotRollBackConfig(this.#mind.state),
        whatFailed: () => (this.#mind ? whatFailed(this.#mind.state) : []),
        isHeld: () => this.#mind?.state.hold !== undefined,
      }),
      events: (listener) => journal.read(listener),
      stop: requestStop,
    };
    try {
      this.#control = new ControlServer({ local, clock, directory, letsGroupIn, handlers });
    } catch (error) {
      log.warn("There is no control channel: commands such as status and stop cannot reach this supervisor", {
        error: errorText(error),
      });
    }
  }

  #subscribe(listener: () => void): Cancel {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** How everything is now. */
  snapshot(): StatusSnapshot {
    const { config, runtime, version, storageDirectory, uid, clonedFrom, stop } = this.#options;
    return statusSnapshot({
      now: runtime.clock.now(),
      version,
      pid: runtime.host.pid,
      startedAt: this.#startedAt,
      uptimeMs: runtime.clock.monotonic() - this.#begun,
      storageDirectory: resolve(runtime.host.directory, storageDirectory),
      own: this.#options.succession.own,
      executable: config.agent.executable,
      uid,
      clonedFrom,
      stopping: stop.aborted,
      server: this.server?.status ?? { state: "none" },
      ties: tiesOf(runtime),
      certificates: this.#certificates.seen,
      usage: runtime.processes.usage,
      state: this.#mind?.state,
    });
  }
}

/** Those that this system has; what stands in for them where they are off. */
function tiesOf({ host, processes }: Runtime): Record<string, boolean> {
  const { parentDeathSignal, stdinLease, watcher, jobObject } = processes.ties;
  if (host.os === "windows") return { jobObject };
  if (host.os === "darwin") return { watcher };
  return { parentDeathSignal, stdinLease, ...(watcher && { watcher }) };
}

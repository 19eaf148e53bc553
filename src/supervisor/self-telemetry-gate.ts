import type { OwnTelemetry } from "../compose/layers.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { ServerStatus } from "../control/snapshot.ts";
import type { ClientEvents } from "../opamp/client/client.ts";
import { orderedEnd } from "../opamp/client/transport.ts";
import type { ServerToAgent } from "../opamp/wire/messages.ts";
import type { HttpAnswer, RequestHead } from "../runtime/listen-ports.ts";
import type { LogOutputs } from "../runtime/log-output.ts";
import type { Network } from "../runtime/network-ports.ts";
import type { Runtime } from "../runtime/ports.ts";
import { errorText } from "../telemetry/error-text.ts";
import type { LogTap } from "../telemetry/log-tap.ts";
import type { Log } from "../telemetry/log.ts";
import type { State } from "./mind/state.ts";
import type { Taken } from "./mind/taken.ts";
import type { SelfTelemetry } from "./telemetry/self-telemetry.ts";

export interface SelfTelemetryGateOptions {
  config: Pick<SupervisorConfig, "telemetry" | "capabilities" | "server" | "healthcheck">;
  runtime: Runtime;
  log: Log;
  tap: LogTap;
  outputs: LogOutputs;
  version: string;
}

export interface Watched {
  uid: Uint8Array;
  /** `undefined`: the Collector is not known yet. */
  state(): State | undefined;
  server(): ServerStatus["state"];
}

/** So much of what happens is remembered for own telemetry that is still being loaded, or may be asked for. */
const mostHeld = 500;

type Work = (telemetry: SelfTelemetry) => void;

/**
 * Stands between the supervisor and its own telemetry: nothing of that is loaded before somebody wants some, and what goes wrong
 * in it ends here.
 */
export class SelfTelemetryGate {
  readonly #options: SelfTelemetryGateOptions;
  readonly #begun: number;
  readonly #traffic = { sent: 0, sentBytes: 0, received: 0, receivedBytes: 0 };
  #telemetry: SelfTelemetry | undefined;
  #opening: Promise<void> | undefined;
  /** What is done once it is there; `undefined`: nobody wants any. */
  #held: Work[] | undefined = [];
  #watched: Watched | undefined;
  #connections = 0;

  constructor(options: SelfTelemetryGateOptions) {
    this.#options = options;
    this.#begun = options.runtime.clock.monotonic();
  }

  /** Whether the operator wants some, whatever the server asks for. */
  get isConfigured(): boolean {
    const { telemetry, healthcheck } = this.#options.config;
    const { signals, metricsOff, tracesOff } = telemetry;
    if (healthcheck?.metrics) return true;
    if (signals === undefined) return false;
    const { logs, metrics, traces } = signals;
    return logs.length > 0 || (metrics.length > 0 && !metricsOff) || (traces.processors.length > 0 && !tracesOff);
  }

  /** The network of the client, where it counts what goes over it; as it is where nobody can ever want to know. */
  async network(): Promise<Network> {
    const { config, runtime } = this.#options;
    const { signals, metricsOff } = config.telemetry;
    const isRead = config.healthcheck?.metrics === true || (signals?.metrics.length ?? 0) > 0;
    const mayBeAsked = config.capabilities.reportsOwnMetrics || isRead;
    if (config.server === undefined || metricsOff || !mayBeAsked) return runtime.network;
    const { countingNetwork } = await import("./telemetry/traffic.ts");
    return countingNetwork(runtime.network, this.#traffic);
  }

  /** It is known who this agent is. */
  begin(watched: Watched): void {
    this.#watched = watched;
    if (this.isConfigured) this.#open();
  }

  /** What the server wanted before this start is known. */
  decide(offered: OwnTelemetry): void {
    this.#offer(offered);
    if (this.#opening === undefined) this.#held = undefined;
  }

  taken(taken: Taken): void {
    const { before, after } = taken;
    this.#do((telemetry) => telemetry.taken(taken));
    const { telemetry } = after.accepted.connections;
    if (telemetry !== before.accepted.connections.telemetry) this.#offer(telemetry);
  }

  /** The Collector introduces itself. */
  async bootstrap<Outcome extends { learned: boolean; message?: string }>(work: Promise<Outcome>): Promise<Outcome> {
    const { clock } = this.#options.runtime;
    const at = clock.now();
    const span = "bootstrap";
    this.#do((telemetry) => telemetry.observe([{ begin: "GetBootstrapInfo", span, at }]));
    const outcome = await work;
    const until = clock.now();
    const error = outcome.learned ? {} : { error: outcome.message ?? "" };
    this.#do((telemetry) => telemetry.observe([{ end: span, at: until, ...error }]));
    return outcome;
  }

  /** Takes a message of the server. */
  message(message: ServerToAgent, take: () => void): void {
    if (this.#telemetry === undefined && this.#held === undefined) return take();
    const { clock } = this.#options.runtime;
    const at = clock.now();
    const parts = Object.entries(message).flatMap(([name, part]) => {
      const isThere = typeof part === "object" && part !== null && name !== "instanceUid";
      return isThere ? [name] : [];
    });
    const error = message.errorResponse ? "the server answered with an error" : undefined;
    this.#do((telemetry) => telemetry.messageBegins(at, parts));
    take();
    const until = clock.now();
    this.#do((telemetry) => telemetry.messageEnds(until, error));
  }

  /** Hears of connections to the server, beside `other`. */
  connection(
    other: Pick<ClientEvents, "connected" | "disconnected"> | undefined,
  ): Pick<ClientEvents, "connected" | "disconnected"> {
    return {
      connected: () => {
        other?.connected();
        const reconnect = this.#connections > 0;
        this.#connections += 1;
        this.#do((telemetry) =>
          telemetry.observe([{ count: "supervisor.server.connections", attributes: { reconnect } }]),
        );
      },
      disconnected: (loss, retryInMs) => {
        other?.disconnected(loss, retryInMs);
        if (loss.code === orderedEnd.loss.code) return;
        const attributes = { "error.type": loss.code };
        this.#do((telemetry) => telemetry.observe([{ count: "supervisor.server.connection.failures", attributes }]));
      },
    };
  }

  /** What the health endpoint answers to `GET /metrics`. */
  async metricsPage(head: Pick<RequestHead, "headers">): Promise<HttpAnswer> {
    await this.#opening;
    const failed: HttpAnswer = { status: 503, body: "own metrics are not there\n" };
    try {
      return (await this.#telemetry?.metricsPage(head)) ?? failed;
    } catch (error) {
      this.#complain(error);
      return failed;
    }
  }

  /** What is held goes out, or is given up after a while. */
  async close(): Promise<void> {
    await this.#opening;
    this.#held = undefined;
    await this.#telemetry?.close().catch((error: unknown) => this.#complain(error));
    this.#telemetry = undefined;
  }

  #offer(wanted: OwnTelemetry): void {
    if (Object.keys(wanted).length > 0) this.#open();
    this.#do((telemetry) => telemetry.offer(wanted));
  }

  #open(): void {
    if (this.#opening !== undefined || this.#watched === undefined) return;
    this.#held ??= [];
    this.#opening = this.#load(this.#watched).catch((error: unknown) => {
      this.#held = undefined;
      this.#complain(error);
    });
  }

  async #load(watched: Watched): Promise<void> {
    const { SelfTelemetry } = await import("./telemetry/self-telemetry.ts");
    const options = { ...this.#options, begun: this.#begun, traffic: this.#traffic, ...watched };
    this.#telemetry = await SelfTelemetry.open(options);
    const held = this.#held ?? [];
    this.#held = undefined;
    held.forEach((work) => this.#do(work));
  }

  #do(work: Work): void {
    if (this.#telemetry === undefined) {
      if (this.#held && this.#held.length < mostHeld) this.#held.push(work);
      return;
    }
    try {
      work(this.#telemetry);
    } catch (error) {
      this.#complain(error);
    }
  }

  #complain(error: unknown): void {
    this.#options.log.error("Own telemetry failed", { error: errorText(error) });
  }
}

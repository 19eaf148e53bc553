import { isDeepStrictEqual } from "node:util";

import type { OwnTelemetry } from "../../compose/layers.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import type { ServerStatus } from "../../control/snapshot.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import type { HttpAnswer, RequestHead } from "../../runtime/listen-ports.ts";
import type { LogOutputs } from "../../runtime/log-output.ts";
import type { Runtime } from "../../runtime/ports.ts";
import type { LogTap } from "../../telemetry/log-tap.ts";
import type { Log } from "../../telemetry/log.ts";
import type { Observation } from "../../telemetry/observation.ts";
import { SdkTelemetry } from "../../telemetry/sdk/sdk-telemetry.ts";
import type { State } from "../mind/state.ts";
import type { Taken } from "../mind/taken.ts";
import { follow } from "./follow.ts";
import { LoopDelay } from "./loop-delay.ts";
import { conventionsUrl, ownResource } from "./own-resource.ts";
import { collectorPid, readings } from "./readings.ts";
import { configuredTargets, offeredTargets, type TargetPorts } from "./targets.ts";
import { nothingTracked, type Tracking } from "./tracking.ts";
import { type Traffic, trafficCounts } from "./traffic.ts";

export interface SelfTelemetryOptions {
  config: Pick<SupervisorConfig, "telemetry" | "healthcheck">;
  runtime: Runtime;
  log: Log;
  tap: LogTap;
  outputs: LogOutputs;
  version: string;
  /** `Clock.monotonic` at the start of the program. */
  begun: number;
  traffic: Traffic;
  uid: Uint8Array;
  /** `undefined`: the Collector is not known yet. */
  state(): State | undefined;
  server(): ServerStatus["state"];
}

/** The name of the meter is the Go supervisor's. */
const scopeName = "opamp-supervisor";

/** The supervisor's own telemetry while somebody wants some. */
export class SelfTelemetry {
  readonly #options: SelfTelemetryOptions;
  /** There once somebody reads metrics, as it wakes the process again and again. */
  #delay: LoopDelay | undefined;
  #sdk: SdkTelemetry;
  #offered: OwnTelemetry = {};
  #tracking: Tracking = nothingTracked;
  #uid: Uint8Array;
  #counted: Readonly<Traffic>;
  /** One change of the identity after the other. */
  #changing: Promise<void> = Promise.resolve();

  static async open(options: SelfTelemetryOptions): Promise<SelfTelemetry> {
    return new SelfTelemetry(options, await attributesOf(options, options.uid));
  }

  private constructor(options: SelfTelemetryOptions, attributes: Awaited<ReturnType<typeof ownResource>>) {
    this.#options = options;
    this.#uid = options.uid;
    this.#counted = { ...options.traffic };
    this.#sdk = this.#open(attributes);
    options.tap.listen((entry) => this.#sdk.log(entry));
  }

  /** What the server wants; a signal that has not changed goes on. */
  offer(wanted: OwnTelemetry): void {
    const { config, runtime } = this.#options;
    const before = this.#offered;
    this.#offered = wanted;
    const targets = offeredTargets(wanted, config.telemetry, runtime.host.env);
    const isNew = (signal: keyof OwnTelemetry) => !isDeepStrictEqual(wanted[signal], before[signal]);
    if (isNew("metrics")) this.#sdk.offer("metrics", targets.metrics);
    if (isNew("traces")) this.#sdk.offer("traces", targets.traces);
    if (isNew("logs")) this.#sdk.offer("logs", targets.logs);
  }

  taken(taken: Taken): void {
    const { tracking, observations } = follow(this.#tracking, taken);
    this.#tracking = tracking;
    this.observe(observations);
    if (taken.after.uid !== this.#uid) this.#changeIdentity(taken.after.uid);
  }

  observe(observations: readonly Observation[]): void {
    for (const observation of observations) this.#sdk.record(observation);
  }

  /** A message of the server is taken; what the mind does meanwhile belongs to it. */
  messageBegins(at: number, parts: readonly string[]): void {
    const span = `message:${this.#tracking.serial}`;
    this.#tracking = { ...this.#tracking, serial: this.#tracking.serial + 1, message: span };
    this.observe([{ begin: "onMessage", span, at, attributes: { "opamp.message.parts": parts.join(",") } }]);
  }

  /** @param error what the server complained of. Default: nothing. */
  messageEnds(at: number, error?: string): void {
    const { message } = this.#tracking;
    if (message === undefined) return;
    this.#tracking = { ...this.#tracking, message: undefined };
    this.observe([{ end: message, at, ...(error !== undefined && { error }) }]);
  }

  async metricsPage(head: Pick<RequestHead, "headers">): Promise<HttpAnswer | undefined> {
    return await this.#sdk.metricsPage(head);
  }

  /** What is held goes out, or is given up after a while. */
  async close(): Promise<void> {
    await this.#changing;
    this.#options.tap.listen(undefined);
    this.#countTraffic();
    this.#delay?.close();
    await this.#sdk.close();
  }

  #open(attributes: Awaited<ReturnType<typeof ownResource>>): SdkTelemetry {
    const { config, runtime, log, version, outputs } = this.#options;
    const { signals } = config.telemetry;
    const named = log.named("telemetry");
    const ports: TargetPorts = { ...runtime, env: runtime.host.env, log: named };
    return new SdkTelemetry({
      attributes,
      schemaUrl: signals?.resource.schemaUrl ?? conventionsUrl,
      configured: configuredTargets(config.telemetry, ports),
      servesMetrics: config.healthcheck?.metrics === true,
      sampler: signals?.traces.sampler,
      limits: signals?.traces.limits ?? {},
      ports: { ...runtime, log: named, writeLine: (line) => outputs.open("stdout").write(line) },
      scope: { name: scopeName, version },
      read: () => Promise.resolve(this.#read()),
    });
  }

  #read() {
    const { runtime, state, server, begun } = this.#options;
    const { clock, processes, host } = runtime;
    this.#countTraffic();
    this.#delay ??= new LoopDelay(clock);
    const pid = collectorPid(state());
    const own = processes.usage(host.pid);
    const collector = pid === undefined ? undefined : processes.usage(pid);
    return readings({
      now: clock.now(),
      uptimeMs: clock.monotonic() - begun,
      state: state(),
      server: server(),
      own,
      collector,
      delay: this.#delay.take(),
    });
  }

  #countTraffic(): void {
    const { traffic } = this.#options;
    this.observe(trafficCounts(this.#counted, traffic));
    this.#counted = { ...traffic };
  }

  /** All that is exported carries the identity, so that all is opened anew with another one. */
  #changeIdentity(uid: Uint8Array): void {
    this.#uid = uid;
    this.#changing = this.#changing.then(async () => {
      const attributes = await attributesOf(this.#options, uid);
      const before = this.#sdk;
      const offered = this.#offered;
      this.#sdk = this.#open(attributes);
      this.#offered = {};
      this.offer(offered);
      await before.close();
    });
  }
}

function attributesOf({ config, runtime, version }: SelfTelemetryOptions, uid: Uint8Array) {
  const { signals } = config.telemetry;
  return ownResource({ config: signals?.resource, ...runtime, version, instanceId: formatUid(uid) });
}

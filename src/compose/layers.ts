/** What a Collector's configuration is made of. */
export interface ComposeInput {
  /** Whether the Collector runs without pipelines (it knows the gate `service.AllowNoPipelines`). */
  allowNoPipelines: boolean;
  /** In the order of `agent.config_files`; later ones win. */
  localFiles: readonly LocalFile[];
  /** Bodies by name; `undefined` while no remote configuration is in force. */
  remoteFiles: ReadonlyMap<string, string> | undefined;
  ownTelemetry: OwnTelemetry;
  telemetryForm: TelemetryForm;
  identity: Identity;
  link: Link;
}

export interface LocalFile {
  /** As the operator knows it; stands in refusals and warnings. */
  name: string;
  text: string;
}

/**
 * How this Collector takes the attributes of `service::telemetry::resource`: as keys beside each other (`inline`,
 * up to v0.149.0 at least, strings only) or as the list `attributes` of `{name, value}` (`declarative`).
 */
export type TelemetryForm = "inline" | "declarative";

export type TelemetrySignal = "metrics" | "logs" | "traces";

/** Where the Collector sends its own telemetry, as offered by the server; an absent signal goes nowhere. */
export type OwnTelemetry = { readonly [Signal in TelemetrySignal]?: TelemetryTarget };

export interface TelemetryTarget {
  /** URL of an OTLP/HTTP receiver for this one signal, not empty. */
  readonly endpoint: string;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
}

/** Becomes the resource of the Collector's own telemetry. An identifying attribute wins over one of the same name. */
export interface Identity {
  /** UUID as text. Wins over any `service.instance.id` below and in any layer. */
  instanceUid: string;
  identifying: ReadonlyMap<string, AttributeValue>;
  nonIdentifying: ReadonlyMap<string, AttributeValue>;
}

export type AttributeValue =
  string | boolean | number | bigint | Uint8Array | readonly AttributeValue[] | ReadonlyMap<string, AttributeValue>;

/** How the Collector's opamp extension reaches the supervisor. */
export interface Link {
  /** Of the supervisor's server on 127.0.0.1. */
  port: number;
  /** The header that carries the token of one attempt. */
  headerName: string;
  token: string;
  /** The Collector ends when this process is gone. */
  supervisorPid: number;
  /** How often the Collector looks for that process, milliseconds. */
  orphanPollMs: number;
  includeResourceAttributes: boolean;
  reportsAvailableComponents: boolean;
}

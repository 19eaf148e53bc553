import type { ConnectionPlaceConfig } from "../config/types.ts";
import type { TlsOptions } from "../runtime/network-ports.ts";
import type { PathRule } from "./merge-rules.ts";
import type { Policy } from "./policy/policy.ts";

/** What a Collector's configuration is made of. */
export interface ComposeInput {
  /** Whether the Collector runs without pipelines (it knows the gate `service.AllowNoPipelines`). */
  allowNoPipelines: boolean;
  /** In the order of `agent.config_files` with the special names in their places; later ones win. */
  layers: readonly Layer[];
  /** Bodies by name; `undefined` while no remote configuration is in force. */
  remoteFiles: ReadonlyMap<string, string> | undefined;
  ownTelemetry: OwnTelemetry;
  /** Set last, over all layers. Default: none. */
  otherConnections?: readonly PlacedConnection[];
  /** Absolute path of the directory with the certificates and keys of offered connections. Default: `/`. */
  credentials?: string;
  telemetryForm: TelemetryForm;
  identity: Identity;
  link: Link;
  /** The Collector's whole environment. Default: empty, and no address is refused for an unset variable. */
  env?: Readonly<Record<string, string>>;
  /** Absolute paths of the add-ons that are there, by their variables, which stand over `env`. Default: there are none. */
  addons?: ReadonlyMap<string, string>;
  /** The operator's arguments of the Collector, which may refer to add-ons. Default: none. */
  args?: readonly string[];
  /** What bounds remote content. Default: nothing does. */
  policy?: Policy;
  /** `agent.merge`. Default: the rules of the Go supervisor. */
  merging?: Merging;
}

/** One entry of `agent.config_files`. */
export type Layer =
  | LocalFile
  /** `$OWN_TELEMETRY_CONFIG`: offered targets of own telemetry, and the identity as resource attributes. */
  | { kind: "own-telemetry" }
  /** `$OPAMP_EXTENSION_CONFIG`: the place of `opamp` in `service::extensions`; its block is the last word in any place. */
  | { kind: "opamp-extension" }
  /** `$REMOTE_CONFIG`: the remote files by name, `""` last. */
  | { kind: "remote" };

export interface LocalFile {
  kind: "local";
  /** As the operator knows it; stands in refusals and warnings. */
  name: string;
  text: string;
  /** Named in `agent.locked_files`: remote content may not change what it says. */
  locked?: boolean;
}

export interface Merging {
  /** Lists that are joined and not replaced. */
  lists: readonly PathRule[];
  /** Paths that are taken out when all layers are merged, in steps; `*` stands for any one key. */
  remove: ReadonlyArray<readonly string[]>;
  /** What two remote files that say different things of one key come to. */
  conflicts: "warn" | "fail";
}

/**
 * How this Collector takes the attributes of `service::telemetry::resource`: as keys beside each other (`inline`,
 * up to v0.149.0 at least, strings only) or as the list `attributes` of `{name, value}` (`declarative`).
 */
export type TelemetryForm = "inline" | "declarative";

export type TelemetrySignal = "metrics" | "logs" | "traces";

/** Where the Collector sends its own telemetry, as offered by the server; an absent signal goes nowhere. */
export type OwnTelemetry = { readonly [Signal in TelemetrySignal]?: ConnectionTarget };

/** Connections of the Collector's components that the server directs, by the name that the offer gives them. */
export type OtherConnections = ReadonlyMap<string, ConnectionTarget>;

/** All connections of the Collector that the server directs. */
export interface CollectorConnections {
  readonly telemetry: OwnTelemetry;
  readonly others: OtherConnections;
}

export const noConnections: CollectorConnections = { telemetry: {}, others: new Map() };

/** Where one connection goes, as offered by the server. */
export interface ConnectionTarget {
  /** Not empty. For own telemetry the URL of an OTLP/HTTP receiver for this one signal. */
  readonly endpoint: string;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** Unset: the Collector's defaults, or what the component says itself. */
  readonly tls?: OfferedTls;
  /** Client certificate with its chain, and its key, PEM. */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** URL; credentials in it. Own telemetry never has one. */
  readonly proxy?: string;
  /** Further settings by the names of the offer (`other_settings`); own telemetry never has any. */
  readonly settings?: ReadonlyMap<string, string>;
}

/** What a server can say of TLS. */
export type OfferedTls = Pick<
  TlsOptions,
  "ca" | "includeSystemRoots" | "insecureSkipVerify" | "minVersion" | "maxVersion" | "cipherSuites"
>;

/** An offered connection and the place in the Collector's configuration that the operator has given it. */
export interface PlacedConnection {
  name: string;
  target: ConnectionTarget;
  place: Pick<ConnectionPlaceConfig, "path" | "settings">;
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
  /** Where the Collector brings its own metrics to (OTLP over HTTP), and how often, milliseconds. Default: nowhere. */
  flow?: { path: string; intervalMs: number };
  includeResourceAttributes: boolean;
  reportsAvailableComponents: boolean;
}

import type { TlsVersion } from "../runtime/network-ports.ts";
import type { Level } from "../telemetry/log.ts";
import type { AuthConfig } from "./auth-types.ts";
import type { PackageConfig } from "./package-types.ts";
import type { PolicyConfig } from "./policy-types.ts";
import type { OwnSignalsConfig } from "./telemetry-types.ts";

/**
 * What the rest of the program reads of `supervisor.yaml`: checked, every default filled in, durations in
 * milliseconds. A property is optional only where "not set" is a meaning of its own.
 */
export interface SupervisorConfig {
  /** Unset: there is no server. */
  server?: ServerConfig;
  connection: ConnectionConfig;
  capabilities: CapabilitiesConfig;
  agent: AgentConfig;
  storage: StorageConfig;
  telemetry: TelemetryConfig;
  /** Unset: health is not served. */
  healthcheck?: HealthcheckConfig;
}

export interface ServerConfig {
  /** `ws:`, `wss:`, `http:` or `https:` URL without user name, password and fragment. */
  endpoint: string;
  /** In the order of the file; a name with several values appears several times. Values are secrets. */
  headers: HeaderList;
  /** `http:` or `https:`, credentials in it. Unset: the environment decides. A secret. */
  proxyUrl?: string;
  /** For whichever proxy is used, like `headers`. */
  proxyConnectHeaders: HeaderList;
  compression: boolean;
  maxMessageBytes: number;
  /** Longest time between two requests over HTTP. Unset: the client's own. */
  pollingIntervalMs?: number;
  tls: ServerTlsConfig;
  /** Unset: no certificate is asked for. */
  certificateRequest?: CertificateRequestConfig;
  /** Who gives the credentials. Unset: there are only `headers`. */
  auth?: AuthConfig;
}

/** What the client certificate that the server is asked for is to say. */
export interface CertificateRequestConfig {
  keyType: KeyType;
  /** Unset: the instance uid. */
  commonName?: string;
  organization?: string;
  organizationalUnit?: string;
  dnsNames: readonly string[];
}

export type KeyType = "p256" | "ed25519";

export type HeaderList = ReadonlyArray<readonly [name: string, value: string]>;

export interface ServerTlsConfig {
  insecureSkipVerify: boolean;
  /** Unset: the roots of the system. */
  ca?: PemSource;
  /** Beside `ca`. */
  includeSystemRoots: boolean;
  /** Set exactly when `key` is. */
  cert?: PemSource;
  key?: PemSource;
  serverName?: string;
  minVersion?: TlsVersion;
  maxVersion?: TlsVersion;
  /** Keys of `cipherSuites` in `runtime/tls-names.ts`; empty: those of the platform. */
  cipherSuites: readonly string[];
  /** Keys of `curves` there; empty: those of the platform. */
  curves: readonly string[];
  reloadIntervalMs?: number;
}

/** Where PEM text is: a path as written, relative to the working directory, or the text itself, which is a secret. */
export type PemSource = { file: string } | { pem: string };

/** For settings of the connection that the server offers. */
export interface ConnectionConfig {
  /** Longest wait for a probe, and for the first answer, milliseconds. */
  verifyTimeoutMs: number;
  /** Accepted settings without an answer for so long are given up, milliseconds; 0 = never. */
  returnAfterMs: number;
  /** An offer may name other authorities of the server's certificate. */
  acceptOtherAuthorities: boolean;
}

export interface CapabilitiesConfig {
  acceptsRemoteConfig: boolean;
  /** Never true without `acceptsRemoteConfig`. */
  reportsRemoteConfig: boolean;
  reportsEffectiveConfig: boolean;
  reportsOwnMetrics: boolean;
  reportsOwnLogs: boolean;
  reportsOwnTraces: boolean;
  reportsHealth: boolean;
  reportsHeartbeat: boolean;
  reportsAvailableComponents: boolean;
  acceptsRestartCommand: boolean;
  acceptsOpampConnectionSettings: boolean;
  reportsConnectionSettingsStatus: boolean;
  acceptsOtherConnectionSettings: boolean;
  /** Of the Collector. */
  acceptsPackages: boolean;
  /** Of the supervisor itself. */
  acceptsSupervisorPackage: boolean;
  /** Never true where packages of no kind are accepted. */
  reportsPackageStatuses: boolean;
}

export interface AgentConfig {
  /** As written; a relative path counts from the working directory. */
  executable: string;
  /** Appended after the arguments of the supervisor. */
  args: readonly string[];
  /** Added to the environment of the Collector. Values may be secrets. */
  env: Readonly<Record<string, string>>;
  /** Names or numbers. Unset: the Collector runs as the supervisor does. */
  runAs?: RunAsConfig;
  /** Paths, URIs (`file:`, `env:`) and the special names, as written; a relative path counts from the working directory. */
  configFiles: readonly string[];
  /** Bring changes of local configuration files into force without being asked. */
  watchConfigFiles: boolean;
  /** As written, like `configFiles`: remote content may not change what these say. */
  lockedFiles: readonly string[];
  merge: MergeConfig;
  /** Where connections are set that the server offers, by the names of the offers. */
  otherConnections: ReadonlyMap<string, ConnectionPlaceConfig>;
  /** Unset: nothing bounds remote content. */
  policy?: PolicyConfig;
  /** UUID in lower case with hyphens; counts only until the state file holds an id. */
  instanceId?: string;
  description: AgentDescriptionConfig;
  /** Longest wait for the first description of a Collector that is not known yet. */
  bootstrapTimeoutMs: number;
  /** Longest wait for the proof that a new configuration runs. */
  configApplyTimeoutMs: number;
  /** How long a new configuration is watched before it is the last good one; 0 = not at all. */
  configProbationMs: number;
  /** What comes of a configuration that lets no data through any more; `off`: nobody looks. */
  flowGuard: "off" | "warn" | "rollback";
  /** From one report of the Collector's metrics to the next. */
  flowGuardIntervalMs: number;
  /** Ask the Collector's own check before a configuration is used. */
  validateConfig: boolean;
  /** Return to the last good configuration when one fails. */
  automaticConfigRollback: boolean;
  /** Reload with SIGHUP where that is enough. Never true on Windows. */
  useHupConfigReload: boolean;
  /** An empty remote configuration stops the Collector, or leaves it the operator's own layers. */
  onEmptyRemoteConfig: "stop" | "keep_local";
  /** Files that run until the server is reached for the first time, and as a last resort; as written. */
  startupFallbackConfigs: readonly string[];
  /** They run too when the server is away for so long; 0 = never. */
  fallbackAfterMs: number;
  /** A Collector that says nothing for so long is started anew; 0 = never. */
  livenessTimeoutMs: number;
  /** The same for one that is unhealthy. */
  restartUnhealthy: boolean;
  /** How often the Collector looks whether its supervisor is still there. */
  orphanDetectionIntervalMs: number;
  /** 0 = any free port. */
  opampServerPort: number;
  /** 0 = none. */
  crashLogSnippetBytes: number;
  /** The Collector's output goes to the supervisor's log instead of `agent.log`. */
  passthroughLogs: boolean;
  logRotation: LogRotationConfig;
  package: PackageConfig;
}

/** When `agent.log` is put away, and how much of it is kept. */
export interface LogRotationConfig {
  /** Of `agent.log`; 0 = it grows without bound. */
  maxBytes: number;
  /** Old ones, at least 1. */
  maxFiles: number;
}

export interface RunAsConfig {
  user: string;
  /** Unset: the user's own groups. */
  group?: string;
}

export interface MergeConfig {
  /** Paths in steps, where `*` stands for any one key. */
  lists: ReadonlyArray<{ path: readonly string[]; list: "replace" | "append" | "prepend" | "unique" }>;
  remove: ReadonlyArray<readonly string[]>;
  conflicts: "warn" | "fail";
}

/** Where an offered connection is set in the Collector's configuration. */
export interface ConnectionPlaceConfig {
  /** Of the mapping with `endpoint`, `headers`, `tls` and `proxy_url`: a component, or a section within one. */
  readonly path: readonly [kind: string, id: string, ...section: string[]];
  /** Where further settings go, in steps from there, by the names that an offer gives them. */
  readonly settings: ReadonlyMap<string, readonly string[]>;
  /** Whether an offer may switch the check of the peer off, or take a version of TLS below 1.2. */
  readonly allowInsecureTls: boolean;
}

export interface AgentDescriptionConfig {
  /** Added to the description that the Collector gives of itself, or replacing its values. */
  identifyingAttributes: Readonly<Record<string, string>>;
  nonIdentifyingAttributes: Readonly<Record<string, string>>;
  /** Whether the Collector adds its resource attributes to its description. */
  includeResourceAttributes: boolean;
}

export interface StorageConfig {
  /** As written; a relative path counts from the working directory. */
  directory: string;
  /** Where the key is that stored secrets are encrypted with. Unset: they are not encrypted. */
  secretKey?: SecretKeySource;
  /** Where the key is with which they were encrypted before. */
  previousSecretKey?: SecretKeySource;
}

/** A file's path and that of a program as written, relative to the working directory. */
export type SecretKeySource =
  | { from: "env"; name: string }
  | { from: "file"; path: string }
  | { from: "command"; executable: string; args: readonly string[] };

export interface HealthcheckConfig {
  /** An address to listen on; `::` = all. */
  hostname: string;
  /** Never 0. */
  port: number;
  tls?: { cert: PemSource; key: PemSource; clientCa?: PemSource };
  /** `GET /metrics` has the supervisor's own metrics. */
  metrics: boolean;
}

export interface TelemetryConfig {
  logs: LogsConfig;
  /** No metrics of the supervisor are exported, whoever asks for them. */
  metricsOff: boolean;
  /** The same for its spans. */
  tracesOff: boolean;
  /** What is exported where. Unset: nothing but what the server asks for. */
  signals?: OwnSignalsConfig;
}

export interface LogsConfig {
  level: Level;
  encoding: "json" | "console";
  /** `stdout`, `stderr` or paths of files. */
  outputPaths: readonly string[];
  /** Where failures of the log itself are told; `stdout`, `stderr` or paths of files. */
  errorOutputPaths: readonly string[];
}

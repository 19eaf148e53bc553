/**
 * What `status --json` prints: everything that the supervisor knows of itself, its Collector and its server, at one
 * moment. Times are ISO 8601 in UTC, durations milliseconds, hashes hexadecimal. Later versions add keys and values and
 * change none; a key is absent where there is nothing to say.
 */
export interface StatusSnapshot {
  /** When this was so. */
  at: string;
  /** Whether all is as it should be: the Collector runs what is wanted, or is down because the server wants it so. */
  ok: boolean;
  supervisor: SupervisorStatus;
  identity: {
    /** With hyphens. */
    instanceUid: string;
    /** The one on the machine that this one is a copy of. */
    clonedFrom?: string;
  };
  server: ServerStatus;
  collector: CollectorStatus;
  configuration: ConfigurationStatus;
  /** Absent where packages are not taken and none is here. */
  packages?: PackagesStatus;
  /** The operator holds what the server wants changed. */
  hold?: HoldStatus;
  /** What happens next by itself, the soonest first. */
  timers?: readonly TimerStatus[];
  /** What the last changes of configuration cost, the newest last. */
  outages?: readonly OutageStatus[];
  /** Absent where there is none beside that of the connection to the server, or none can be read. */
  certificates?: readonly CertificateStatus[];
  /** What ties the Collector to the supervisor here, so that it cannot outlive it: `false` is a protection that is off. */
  ties: Readonly<Record<string, boolean>>;
}

export interface SupervisorStatus {
  version: string;
  pid: number;
  /** `starting`: it is still getting to know its Collector. */
  state: "starting" | "running" | "stopping";
  startedAt: string;
  uptimeMs: number;
  storageDirectory: string;
  /** The file that runs, and the operator's own where that is another one. */
  executable: string;
  installed?: string;
  usage?: UsageStatus;
}

/** What a process holds and has used. */
export interface UsageStatus {
  /** Resident memory. */
  memoryBytes: number;
  /** Processor time since its start. */
  cpuMs: number;
  /** The same as a part of the time since then; 100 is one processor. */
  cpuPercent: number;
}

export interface HoldStatus {
  since: string;
  /** When it ends by itself; absent: when it is released. */
  until?: string;
  /** In the operator's words. */
  reason?: string;
  /** What has come meanwhile and waits. */
  waiting: readonly ("configuration" | "connection settings" | "packages" | "restart")[];
  /** The remote configuration that waits. */
  configuration?: string;
}

/** A certificate that is shown to others than the OpAMP server; of its chain what ends first. */
export interface CertificateStatus {
  /**
   * The section of the configuration that names it: `healthcheck::tls`, `telemetry::metrics`; or the field of the server's offer:
   * `own_metrics`, `other_connections::NAME`.
   */
  section: string;
  subject: string;
  notAfter: string;
}

export interface TimerStatus {
  /** What is waited for; see the list in `docs/commands.md`. */
  name: string;
  at: string;
}

export interface ServerStatus {
  /** Without user information and query. Absent with `none`. */
  endpoint?: string;
  /** `none`: the configuration has no server. */
  state: "none" | "connected" | "connecting" | "waiting";
  connectedSince?: string;
  /** Of the last connection that was lost or could not be made. */
  lastError?: { at: string; code: string; message: string };
  /** With `waiting`. */
  nextTryAt?: string;
  /** The client certificate in force: the one that the server has issued, else the operator's. */
  certificate?: { subject: string; notAfter: string; renewAt?: string };
  /**
   * A request for a client certificate that has none yet. `waiting`: it was refused or could not be made, and is tried
   * again.
   */
  certificateRequest?: { state: "making" | "pending" | "waiting"; since?: string; reason?: string; nextTryAt?: string };
  /** Connection settings that this server has offered; absent while there were none. */
  settings?: SettingsStatus;
}

/** Offered connection settings: of the connection to the server and of the Collector's connections. No secret is in it. */
export interface SettingsStatus {
  /** Whose settings the connection to the server is made with. */
  inForce: "operator" | "offered";
  /** Where the offered ones that are in force lead, without user information and query; absent: where the operator's do. */
  offeredEndpoint?: string;
  /** `waiting`, `probing`, `trying` with those on trial, `returning` to the operator's; absent at rest. */
  phase?: "waiting" | "probing" | "trying" | "returning";
  /** Where those on trial lead. */
  candidateEndpoint?: string;
  /** Of the last offer. */
  outcome?: { hash: string; status: "APPLIED" | "APPLYING" | "FAILED"; code?: string; message?: string };
  /** How long the last change of the connection has left the agent without a server; no duration while it lasts. */
  lastGap?: { at: string; durationMs?: number };
}

export interface CollectorStatus {
  executable: string;
  /** `waiting`: for the next try after an unexpected end; `parked`: so often that only slow tries are left. */
  state: "unknown" | "down" | "starting" | "up" | "reloading" | "stopping" | "waiting" | "parked";
  pid?: number;
  /** When this process was started. */
  since?: string;
  /** What it says of itself. */
  version?: string;
  /** As the server is told; absent until something is known. */
  healthy?: boolean;
  /** Such as `StatusOK`. */
  health?: string;
  /** Why it is not healthy, or down. */
  reason?: string;
  /** As it measures itself; absent where it does not, or not yet. */
  flow?: FlowStatus;
  /** Of the process with `pid`; absent where the system does not tell (all but Linux). */
  usage?: UsageStatus;
  /** Unexpected ends in a row. */
  deathsInARow?: number;
  /** Processes started in this run of the supervisor, the one that runs included. */
  starts: number;
  /** With `waiting` and `parked`. */
  nextTryAt?: string;
  /** The last ends that nobody asked for, the newest last. */
  deaths?: readonly DeathStatus[];
}

/** Of the last interval between two reports of the Collector, 10 s as a rule. */
export interface FlowStatus {
  /** In processors: 1 = one of them all the time. */
  cpu?: number;
  /** Resident. */
  memoryBytes?: number;
  pipelines: Readonly<Record<string, PipelineStatus>>;
  /** How full the queues of exporters are, from 0 to 1. */
  queues?: Readonly<Record<string, number>>;
  /** Pipelines that let no data through since the last change of the configuration. */
  findings?: readonly { pipeline: string; is: "stuck" | "dry"; blame: "change" | "elsewhere"; text: string }[];
}

/** Items in a second. */
export interface PipelineStatus {
  accepted: number;
  refused: number;
  sent: number;
  failed: number;
}

export interface DeathStatus {
  at: string;
  /** `exit code 1`, `signal SIGKILL`. */
  how: string;
  outOfMemory?: boolean;
  /** Of the remote configuration that ran. */
  configuration?: string;
  /** Of the Collector. */
  version?: string;
}

/** Hashes are those of remote configurations; what runs without one has none. */
export interface ConfigurationStatus {
  /** What the supervisor is doing about it: `idle`, `composing`, `proving`, … */
  phase: string;
  /** Offered last. */
  offered?: string;
  /** What should run. */
  desired?: string;
  /** What the Collector runs. */
  running?: string;
  /** The layers of what the Collector runs, as far as something of them is in it. */
  layers?: readonly string[];
  /** Where `rollback` leads; `none`: to the operator's own configuration. Absent: nowhere. */
  rollbackTo?: string;
  /** The operator goes back, and that is not proved yet. */
  goingBack?: boolean;
  /** The fallback configurations run: the server is not reached, or nothing else can be composed. */
  fallback?: boolean;
  /** What is gone back to if the desired one fails. */
  lastGood?: string;
  /** What the server was told last. */
  outcome?: {
    hash: string;
    status: "APPLIED" | "APPLYING" | "FAILED";
    code?: string;
    /** How far it came: `composing`, `validating`, `preflight`, `starting`, `reloading`, `probation`. */
    phase?: string;
    message?: string;
  };
  /** Of what the operator has written last since the start; `changed`: keys and paths. */
  operatorChange?: {
    at: string;
    changed: readonly string[];
    status: "APPLIED" | "APPLYING" | "FAILED";
    message?: string;
  };
  /** Until when the running one is watched before it is the last good one. */
  probationUntil?: string;
  /** Configurations that are refused without another try, until `retry`. */
  condemned?: readonly { hash: string; reason: string }[];
}

/** Packages of the server: versions of the Collector, add-ons, and versions of the supervisor itself. Hashes are the server's, hexadecimal. */
export interface PackagesStatus {
  /** Offers are taken. */
  accepted: boolean;
  /** What is on its way: `downloading`, `verifying`, `unpacking`, `preflight`, `staged` (it waits for its turn), `trying`. */
  phase?: { is: string; version: string };
  /** What the server was told of each package. */
  offered: readonly {
    name: string;
    version?: string;
    hash?: string;
    status: "InstallPending" | "Downloading" | "Installing" | "Installed" | "InstallFailed";
    code?: string;
    message?: string;
    /** Why nothing of it comes at the moment; it is tried on. */
    trouble?: string;
  }[];
  /** Those that are here, oldest first. Where none is installed, the operator's own executable runs. */
  versions: readonly PackageVersion[];
  /** Add-ons; absent where there are none. `waiting`: it is not in force, or not any more. */
  addons?: readonly {
    name: string;
    version: string;
    hash: string;
    /** Where the Collector finds it. */
    variable: string;
    /** From the storage directory. */
    path: string;
    state: "in use" | "not referred to" | "to go back to" | "waiting";
  }[];
  /** The same of the supervisor itself; absent where none is taken and none is here. `offered` has its packages too. */
  supervisor?: {
    accepted: boolean;
    /** Why none can be installed here, although they are accepted. */
    obstacle?: string;
    /** As that of the Collector; `trying`: this supervisor is on trial itself. */
    phase?: { is: string; version: string };
    versions: readonly PackageVersion[];
    /** The operator's last way back, where it did not work and nothing was ordered or tried since. */
    failedRollback?: { at: string; version: string; code?: string; message: string };
  };
}

export interface PackageVersion {
  name: string;
  version: string;
  hash: string;
  state: "installed" | "on probation" | "to go back to" | "kept";
  installedAt: string;
}

export interface OutageStatus {
  at: string;
  /** Absent while it lasts. */
  durationMs?: number;
  /** `reload` or `restart`. */
  by?: string;
}

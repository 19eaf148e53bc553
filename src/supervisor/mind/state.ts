import type { CollectorConnections } from "../../compose/layers.ts";
import type { Needs } from "../../compose/needs.ts";
import type { Origins } from "../../compose/origins.ts";
import type { Secrets } from "../../compose/redact.ts";
import type { Route } from "../../compose/routes.ts";
import type { StatedVersion } from "../../compose/stated-version.ts";
import type { CertificateRequestConfig } from "../../config/types.ts";
import type { ReportedState } from "../../opamp/client/parts.ts";
import type { AgentState } from "../../opamp/server/agent-state.ts";
import type {
  AgentDescription,
  AvailableComponents,
  KeyValue,
  RemoteConfigStatuses,
} from "../../opamp/wire/messages.ts";
import type { Death } from "../../storage/deaths.ts";
import type { Rejected } from "../../storage/rejected.ts";
import type { StoredHold } from "../../storage/stored-hold.ts";
import type { Trial } from "../../storage/trial.ts";
import type { Flow } from "../apply/flow.ts";
import type { OperatorChange } from "../apply/operator-change.ts";
import type { OperatorPart } from "../apply/operator-part.ts";
import type { Outage } from "../apply/outage.ts";
import type { RemoteConfig } from "../apply/remote-config.ts";
import type { Earlier, Rollback } from "../apply/rollback.ts";
import type { Held } from "../operator/held.ts";
import type { AddonSet } from "../packages/addon-set.ts";
import type { Packages, PackageSettings } from "../packages/packages-state.ts";
import type { Program } from "../packages/program.ts";
import type { Self, SelfSettings } from "../packages/self-state.ts";
import type { CertificateState, OtherCertificate } from "../server/certificate-state.ts";
import type { Connection, ConnectionGap, ConnectionSettings, FailedSettings } from "../server/connection-state.ts";
import type { SettingsOffer } from "../server/settings-ledger.ts";
import type { TimerName } from "./events.ts";

/** The inputs of a composition that may change while the supervisor runs. */
export interface Candidate {
  remote: RemoteConfig | undefined;
  connections: CollectorConnections;
  /** What runs it; `undefined`: the operator's own executable. */
  program: Program | undefined;
  /** The operator's own part; `undefined`: as it was at the start. */
  operator?: OperatorPart | undefined;
  /** What it may refer to of add-ons, by the variables in which it finds them. */
  addons: AddonSet;
  /** The operator's fallback configurations in place of all other layers. */
  fallback?: true;
}

/** One Collector configuration, ready to run but for the token of its generation. */
export interface Composition {
  candidate: Candidate;
  text: string;
  /** Equal for equal configurations, also over restarts: what differs from one attempt to the next is not in it. */
  fingerprint: string;
  /** Identity of the executable that it was composed for. */
  binary: string;
  /** `service.version` of that executable by its own word, without a configuration; `undefined`: it has none. */
  ownVersion: string | undefined;
  /** What the text makes it say instead. */
  serviceVersion: StatedVersion;
  /** Its pipelines, with what they take data from and give it to. */
  routes: readonly Route[];
  /** How many pipelines the layers give; the no-op pipeline is none of them. */
  pipelines: number;
  /** What it needs of the machine before it can run. */
  needs: Needs;
  /** The add-ons that it refers to: these, and no others, are in the environment of a Collector that runs with it. */
  addons: AddonSet;
  /** What of it must not leave the machine. */
  secrets: Secrets;
  /** Which layer has set what, for what the Collector says of it. */
  origins: Origins;
}

/** What the Collector process was given last. */
export interface Run {
  /** Names the process: the generation with which it was started. */
  life: number;
  /** The attempt whose token it has: a reload is a new one in the same life. */
  generation: number;
  composition: Composition;
}

/** What should run. */
export type Target =
  | { is: "run"; composition: Composition }
  /** `onPurpose`: the server asked for it; otherwise nothing can be composed and `reason` says why. */
  | { is: "nothing"; onPurpose: boolean; reason: string };

/** The machine keepalive: the one Collector process. */
export type Process =
  | { is: "down" }
  | { is: "starting"; run: Run }
  | { is: "up"; run: Run; pid: number; startedAt: number; proven: boolean }
  /** Told to take another configuration, the file of which is not touched until it is proved or the process is gone. */
  | { is: "reloading"; run: Run; before: Proven; pid: number; startedAt: number; begun: boolean; overdue: boolean }
  | { is: "stopping"; run: Run }
  /** `parked`: so many ends in a row that only slow tries are left. */
  | { is: "waiting"; nextTryAt: number; parked: boolean };

/** What a process ran before a reload. */
export interface Proven {
  run: Run;
  view: AgentState | undefined;
}

/** A process that lives on unless somebody ends it. */
export function isLive(process: Process): process is Extract<Process, { is: "starting" | "up" | "reloading" }> {
  return process.is === "starting" || process.is === "up" || process.is === "reloading";
}

/** The machine apply: bringing a candidate into force. */
export type Apply =
  | { is: "idle" }
  /** `overtaken`: the inputs changed meanwhile, the result will be composed anew. */
  | { is: "composing"; ticket: number; candidate: Candidate; overtaken: boolean; lenient: boolean }
  /** Tried without touching the Collector that runs. */
  | { is: "validating"; ticket: number; composition: Composition }
  /** `tries`: starts of it that something outside has ended. */
  | { is: "switching"; composition: Composition; tries: number }
  | { is: "proving"; composition: Composition; tries: number }
  /** The Collector is being stopped because the server asked for no configuration at all. */
  | { is: "emptying"; candidate: Candidate }
  | { is: "reverting"; composition: Composition };

/** A configuration to go back to. */
export interface Good {
  candidate: Candidate;
  /** As it was proved in this run of the supervisor; otherwise it is composed anew. */
  composition: Composition | undefined;
}

/** What the server is told of the last remote configuration. */
export interface RemoteStatus {
  hash: Uint8Array;
  id: string;
  status: RemoteConfigStatuses;
  /** Empty unless FAILED. */
  error: string;
}

/** What of the supervisor's configuration the mind needs. */
export interface Settings {
  acceptsRemoteConfig: boolean;
  acceptsRestartCommand: boolean;
  packages: PackageSettings;
  self: SelfSettings;
  /** What certificate the server is asked for; `undefined`: for none. */
  certificateRequest: CertificateRequestConfig | undefined;
  /** Try each configuration with the Collector's own check before it is used. */
  validate: boolean;
  /** Return to the last good configuration when one fails. */
  rollback: boolean;
  /** Reload with SIGHUP where that is enough. */
  reload: boolean;
  /** An empty remote configuration stops the Collector; otherwise the operator's own layers run. */
  emptyStops: boolean;
  /** There are fallback configurations. */
  hasFallback: boolean;
  /** They run until the server is reached for the first time. */
  fallbackAtStart: boolean;
  /** They run when the server is away for so long, milliseconds; 0 = never. */
  fallbackAfterMs: number;
  /** A Collector that says nothing for so long is started anew, milliseconds; 0 = never. */
  livenessMs: number;
  /** The same for one that is unhealthy. */
  livenessUnhealthy: boolean;
  /** How long a new configuration is watched before it is the last good one, milliseconds; 0 = not at all. */
  probationMs: number;
  /** What comes of a configuration that lets no data through any more. */
  flowGuard: "off" | "warn" | "rollback";
  /** Longest wait for the proof of a new configuration, milliseconds from the start of the process. */
  configApplyTimeoutMs: number;
  /** Longest wait for a probe, and for the first answer by offered connection settings, milliseconds. */
  verifyTimeoutMs: number;
  /** After so long without an answer accepted connection settings are given up, milliseconds; 0 = never. */
  returnAfterMs: number;
  /** Attributes that are put over what the Collector says of itself. */
  identifyingAttributes: Readonly<Record<string, string>>;
  nonIdentifyingAttributes: Readonly<Record<string, string>>;
}

/** Everything the mind knows. Never changed in place: `step` returns a new one. */
export interface State {
  settings: Settings;
  uid: Uint8Array;
  stopRequested: boolean;
  /** The Collector is down for good and `Finish` was said. */
  finished: boolean;
  /** The newest inputs asked for and not refused. */
  desired: Candidate;
  /** The inputs of the configuration in force. */
  accepted: Candidate;
  /** The last good configuration: the newest that was in force for the whole time of probation. */
  lastGood: Good;
  /** What of it is on disk: only while another one is on probation. */
  keptLastGood: RemoteConfig | undefined;
  /** What stood its probation before that, for the operator to go back to; `undefined`: nothing is kept. */
  earlier: Earlier | undefined;
  /** The operator goes back: not proved yet. */
  rollback: Rollback | undefined;
  /** The operator's hold on what the server wants changed; `undefined`: there is none. */
  hold: StoredHold | undefined;
  /** What the server has asked for meanwhile. */
  held: Held;
  /** The remote configuration that was offered last and not held, whatever became of it. */
  offered: RemoteConfig | undefined;
  /** Id of the remote configuration that still waits for its verdict. */
  pending: string | undefined;
  /** The Collector's connections that failed last, since the newest remote configuration came. */
  refusedConnections: { connections: CollectorConnections; reason: string } | undefined;
  /** What the server offered last of connection settings, and what became of each part. */
  settingsOffer: SettingsOffer | undefined;
  connection: Connection;
  failedSettings: FailedSettings | undefined;
  /** Accepted settings of the connection to the server; `undefined`: the operator's alone. */
  connectionInForce: ConnectionSettings | undefined;
  /** Number of the settings in use: each change of them has another. */
  connectionUse: number;
  /** The last gap that a change of the connection has made. */
  connectionGap: ConnectionGap | undefined;
  /** There is a candidate on disk whose verdict is known. */
  staleCandidate: boolean;
  /** There are accepted settings on disk that were given up. */
  staleConnection: boolean;
  /** The composition of `accepted`, once it was proved in this run. */
  good: Composition | undefined;
  /** Configurations that are known not to work, newest last. */
  rejected: readonly Rejected[];
  /** The last change of the operator's part in this run. */
  operatorChange: OperatorChange | undefined;
  /** The last part of the operator's that has run, where the one in force has not; `undefined`: it has. */
  partBefore: Pick<Candidate, "operator"> | undefined;
  /** The trial that is under way, as it is kept on disk. */
  trial: Trial | undefined;
  /** Fingerprint of the trial that was begun in this run and has no verdict yet. */
  trialBegun: string | undefined;
  /** What the last changes cost, newest last. */
  outages: readonly Outage[];
  /** Milliseconds since the Unix epoch; `undefined` where nothing is on probation. */
  probationEndsAt: number | undefined;
  target: Target;
  /** Whether the fallback configurations run, or may have to. `last-resort`: nothing else can be composed. */
  fallback: "none" | "awaiting-server" | "in-force" | "last-resort";
  /** Number of the settings by which the server is connected; `undefined`: it is not. */
  serverReached: number | undefined;
  /** The client certificate that the server has issued, and asking for the next. */
  certificate: CertificateState;
  /** The certificates that are shown to others than the server, as they were seen last. */
  otherCertificates: readonly OtherCertificate[];
  apply: Apply;
  process: Process;
  /** Ends of the Collector in a row, without a stable time between. */
  deaths: number;
  /** The last ends that nobody asked for, newest last. */
  tally: readonly Death[];
  /** A restart with what is there already; `reason` says who wants it, for the server. */
  restart: { is: "wanted" | "under way"; reason: string } | undefined;
  /** Why the Collector is not up, in words for the server; `undefined` once it is healthy again. */
  trouble: string | undefined;
  /** What the Collector of the newest generation has said; `undefined` until it speaks. */
  view: AgentState | undefined;
  remoteStatus: RemoteStatus | undefined;
  /** What the Collector of a binary said of itself last; kept for the next start. */
  learned: { description: AgentDescription | undefined; components: AvailableComponents | undefined } | undefined;
  /** What the server has been told last. */
  reported: ReportedState;
  /** The packages that the server offers, and what became of them. */
  packages: Packages;
  /** What the Collector counts of its data; `undefined` until it does. */
  flow: Flow | undefined;
  /** The figures in the health that the server was told, and `Moment.elapsed` of their taking. */
  figures: { at: number; told: readonly KeyValue[] };
  /** Packages of the supervisor itself. */
  self: Self;
  nextTicket: number;
  nextGeneration: number;
  /** Processes started so far. */
  starts: number;
  nextTimer: number;
  timers: Readonly<Partial<Record<TimerName, number>>>;
  /** When those fire, milliseconds since the Unix epoch, as far as nobody sets the clock meanwhile; for those who look. */
  due: Readonly<Partial<Record<TimerName, number>>>;
}

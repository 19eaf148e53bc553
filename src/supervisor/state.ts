import type { OwnTelemetry } from "../compose/layers.ts";
import type { Origins } from "../compose/origins.ts";
import type { Secrets } from "../compose/redact.ts";
import type { ReportedState } from "../opamp/client/parts.ts";
import type { AgentState } from "../opamp/server/agent-state.ts";
import type { AgentDescription, AvailableComponents, RemoteConfigStatuses } from "../opamp/wire/messages.ts";
import type { TimerName } from "./events.ts";
import type { RemoteConfig } from "./remote-config.ts";

/** The inputs of a composition that the server decides. */
export interface Candidate {
  remote: RemoteConfig | undefined;
  telemetry: OwnTelemetry;
}

/** One Collector configuration, ready to run but for the token of its generation. */
export interface Composition {
  candidate: Candidate;
  text: string;
  /** Equal for equal texts; tokens have a placeholder in them. */
  fingerprint: string;
  /** What of it must not leave the machine. */
  secrets: Secrets;
  /** Which layer has set what, for what the Collector says of it. */
  origins: Origins;
}

/** One run of the Collector process. */
export interface Run {
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
  | { is: "stopping"; run: Run }
  | { is: "waiting"; nextTryAt: number };

/** The machine apply: bringing a candidate into force. */
export type Apply =
  | { is: "idle" }
  /** `overtaken`: the inputs changed meanwhile, the result will be composed anew. */
  | { is: "composing"; ticket: number; candidate: Candidate; overtaken: boolean; lenient: boolean }
  | { is: "switching"; composition: Composition }
  | { is: "proving"; composition: Composition }
  /** The Collector is being stopped because the server asked for no configuration at all. */
  | { is: "emptying"; candidate: Candidate }
  | { is: "reverting"; composition: Composition };

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
  /** Longest wait for the proof of a new configuration, milliseconds from the start of the process. */
  configApplyTimeoutMs: number;
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
  /** The inputs of the last good configuration. */
  accepted: Candidate;
  /** The remote configuration that was offered last, whatever became of it. */
  offered: RemoteConfig | undefined;
  /** Id of the remote configuration that still waits for its verdict. */
  pending: string | undefined;
  /** The targets of own telemetry that failed last, since the newest remote configuration came. */
  refusedTelemetry: OwnTelemetry | undefined;
  /** The last composition that was proved in this run. */
  good: Composition | undefined;
  target: Target;
  apply: Apply;
  process: Process;
  /** Ends of the Collector in a row, without a stable time between. */
  deaths: number;
  /** Why the Collector is not up, in words for the server; `undefined` once it is healthy again. */
  trouble: string | undefined;
  /** What the Collector of the newest generation has said; `undefined` until it speaks. */
  view: AgentState | undefined;
  remoteStatus: RemoteStatus | undefined;
  /** What the Collector of a binary said of itself last; kept for the next start. */
  learned: { description: AgentDescription | undefined; components: AvailableComponents | undefined } | undefined;
  /** What the server has been told last. */
  reported: ReportedState;
  nextTicket: number;
  nextGeneration: number;
  nextTimer: number;
  timers: Readonly<Partial<Record<TimerName, number>>>;
}

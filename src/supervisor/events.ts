import type { OwnTelemetry } from "../compose/layers.ts";
import type { AgentState } from "../opamp/server/agent-state.ts";
import type { RemoteConfig } from "./remote-config.ts";
import type { Composition } from "./state.ts";

/** What effects of composing bring back. */
export type ComposeOutcome = { composed: true; composition: Composition } | { composed: false; reason: string };

/** The timers of the mind. Setting one replaces the one of the same name. */
export type TimerName = "proof" | "settle" | "restart" | "stable";

/** Everything that can happen. */
export type Event =
  | { is: "Started" }
  | { is: "RemoteConfigOffered"; remote: RemoteConfig }
  | { is: "TelemetryOffered"; telemetry: OwnTelemetry }
  | { is: "InstanceUidAssigned"; uid: Uint8Array }
  | { is: "Composed"; ticket: number; outcome: ComposeOutcome }
  | { is: "CollectorStarted"; generation: number; pid: number }
  | { is: "CollectorNotStarted"; generation: number; reason: string }
  /** `how` is `exit code 1` or `signal SIGKILL`; `statement` the Collector's own last `Error:`; `tail` its last lines. */
  | { is: "CollectorExited"; generation: number; how: string; statement: string; tail: string }
  | { is: "CollectorStopped"; generation: number }
  | { is: "CollectorReported"; generation: number; report: AgentState }
  | { is: "TimerFired"; timer: TimerName; serial: number }
  | { is: "StopRequested" };

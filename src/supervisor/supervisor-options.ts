import type { PassedOutputOptions } from "../collector/passed-output.ts";
import type { SupervisorConfig } from "../config/types.ts";
import type { Runtime } from "../runtime/ports.ts";
import type { Storage } from "../storage/storage.ts";
import type { Level, Log } from "../telemetry/log.ts";
import { type OperatorSource } from "./operator/operator-reading.ts";
import { type Succession } from "./packages/self-effects.ts";
import type { SelfTelemetryGate } from "./self-telemetry-gate.ts";
import type { Connect, OpenFileRoute } from "./server/open-upstream.ts";
import type { StartCode } from "./start-code.ts";

export interface SupervisorOptions {
  config: SupervisorConfig;
  runtime: Runtime;
  storage: Storage;
  log: Log;
  /** Where passed lines of the Collector go, and their form. */
  passing: Pick<PassedOutputOptions, "sinks" | "encoding">;
  /** To the OpAMP server. */
  connect: Connect;
  /** To files of packages. */
  fileRoute: OpenFileRoute;
  /** What the way there has read or got of secrets, beside `server.headers`. */
  hidden(): readonly string[];
  /** What this program tells of itself to others than its log. */
  telemetry: SelfTelemetryGate;
  /** Of this program, for those who look. */
  version: string;
  /** Who sees to another version of this program. */
  succession: Succession;
  /** Aborted once for an ordered stop. */
  stop: AbortSignal;
  /** Aborted when the operator will not wait for the ordered stop: the Collector is killed. */
  kill: AbortSignal;
  /** Asks for the ordered stop, as an operator may over the control channel. */
  requestStop(): void;
  /** What the operator has written, to be read again. */
  source: OperatorSource;
  /** He asks for that. */
  onReload(again: () => void): void;
  /** Of the log, from now on. */
  useLevel(level: Level): void;
}

/** How a supervisor's life ended. */
export type SupervisorEnd =
  | { ended: "stopped" }
  /** Beside our own codes: errno names of the system. */
  | { ended: "failed"; code: StartCode | (string & {}); message: string };

import type { SupervisorConfig } from "../../src/config/types.ts";
import type { ReportedState } from "../../src/opamp/client/parts.ts";
import type { Effect } from "../../src/supervisor/mind/effects.ts";
import type { Event } from "../../src/supervisor/mind/events.ts";
import type { PackageFailure } from "../../src/supervisor/packages/packages-state.ts";
import type { OwnFacts } from "../../src/supervisor/packages/self-state.ts";
import type { ConnectionSettings } from "../../src/supervisor/server/connection-state.ts";
import type { StatusLedger } from "../support/status-ledger.ts";
import type { SimulatedCollector } from "./simulated-collector.ts";
import type { Endpoint } from "./simulated-connection.ts";
import type { SimulatedDisk } from "./simulated-disk.ts";
import type { Story } from "./story.ts";

/** The rest of the machine, and what is on the other side of the network. */
export interface Surroundings {
  readonly story: Story;
  readonly disk: SimulatedDisk;
  readonly config: SupervisorConfig;
  readonly statuses: StatusLedger;
  readonly machine: Machine;
  /** The newest Collector process, dead or alive. */
  collector: SimulatedCollector | undefined;
  /** How the server of these settings behaves now. */
  endpointOf(settings: ConnectionSettings | undefined): Endpoint;
  /** The server gets a report. */
  hears(parts: ReportedState): void;
  /** Something that may be the last moment of the supervisor. */
  moment(what: string): void;
  /** What the supervisor that begins now is. Default: one that nobody exchanges. */
  readonly own?: OwnFacts;
  /** A supervisor is to be brought: the program of a package, that a name of the package says what it is like. Default: none is. */
  bringsSupervisor?(effect: Extract<Effect, { do: "FetchSupervisor" }>): Promise<Event>;
  /** The one that is to be tried is asked whether it takes what is here. Default: it does. */
  refusesSupervisor?(): Promise<PackageFailure | undefined>;
  /** It hands over, or was tried; it ends in order then. */
  succeeds?(effect: Extract<Effect, { do: "HandOver" | "EndTrial" }>): void;
  /** It has said its last word. */
  finished(): void;
  /** Work that goes on beside others; what it throws ends the story. */
  background(work: Promise<void>): void;
}

export interface Machine {
  /** Identity of the executable. */
  binary: string;
  /** There is none at the moment. */
  lacksExecutable: boolean;
  /** Somebody else has the port that some configurations need. */
  portIsTaken: boolean;
  /** Downloads of packages break off now and then. */
  breaksDownloads: boolean;
  /** Programs of packages (paths from `packages/`) that were brought and not removed. */
  programs: Set<string>;
  /** Those that were removed, by the supervisor or by somebody else. */
  lostPrograms: Set<string>;
  /** Text of the operator's own layers, and of the fallback configurations. */
  ownLayers: string;
  fallback: string;
}

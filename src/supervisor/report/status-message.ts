import { Buffer } from "node:buffer";

import type {
  CollectorStatus,
  ConfigurationStatus,
  OutageStatus,
  ServerStatus,
  StatusSnapshot,
} from "../../control/snapshot.ts";
import type { CustomMessage } from "../../opamp/wire/messages.ts";
import { ownCapability } from "./tally-message.ts";

/** The JSON of a `status`; what its parts say stands at `StatusSnapshot`. */
export interface ToldStatus
  extends
    Pick<StatusSnapshot, "at" | "hold" | "certificates">,
    Pick<ServerStatus, "certificate" | "certificateRequest"> {
  collector: Omit<CollectorStatus, "executable" | "pid">;
  configuration: Pick<ConfigurationStatus, "phase" | "running" | "fallback" | "probationUntil"> & {
    outcome?: NonNullable<ConfigurationStatus["outcome"]>["status"];
  };
  /** The last one; without a duration while it lasts. */
  outage?: OutageStatus;
}

/** What JSON leaves out is undefined. */
type Sparse<Told> = { [Key in keyof Told]: Told[Key] | undefined };

/** Deaths that are told, the newest. */
const mostDeaths = 5;

/**
 * How everything is, for a server that has declared `ownCapability`: type `status`, JSON, the parts of `status --json` that
 * docs/server-view.md names, in the same shape. Nothing of the machine beside the Collector is in it: no paths, no addresses.
 */
export function statusMessage(snapshot: StatusSnapshot): CustomMessage {
  const { at, server, collector, configuration, outages, hold, certificates } = snapshot;
  const { state, since, version, healthy, health, reason, deathsInARow, deaths, nextTryAt, starts, usage, flow } =
    collector;
  const { phase, running, fallback, outcome, probationUntil } = configuration;
  const process: Sparse<ToldStatus["collector"]> = {
    state,
    since,
    version,
    healthy,
    health,
    reason,
    starts,
    deathsInARow,
    deaths: deaths?.slice(-mostDeaths),
    nextTryAt,
    usage,
    flow,
  };
  const runs: Sparse<ToldStatus["configuration"]> = {
    phase,
    running,
    fallback,
    outcome: outcome?.status,
    probationUntil,
  };
  const { certificate, certificateRequest } = server;
  const told: Sparse<Record<keyof ToldStatus, unknown>> = {
    at,
    collector: process,
    configuration: runs,
    certificate,
    certificateRequest,
    certificates,
    outage: outages?.at(-1),
    hold,
  };
  return { capability: ownCapability, type: "status", data: Buffer.from(JSON.stringify(told)) };
}

import { codePart } from "../../control/code-of.ts";
import type {
  CollectorStatus,
  ConfigurationStatus,
  DeathStatus,
  OutageStatus,
  ServerStatus,
  StatusSnapshot,
  SupervisorStatus,
  UsageStatus,
} from "../../control/snapshot.ts";
import { RemoteConfigStatuses } from "../../opamp/wire/messages.ts";
import { formatUid } from "../../opamp/wire/uid.ts";
import type { OwnProgram } from "../../runtime/own-program-port.ts";
import type { ProcessUsage } from "../../runtime/process-ports.ts";
import type { Death } from "../../storage/deaths.ts";
import { type Phase, phases } from "../apply/failure.ts";
import type { OperatorChange } from "../apply/operator-change.ts";
import type { Outage } from "../apply/outage.ts";
import { cannotRollBackConfig, rollbackTarget } from "../apply/rollback.ts";
import { layersOf } from "../apply/running-layers.ts";
import { versionOf } from "../collector/describe-agent.ts";
import type { Process, RemoteStatus, State } from "../mind/state.ts";
import type { OtherCertificate } from "../server/certificate-state.ts";
import { certificateStatus, otherStatus } from "./certificate-status.ts";
import { flowStatus } from "./flow-status.ts";
import { holdSnapshot, timersSnapshot } from "./hold-snapshot.ts";
import { packagesSnapshot } from "./packages-snapshot.ts";
import { settingsSnapshot } from "./settings-snapshot.ts";
import { timeText } from "./time-text.ts";

/** What a snapshot is made of. */
export interface SnapshotSources {
  /** Milliseconds since the Unix epoch. */
  now: number;
  version: string;
  pid: number;
  /** Milliseconds since the Unix epoch. */
  startedAt: number;
  /** Milliseconds since then, whatever the system's time was set to meanwhile. */
  uptimeMs: number;
  storageDirectory: string;
  /** The file of this program, and the operator's own. */
  own: Pick<OwnProgram, "path" | "installed">;
  /** Of the Collector, as configured. */
  executable: string;
  /** The instance uid, 16 bytes. */
  uid: Uint8Array;
  /** The one on the machine that this one is a copy of. Default: it is none. */
  clonedFrom?: Uint8Array | undefined;
  stopping: boolean;
  server: ServerStatus;
  ties: Readonly<Record<string, boolean>>;
  /** Default: none. */
  certificates?: readonly OtherCertificate[];
  /** Of a process; `undefined` where it is not known. Default: it never is. */
  usage?: (pid: number) => ProcessUsage | undefined;
  /** Of the mind; `undefined` while the Collector is not known yet. */
  state: State | undefined;
}

/** What is, from what the mind knows. */
export function statusSnapshot(sources: SnapshotSources): StatusSnapshot {
  const { now, state, uid, clonedFrom, executable, server, ties, certificates = [] } = sources;
  const settings = state && settingsSnapshot(state);
  const packages = state && packagesSnapshot(state);
  const collector = state === undefined ? unknownCollector(executable) : collectorStatus(state, sources);
  const hold = state && holdSnapshot(state);
  const timers = state && timersSnapshot(state);
  return {
    at: timeText(now),
    ok: state !== undefined && isWell(state, collector),
    supervisor: supervisorStatus(sources),
    identity: { instanceUid: formatUid(state?.uid ?? uid), ...(clonedFrom && { clonedFrom: formatUid(clonedFrom) }) },
    server: { ...server, ...(state && certificateStatus(state)), ...(settings && { settings }) },
    collector,
    configuration: state === undefined ? { phase: "idle" } : configurationStatus(state),
    ...(packages && { packages }),
    ...(hold && { hold }),
    ...(timers && timers.length > 0 && { timers }),
    ...(state && state.outages.length > 0 && { outages: state.outages.map(outageStatus) }),
    ...(certificates.length > 0 && { certificates: certificates.map(otherStatus) }),
    ties,
  };
}

function supervisorStatus(sources: SnapshotSources): SupervisorStatus {
  const { version, pid, startedAt, uptimeMs, storageDirectory, state, stopping, own, usage } = sources;
  const phase: SupervisorStatus["state"] =
    stopping || state?.stopRequested === true ? "stopping" : state === undefined ? "starting" : "running";
  return {
    version,
    pid,
    state: phase,
    startedAt: timeText(startedAt),
    uptimeMs: Math.round(uptimeMs),
    storageDirectory,
    executable: own.path,
    ...(own.installed !== own.path && { installed: own.installed }),
    ...usagePart(usage?.(pid), uptimeMs),
  };
}

function unknownCollector(executable: string): CollectorStatus {
  return { executable, state: "unknown", starts: 0 };
}

/** `health` is the one that the server is told, which outlives a planned change of process. */
function collectorStatus(state: State, { executable, now, usage }: SnapshotSources): CollectorStatus {
  const { process, reported, accepted, target } = state;
  const { healthy, status, lastError } = reported.health ?? {};
  const reason = lastError || (process.is === "down" && target.is === "nothing" && target.reason);
  const version = versionOf(reported.agentDescription);
  const { program } = "run" in process ? process.run.composition.candidate : accepted;
  return {
    executable: program?.path ?? executable,
    state: processState(process),
    ...("pid" in process && { pid: process.pid, since: timeText(process.startedAt) }),
    ...("nextTryAt" in process && { nextTryAt: timeText(process.nextTryAt) }),
    ...(version !== undefined && { version }),
    ...(reported.health && { healthy: healthy === true }),
    ...(status && { health: status }),
    ...(reason && { reason }),
    ...("pid" in process && usagePart(usage?.(process.pid), now - process.startedAt)),
    ...flowStatus(state),
    starts: state.starts,
    ...(state.deaths > 0 && { deathsInARow: state.deaths }),
    ...(state.tally.length > 0 && { deaths: state.tally.map(deathStatus) }),
  };
}

/** `lastedMs`: how long the process is there. */
function usagePart(used: ProcessUsage | undefined, lastedMs: number): { usage?: UsageStatus } {
  if (used === undefined) return {};
  const cpuMs = Math.round((used.cpuUserS + used.cpuSystemS) * 1000);
  const cpuPercent = lastedMs > 0 ? Math.round((cpuMs / lastedMs) * 10_000) / 100 : 0;
  return { usage: { memoryBytes: used.memoryBytes, cpuMs, cpuPercent } };
}

/** A wait that has become a parking says so. */
function processState(process: Process): CollectorStatus["state"] {
  return process.is === "waiting" && process.parked ? "parked" : process.is;
}

function deathStatus({ at, how, outOfMemory, remoteConfig, version }: Death): DeathStatus {
  return {
    at: timeText(at),
    how,
    ...(outOfMemory && { outOfMemory }),
    ...(remoteConfig !== "" && { configuration: remoteConfig }),
    ...(version !== "" && { version }),
  };
}

function outageStatus({ since, lastedMs, by }: Outage): OutageStatus {
  return { at: timeText(since), ...(lastedMs !== undefined && { durationMs: lastedMs }), by };
}

function configurationStatus(state: State): ConfigurationStatus {
  const { apply, offered, desired, lastGood, process, remoteStatus, rejected, probationEndsAt, packages } = state;
  const running = "run" in process ? process.run.composition.candidate.remote?.id : undefined;
  const layers = "run" in process ? layersOf(process.run.composition.origins) : [];
  const back = cannotRollBackConfig(state) === undefined ? rollbackTarget(state) : undefined;
  const outcome = remoteStatus && outcomeOf(remoteStatus);
  return {
    phase: packages.addons.waiting && apply.is === "idle" ? "awaiting add-ons" : apply.is,
    ...(offered && { offered: offered.id }),
    ...(desired.remote && { desired: desired.remote.id }),
    ...(running !== undefined && { running }),
    ...(layers.length > 0 && { layers }),
    ...(back && { rollbackTo: back.remote?.id ?? "none" }),
    ...(state.rollback && { goingBack: true }),
    ...("run" in process && process.run.composition.candidate.fallback === true && { fallback: true }),
    ...(lastGood.candidate.remote && { lastGood: lastGood.candidate.remote.id }),
    ...(outcome && { outcome }),
    ...(state.operatorChange && { operatorChange: operatorChangeStatus(state.operatorChange) }),
    ...(probationEndsAt !== undefined && { probationUntil: timeText(probationEndsAt) }),
    ...(rejected.length > 0 && { condemned: rejected.map(({ hash, reason }) => ({ hash, reason })) }),
  };
}

function operatorChangeStatus({
  at,
  what,
  outcome,
}: OperatorChange): NonNullable<ConfigurationStatus["operatorChange"]> {
  const status = ({ applying: "APPLYING", applied: "APPLIED", failed: "FAILED" } as const)[outcome.is];
  return { at: timeText(at), changed: what, status, ...(outcome.is === "failed" && { message: outcome.reason }) };
}

function outcomeOf({ id, status, error }: RemoteStatus): ConfigurationStatus["outcome"] {
  const told = statusNames[status];
  if (told === undefined) return undefined;
  const [, phase = ""] = /^(?:withdrawn: )?[A-Z_]+: ([a-z]+): /.exec(error) ?? [];
  return {
    hash: id,
    status: told,
    ...codePart(error),
    ...(isPhase(phase) && { phase }),
    ...(error !== "" && { message: error }),
  };
}

/** A supervisor of before has stored its verdict without. */
function isPhase(word: string): word is Phase {
  return phases.some((phase) => phase === word);
}

const statusNames: Readonly<Partial<Record<RemoteConfigStatuses, "APPLIED" | "APPLYING" | "FAILED">>> = {
  [RemoteConfigStatuses.RemoteConfigStatuses_APPLIED]: "APPLIED",
  [RemoteConfigStatuses.RemoteConfigStatuses_APPLYING]: "APPLYING",
  [RemoteConfigStatuses.RemoteConfigStatuses_FAILED]: "FAILED",
};

/** Down because the server wants it so is well; a change under way, and one that failed, are not. */
function isWell(state: State, collector: CollectorStatus): boolean {
  const { target, apply, remoteStatus, process } = state;
  if (apply.is !== "idle" || remoteStatus?.status === RemoteConfigStatuses.RemoteConfigStatuses_FAILED) return false;
  if (target.is === "nothing") return target.onPurpose && process.is === "down";
  return collector.state === "up" && collector.healthy === true;
}

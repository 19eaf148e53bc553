import type { AgentState } from "../../../src/opamp/server/server.ts";
import { type PackageStatus, PackageStatusEnum as Statuses } from "../../../src/opamp/wire/messages.ts";

/** How far an agent is with one package. */
export const packagePhases = ["PENDING", "DOWNLOADING", "INSTALLING", "INSTALLED", "FAILED"] as const;

export type PackagePhase = (typeof packagePhases)[number];

/** An agent's word on one package. */
export interface PackageReport {
  name: string;
  /** What works there now; empty: nothing. */
  hasVersion: string;
  offeredVersion: string;
  /** Hexadecimal. */
  hasHash: string;
  offeredHash: string;
  phase: PackagePhase;
  error: string;
  /** While it is fetched. */
  progress: { percent: number; bytesPerSecond: number } | null;
}

/** An agent's word on all packages. */
export interface PackagesReport {
  /** Of all packages of the offer that the agent speaks of, hexadecimal. */
  hash: string;
  /** Why the offer could not be looked at as a whole. */
  error: string;
  packages: PackageReport[];
}

const phases: ReadonlyMap<unknown, PackagePhase> = new Map([
  [Statuses.PackageStatusEnum_Installed, "INSTALLED"],
  [Statuses.PackageStatusEnum_InstallPending, "PENDING"],
  [Statuses.PackageStatusEnum_Downloading, "DOWNLOADING"],
  [Statuses.PackageStatusEnum_Installing, "INSTALLING"],
  [Statuses.PackageStatusEnum_InstallFailed, "FAILED"],
]);

/** The agent's last word on packages. */
export function packagesReportedBy({ packageStatuses: report }: AgentState): PackagesReport | null {
  if (!report) return null;
  return {
    hash: hexOf(report.serverProvidedAllPackagesHash),
    error: report.errorMessage ?? "",
    packages: Object.entries(report.packages ?? {})
      .map(([name, status]) => reportOf(name, status))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function reportOf(name: string, status: PackageStatus): PackageReport {
  const phase = phases.get(status.status ?? 0) ?? "PENDING";
  const { downloadPercent = 0, downloadBytesPerSecond = 0 } = status.downloadDetails ?? {};
  return {
    name,
    hasVersion: status.agentHasVersion ?? "",
    offeredVersion: status.serverOfferedVersion ?? "",
    hasHash: hexOf(status.agentHasHash),
    offeredHash: hexOf(status.serverOfferedHash),
    phase,
    error: status.errorMessage ?? "",
    progress:
      phase === "DOWNLOADING" ? { percent: downloadPercent ?? 0, bytesPerSecond: downloadBytesPerSecond ?? 0 } : null,
  };
}

function hexOf(bytes: Uint8Array | null | undefined): string {
  return (bytes ?? new Uint8Array()).toHex();
}

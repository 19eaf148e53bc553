import {
  type AgentToServer,
  type PackagesAvailable,
  type PackageStatus,
  PackageStatusEnum as Statuses,
} from "../../src/opamp/wire/messages.ts";

export interface AboutPackagesOptions {
  /** The offer that the agent speaks of. */
  offer: PackagesAvailable | null | undefined;
  phase: keyof typeof phases;
  /** What works there. Default: nothing. */
  hasVersion?: string;
  /** Default: none. */
  error?: string;
  /** Default: none. */
  progress?: { downloadPercent: number; downloadBytesPerSecond: number };
}

const phases = {
  PENDING: Statuses.PackageStatusEnum_InstallPending,
  DOWNLOADING: Statuses.PackageStatusEnum_Downloading,
  INSTALLING: Statuses.PackageStatusEnum_Installing,
  INSTALLED: Statuses.PackageStatusEnum_Installed,
  FAILED: Statuses.PackageStatusEnum_InstallFailed,
} as const;

/** What an agent says of all packages of an offer, each so far. */
export function aboutPackages({ offer, phase, hasVersion, error, progress }: AboutPackagesOptions): AgentToServer {
  const packages = Object.entries(offer?.packages ?? {}).map(([name, { version, hash }]): [string, PackageStatus] => [
    name,
    {
      name,
      serverOfferedVersion: version ?? "",
      serverOfferedHash: hash ?? new Uint8Array(),
      ...(hasVersion !== undefined && { agentHasVersion: hasVersion }),
      ...(phase === "INSTALLED" && { agentHasHash: hash ?? new Uint8Array() }),
      status: phases[phase],
      ...(error !== undefined && { errorMessage: error }),
      ...(progress && { downloadDetails: progress }),
    },
  ]);
  return {
    packageStatuses: {
      packages: Object.fromEntries(packages),
      serverProvidedAllPackagesHash: offer?.allPackagesHash ?? new Uint8Array(),
    },
  };
}

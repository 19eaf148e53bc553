import { type PackageStatus, PackageStatusEnum, type PackageStatuses } from "../../opamp/wire/messages.ts";
import type { DownloadProgress } from "../../packages/download-types.ts";
import { type PackagesRecord, type StoredPackage, storedPackage } from "../../storage/packages-record.ts";
import type { Packages } from "./packages-state.ts";

export type PackagePhase = "pending" | "downloading" | "installing" | "installed" | "failed";

/** What the server is told of one package. */
export interface ToldPackage {
  name: string;
  phase: PackagePhase;
  /** What was offered, in lower-case hex; `undefined` where it is not offered any more. */
  offered: { version: string; hash: string } | undefined;
  /** With `failed` alone. */
  error: string;
  /** With `downloading` alone, once something is known. */
  progress: Progress | undefined;
}

export interface Progress {
  /** 0 to 100. */
  percent: number;
  bytesPerSecond: number;
  /** Why nothing comes at the moment, for those who look: the server hears reasons of failures alone (§ PackageStatus.error_message). */
  trouble?: string;
}

/** What a download tells, as it is told here. */
export function progressOf(told: DownloadProgress | undefined): Progress | undefined {
  if (told === undefined) return undefined;
  const { percent, bytesPerSecond, trouble } = told;
  return { percent, bytesPerSecond, ...(trouble !== undefined && { trouble }) };
}

const statuses: Readonly<Record<PackagePhase, PackageStatusEnum>> = {
  pending: PackageStatusEnum.PackageStatusEnum_InstallPending,
  downloading: PackageStatusEnum.PackageStatusEnum_Downloading,
  installing: PackageStatusEnum.PackageStatusEnum_Installing,
  installed: PackageStatusEnum.PackageStatusEnum_Installed,
  failed: PackageStatusEnum.PackageStatusEnum_InstallFailed,
};

/**
 * What the server is told of all packages (§ PackageStatuses Message): each that is held or on its way, with what works of
 * it now and what was offered, and the aggregate hash of the newest offer. `self`: the package of the supervisor that is installed.
 */
export function packageStatuses(
  { told, record, offer }: Pick<Packages, "told" | "record" | "offer">,
  self?: StoredPackage,
): PackageStatuses {
  const held = [...heldPackages(record), ...(self === undefined ? [] : [self])];
  const untold = held.filter(({ name }) => !told.some((each) => each.name === name));
  const all: readonly ToldPackage[] = [
    ...told,
    ...untold.map(({ name }) => ({ ...silent, name, phase: "installed" as const })),
  ];
  return {
    packages: Object.fromEntries(
      all.map((each) => [
        each.name,
        statusOf(
          each,
          held.find(({ name }) => name === each.name),
        ),
      ]),
    ),
    ...(offer && { serverProvidedAllPackagesHash: offer.hash }),
  };
}

/** Whether the server has heard what became of each package of its newest offer. */
export function hasVerdicts({ told, offer }: Pick<Packages, "told" | "offer">): boolean {
  const isOver = ({ phase }: ToldPackage) => phase === "installed" || phase === "failed";
  return (offer?.packages ?? []).every(({ name, hash }) =>
    told.some((each) => each.name === name && each.offered?.hash === hash && isOver(each)),
  );
}

/** What works here: the Collector, where a package has brought it, and the add-ons in force. */
export function heldPackages(record: PackagesRecord): HeldPackage[] {
  const installed = storedPackage(record, record.installed);
  return [...(installed === undefined ? [] : [installed]), ...(record.addons?.inForce?.addons ?? [])];
}

interface HeldPackage {
  readonly name: string;
  readonly version: string;
  readonly hash: string;
}

const silent = { offered: undefined, error: "", progress: undefined };

function statusOf(
  { name, phase, offered, error, progress }: ToldPackage,
  held: { version: string; hash: string } | undefined,
): PackageStatus {
  return {
    name,
    status: statuses[phase],
    ...(held && { agentHasVersion: held.version, agentHasHash: Uint8Array.fromHex(held.hash) }),
    ...(offered && { serverOfferedVersion: offered.version, serverOfferedHash: Uint8Array.fromHex(offered.hash) }),
    ...(phase === "failed" && { errorMessage: error }),
    ...(phase === "downloading" &&
      progress && {
        downloadDetails: { downloadPercent: progress.percent, downloadBytesPerSecond: progress.bytesPerSecond },
      }),
  };
}

/** What an earlier run has told, as far as it is known. */
export function toldBefore(message: PackageStatuses | undefined): ToldPackage[] {
  return Object.entries(message?.packages ?? {}).map(([name, status]) => {
    const phase = phaseOf(status.status ?? PackageStatusEnum.PackageStatusEnum_Installed);
    const hash = Uint8Array.from(status.serverOfferedHash ?? []).toHex();
    return {
      ...silent,
      name,
      phase,
      offered: hash === "" ? undefined : { version: status.serverOfferedVersion ?? "", hash },
      error: phase === "failed" ? (status.errorMessage ?? "") : "",
    };
  });
}

/** What a later version of the protocol may add has not ended. */
function phaseOf(status: PackageStatusEnum): PackagePhase {
  const found = Object.entries(statuses).find(([, value]) => value === status)?.[0];
  return found === "downloading" || found === "installing" || found === "installed" || found === "failed"
    ? found
    : "pending";
}

/** `told` with `next` in the place of what was told of that package. */
export function withTold(told: readonly ToldPackage[], next: ToldPackage): readonly ToldPackage[] {
  return [...told.filter(({ name }) => name !== next.name), next];
}

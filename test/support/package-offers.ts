import {
  type PackageAvailable,
  PackageStatusEnum,
  type PackageStatuses,
  PackageType,
} from "../../src/opamp/wire/messages.ts";
import { type PackagesOffer, readPackagesOffer } from "../../src/packages/packages-offer.ts";
import type { StoredAddon } from "../../src/storage/addons-record.ts";
import type { StoredPackage } from "../../src/storage/packages-record.ts";

/** SHA-256 in the place of that of a content with this name. */
export function contentHashOf(name: string): Uint8Array {
  return new Bun.CryptoHasher("sha256").update(name).digest();
}

/** The Collector in this version, under the hash `hash`, by default of the version. */
export function collectorPackage(version: string, more: Partial<PackageAvailable> = {}): PackageAvailable {
  return {
    type: PackageType.PackageType_TopLevel,
    version,
    hash: Buffer.from(version),
    file: { downloadUrl: `https://files.test/${version}`, contentHash: contentHashOf(version) },
    ...more,
  };
}

/** The add-on in this version, whose hash is `NAME VERSION`. */
export function addonPackage(name: string, version: string, more: Partial<PackageAvailable> = {}): PackageAvailable {
  const title = `${name} ${version}`;
  return {
    type: PackageType.PackageType_Addon,
    version,
    hash: Buffer.from(title),
    file: { downloadUrl: "https://files.test/addon", contentHash: contentHashOf(title) },
    ...more,
  };
}

/** These add-ons, by name and version. */
export function addonsOffer(versions: Readonly<Record<string, string>>): PackagesOffer {
  const packages = Object.entries(versions).map(([name, version]) => [name, addonPackage(name, version)] as const);
  return packagesOffer(Object.fromEntries(packages), `addons ${JSON.stringify(versions)}`);
}

/** What the effect that fetches it brings where all goes well. */
export function storedAddon(name: string, version: string, more: Partial<StoredAddon> = {}): StoredAddon {
  const title = `${name} ${version}`;
  const contentHash = more.contentHash ?? contentHashOf(title).toHex();
  return {
    name,
    version,
    hash: Buffer.from(title).toString("hex"),
    contentHash,
    path: `${contentHash.slice(0, 32)}/${name}`,
    size: 1,
    at: 0,
    ...more,
  };
}

/** An offer of these packages under an aggregate hash of this name. */
export function packagesOffer(packages: Readonly<Record<string, PackageAvailable>>, name?: string): PackagesOffer {
  const versions = Object.values(packages).map(({ version }) => version ?? "");
  return readPackagesOffer({ packages, allPackagesHash: Buffer.from(name ?? `all ${versions.join(" ")}`) });
}

/** What the effect that fetches it brings where all goes well. */
export function storedPackage(version: string, more: Partial<StoredPackage> = {}): StoredPackage {
  return {
    name: "",
    version,
    ownVersion: version.replace(/^v/, ""),
    hash: Buffer.from(version).toString("hex"),
    contentHash: contentHashOf(version).toHex(),
    program: `${contentHashOf(version).toHex().slice(0, 16)}/otelcol`,
    size: 1,
    at: 0,
    ...more,
  };
}

/** `"" Installed has v2 offered v2`, for each package, then the aggregate hash. */
export function packagesText(statuses: PackageStatuses | null | undefined): string {
  const lines = Object.entries(statuses?.packages ?? {}).map(([name, status]) => {
    const { agentHasVersion, serverOfferedVersion, errorMessage, downloadDetails } = status;
    const phase = PackageStatusEnum[status.status ?? 0]?.replace("PackageStatusEnum_", "");
    return [
      `${JSON.stringify(name)} ${phase}`,
      agentHasVersion && `has ${agentHasVersion}`,
      serverOfferedVersion && `offered ${serverOfferedVersion}`,
      downloadDetails && `at ${downloadDetails.downloadPercent} %`,
      errorMessage && `: ${errorMessage}`,
    ]
      .filter(Boolean)
      .join(" ");
  });
  return lines.join("; ");
}

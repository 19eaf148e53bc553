import { type PackageAvailable, type PackagesAvailable, PackageType } from "../opamp/wire/messages.ts";

/** What the server offers: every package that the agent is to have (§ PackagesAvailable Message). */
export interface PackagesOffer {
  /** The aggregate hash, which is echoed byte for byte. */
  readonly hash: Uint8Array;
  /** The same in lower-case hex. */
  readonly id: string;
  /** In the order of their names. */
  readonly packages: readonly OfferedPackage[];
  /** As it came, for the record on disk. */
  readonly message: PackagesAvailable;
}

export interface OfferedPackage {
  /** The key of the map; any text, also none. */
  readonly name: string;
  /** The agent itself, and not something beside it. */
  readonly isTopLevel: boolean;
  readonly version: string;
  /** The Server's hash in lower-case hex; empty where it gave none. */
  readonly hash: string;
  /** `undefined` where none is offered. */
  readonly file: OfferedFile | undefined;
}

export interface OfferedFile {
  /** May be secret, like the headers. */
  readonly url: string;
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
  /** In lower-case hex. SHA-256 where it has 32 bytes; what it is else is not known (trap 15). */
  readonly contentHash: string;
  readonly signature: Uint8Array;
}

export function readPackagesOffer(message: PackagesAvailable): PackagesOffer {
  const hash = Uint8Array.from(message.allPackagesHash ?? []);
  const packages = Object.entries(message.packages ?? {})
    .map(([name, available]) => readPackage(name, available))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { hash, id: hash.toHex(), packages, message };
}

function readPackage(name: string, { type, version, hash, file }: PackageAvailable): OfferedPackage {
  return {
    name,
    isTopLevel: (type ?? PackageType.PackageType_TopLevel) === PackageType.PackageType_TopLevel,
    version: version ?? "",
    hash: hex(hash),
    file: file
      ? {
          url: file.downloadUrl ?? "",
          headers: (file.headers?.headers ?? []).map(({ key, value }) => [key ?? "", value ?? ""] as const),
          contentHash: hex(file.contentHash),
          signature: Uint8Array.from(file.signature ?? []),
        }
      : undefined,
  };
}

function hex(bytes: Uint8Array | null | undefined): string {
  return Uint8Array.from(bytes ?? []).toHex();
}

import { withPackageHashes } from "../../../src/opamp/server/offer-hashes.ts";
import { type PackageAvailable, type PackagesAvailable, PackageType } from "../../../src/opamp/wire/messages.ts";
import { hashOfAttempt } from "../agents/hash-of-attempt.ts";
import { isTopLevel, type StoredPackage } from "./stored-package.ts";

export interface PackageOfferOptions {
  packages: readonly StoredPackage[];
  /** Where the agent fetches files: a URL that ends with a slash. */
  base: string;
  /** Sent by the agent along with its requests for files. */
  token: string;
  /** How often people asked the agent to try the same once more. */
  attempt: number;
}

/**
 * All packages that an agent is to have, with their hashes. Address and token are in no hash: an agent that comes by another
 * way, or after the token was made anew, has what it has.
 */
export function packageOffer({ packages, base, token, attempt }: PackageOfferOptions): PackagesAvailable {
  const bare = Object.fromEntries(packages.map((entry) => [entry.name, offerOf(entry)]));
  const { packages: hashed = {}, allPackagesHash } = withPackageHashes(bare);
  const reachable = Object.entries(hashed).map(([name, offer]): [string, PackageAvailable] => {
    const entry = packages.find((candidate) => candidate.name === name);
    const path = entry && `${entry.sha256}/${encodeURIComponent(entry.fileName)}`;
    const file = {
      ...offer.file,
      downloadUrl: `${base}${path}`,
      headers: { headers: [{ key: "Authorization", value: `Bearer ${token}` }] },
    };
    return [name, { ...offer, file, hash: hashOfAttempt(offer.hash, attempt) }];
  });
  return { packages: Object.fromEntries(reachable), allPackagesHash: hashOfAttempt(allPackagesHash, attempt) };
}

function offerOf({ name, version, sha256, signature }: StoredPackage): Omit<PackageAvailable, "hash"> {
  return {
    type: isTopLevel(name) ? PackageType.PackageType_TopLevel : PackageType.PackageType_Addon,
    version,
    file: { contentHash: Uint8Array.fromHex(sha256), signature: new TextEncoder().encode(signature) },
  };
}

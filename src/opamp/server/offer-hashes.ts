import { sha256Bytes } from "../../runtime/sha256.ts";
import { canonical } from "../wire/canonical.ts";
import { encodeMessage } from "../wire/encode.ts";
import {
  type AgentRemoteConfig,
  codec,
  type ConnectionSettingsOffers,
  type PackageAvailable,
  type PackagesAvailable,
  type ServerToAgent,
} from "../wire/messages.ts";

/** The offer with the SHA-256 of its files as `config_hash`, which must always be there (§ AgentRemoteConfig Message). */
export function withConfigHash(offer: Omit<AgentRemoteConfig, "configHash">): AgentRemoteConfig {
  return { ...offer, configHash: hashOf({ remoteConfig: { ...offer, configHash: new Uint8Array() } }) };
}

/**
 * The offers with the SHA-256 of all of them as `hash`. Give all settings that the agent is to have, those included that
 * it knows already: the hash is also over what a later message leaves out (§ ConnectionSettingsOffers.hash).
 */
export function withSettingsHash(offers: Omit<ConnectionSettingsOffers, "hash">): ConnectionSettingsOffers {
  return { ...offers, hash: hashOf({ connectionSettings: { ...offers, hash: new Uint8Array() } }) };
}

/**
 * Packages by name, each with the SHA-256 of its other fields as `hash`, and with that of all of them as
 * `all_packages_hash` (§ Calculating Hashes). The content is in it by `file.content_hash`, which must be the file's SHA-256.
 */
export function withPackageHashes(
  packages: Readonly<Record<string, Omit<PackageAvailable, "hash">>>,
): PackagesAvailable {
  const entries = Object.entries(packages).map(([name, offer]): [string, PackageAvailable] => {
    const bare = { ...offer, hash: new Uint8Array() };
    return [name, { ...offer, hash: hashOf({ packagesAvailable: { packages: { [name]: bare } } }) }];
  });
  const hashed = Object.fromEntries(entries);
  return { packages: hashed, allPackagesHash: hashOf({ packagesAvailable: { packages: hashed } }) };
}

/** Fills in the hashes that must always be there and that the owner has left out. */
export function withMissingHashes(message: ServerToAgent): ServerToAgent {
  const { remoteConfig, packagesAvailable } = message;
  return {
    ...message,
    ...(remoteConfig && !remoteConfig.configHash?.length && { remoteConfig: withConfigHash(remoteConfig) }),
    ...(packagesAvailable &&
      !packagesAvailable.allPackagesHash?.length && {
        packagesAvailable: { ...packagesAvailable, allPackagesHash: hashOf({ packagesAvailable }) },
      }),
  };
}

function hashOf(content: ServerToAgent): Uint8Array {
  return sha256Bytes(encodeMessage(codec.ServerToAgent, canonical(content)));
}

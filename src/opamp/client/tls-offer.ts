import type { TlsOptions, TlsVersion } from "../../runtime/network-ports.ts";
import { cipherSuiteFault, lowestTlsByDefault, tlsVersions } from "../../runtime/tls-names.ts";
import { readCertificates } from "../../runtime/x509.ts";
import type { TLSConnectionSettings } from "../wire/messages.ts";
import type { SettingsPolicy } from "./connection-settings.ts";

type Tls = Omit<TlsOptions, "cert" | "key">;

export type TlsReading = { ok: true; tls: Tls } | { ok: false; reason: string };

const insecureVersions: ReadonlySet<TlsVersion> = new Set(["1.0", "1.1"]);

/**
 * TLS settings that a server offers (§ TLSConnectionSettings); they replace the present ones wholly, but for the server
 * name, for which the schema has no field. What would make the agent trust more than the operator allows is refused,
 * and so is what cannot be used: authorities that are no certificates, a cipher suite that cannot be chosen.
 */
export function readTlsOffer(
  {
    caPemContents,
    includeSystemCaCertsPool,
    insecureSkipVerify,
    minVersion,
    maxVersion,
    cipherSuites,
  }: TLSConnectionSettings,
  current: Tls | undefined,
  policy: SettingsPolicy,
): TlsReading {
  if (insecureSkipVerify && !policy.allowInsecureTls) return refused("insecure_skip_verify is not allowed here");
  const ca = caPemContents || undefined;
  const includeSystemRoots = ca !== undefined && includeSystemCaCertsPool === true;
  const sameAuthorities = ca === current?.ca && includeSystemRoots === (current?.includeSystemRoots ?? false);
  if (!sameAuthorities && !policy.allowOtherAuthorities)
    return refused("ca_pem_contents: other authorities are not allowed here");
  const authorities = ca === undefined ? undefined : readCertificates(ca);
  if (authorities?.ok === false) return refused(`ca_pem_contents: ${authorities.fault}`);
  const lowest = readVersion(minVersion);
  if (lowest === "unknown") return refused("min_version is no version of TLS");
  if (lowest && insecureVersions.has(lowest) && !policy.allowInsecureTls)
    return refused("min_version below 1.2 is not allowed here");
  const highest = readVersion(maxVersion);
  if (highest === "unknown") return refused("max_version is no version of TLS");
  if (highest && tlsVersions.indexOf(highest) < tlsVersions.indexOf(lowest ?? lowestTlsByDefault))
    return refused("max_version is below min_version");
  for (const suite of cipherSuites ?? []) {
    const fault = cipherSuiteFault(suite);
    if (fault !== undefined) return refused(`cipher_suites: ${JSON.stringify(suite)} ${fault}`);
  }
  const tls: Tls = {
    ...(current?.serverName !== undefined && { serverName: current.serverName }),
    ...(ca !== undefined && { ca }),
    ...(includeSystemRoots && { includeSystemRoots }),
    ...(insecureSkipVerify && { insecureSkipVerify }),
    ...(lowest && { minVersion: lowest }),
    ...(highest && { maxVersion: highest }),
    ...(cipherSuites?.length && { cipherSuites }),
  };
  return { ok: true, tls };
}

/** `1.2`, `TLSv1.2`, `TLS 1.2`; empty means that nothing is said. */
function readVersion(text: string | null | undefined): TlsVersion | "unknown" | undefined {
  if (!text) return undefined;
  const number = /^(?:TLS ?v?)?(1\.[0-3])$/i.exec(text.trim())?.[1];
  return tlsVersions.find((version) => version === number) ?? "unknown";
}

function refused(reason: string): TlsReading {
  return { ok: false, reason: `tls.${reason}` };
}

import type { TlsVersion } from "./network-ports.ts";

/** The versions of TLS that can be chosen, the oldest first. */
export const tlsVersions = ["1.0", "1.1", "1.2", "1.3"] as const satisfies readonly TlsVersion[];

/** The lowest version that is used where none is chosen. */
export const lowestTlsByDefault: TlsVersion = "1.2";

/**
 * Cipher suites that can be chosen, by their names in the registry of IANA, and what OpenSSL calls them: those that Go
 * considers safe (`tls.CipherSuites`), and last those without forward secrecy that the platform has. The suites of TLS 1.3
 * cannot be chosen, neither here nor in Go.
 */
export const cipherSuites: Readonly<Record<string, string>> = {
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: "ECDHE-ECDSA-AES128-SHA",
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: "ECDHE-ECDSA-AES256-SHA",
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: "ECDHE-RSA-AES128-SHA",
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA: "ECDHE-RSA-AES256-SHA",
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: "ECDHE-ECDSA-AES128-GCM-SHA256",
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: "ECDHE-ECDSA-AES256-GCM-SHA384",
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: "ECDHE-RSA-AES128-GCM-SHA256",
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: "ECDHE-RSA-AES256-GCM-SHA384",
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: "ECDHE-RSA-CHACHA20-POLY1305",
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: "ECDHE-ECDSA-CHACHA20-POLY1305",
  TLS_RSA_WITH_AES_128_GCM_SHA256: "AES128-GCM-SHA256",
  TLS_RSA_WITH_AES_256_GCM_SHA384: "AES256-GCM-SHA384",
  TLS_RSA_WITH_AES_128_CBC_SHA: "AES128-SHA",
  TLS_RSA_WITH_AES_256_CBC_SHA: "AES256-SHA",
};

/** Key exchanges that can be chosen, by the names of the Collector's `configtls`, and what OpenSSL calls them. */
export const curves: Readonly<Record<string, string>> = {
  X25519: "X25519",
  P256: "P-256",
  P384: "P-384",
  P521: "P-521",
  X25519MLKEM768: "X25519MLKEM768",
};

/** The suites of TLS 1.3 (RFC 8446, B.4), which no configuration can choose among. */
const tls13CipherSuites: ReadonlySet<string> = new Set([
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
]);

/** Why no configuration can choose a cipher suite of this name; `undefined` where one can. */
export function cipherSuiteFault(name: string): string | undefined {
  if (Object.hasOwn(cipherSuites, name)) return undefined;
  return tls13CipherSuites.has(name)
    ? "belongs to TLS 1.3, whose cipher suites cannot be chosen; list those of TLS 1.2 only"
    : `must be one of ${Object.keys(cipherSuites).join(", ")}`;
}

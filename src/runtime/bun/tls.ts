import type { TlsOptions, TlsVersion } from "../ports.ts";
import { cipherSuites } from "../tls-names.ts";

/** The same for every way of connecting, but for the form of the versions. */
function commonOptions({ ca, includeSystemRoots, cert, key, insecureSkipVerify, cipherSuites: suites }: TlsOptions) {
  const own = ca === undefined ? [] : [ca];
  const roots = ca === undefined || includeSystemRoots === true ? [...own, ...systemRoots()] : own;
  return {
    ca: roots,
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    // Said in both cases: an explicit value is stronger than the environment's NODE_TLS_REJECT_UNAUTHORIZED.
    rejectUnauthorized: insecureSkipVerify !== true,
    ...(suites && { ciphers: suites.map((name) => cipherSuites.get(name) ?? name).join(":") }),
  };
}

/** For sockets in the manner of Node. */
export function socketTls(tls: TlsOptions) {
  const { serverName, minVersion = defaultMinVersion, maxVersion } = tls;
  return {
    ...commonOptions(tls),
    ...(serverName !== undefined && { servername: serverName }),
    minVersion: socketVersions[minVersion],
    ...(maxVersion !== undefined && { maxVersion: socketVersions[maxVersion] }),
  };
}

/** For `fetch`, which takes the versions as numbers alone. */
export function fetchTls(tls: TlsOptions) {
  const { serverName, minVersion = defaultMinVersion, maxVersion } = tls;
  return {
    ...commonOptions(tls),
    ...(serverName !== undefined && { serverName }),
    minVersion: wireVersions[minVersion],
    ...(maxVersion !== undefined && { maxVersion: wireVersions[maxVersion] }),
  };
}

const defaultMinVersion: TlsVersion = "1.2";
const socketVersions = { "1.0": "TLSv1", "1.1": "TLSv1.1", "1.2": "TLSv1.2", "1.3": "TLSv1.3" } as const;
const wireVersions = { "1.0": 0x0301, "1.1": 0x0302, "1.2": 0x0303, "1.3": 0x0304 } as const;

/** What is wrong with certificate, key or authorities; `undefined` where they can be used. */
export function materialFault(tls: TlsOptions): { code: string; message: string } | undefined {
  const { ca, cert, key } = tls;
  if ((ca ?? cert ?? key) === undefined) return undefined;
  try {
    process.getBuiltinModule("node:tls").createSecureContext(socketTls(tls));
    return undefined;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "TLS";
    const message = error instanceof Error ? error.message : String(error);
    return { code, message: `certificate, key or CA cannot be used: ${message}` };
  }
}

/**
 * The authorities that this machine trusts, not those that come with the runtime: an operator who adds one to the system
 * expects it to count, as it does for programs in Go. Where the system has none, the runtime's own serve. What
 * `NODE_EXTRA_CA_CERTS` adds counts in any case.
 */
function systemRoots(): string[] {
  const { getCACertificates } = process.getBuiltinModule("node:tls");
  const system = getCACertificates("system");
  return [...(system.length > 0 ? system : getCACertificates("bundled")), ...getCACertificates("extra")];
}

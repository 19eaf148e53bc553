import { withOldCiphers } from "#runtime/old-ciphers.ts";

import { errorCode } from "../error-code.ts";
import { errorMessage } from "../error-message.ts";
import type { ConnectionLoss, TlsOptions, TlsVersion } from "../network-ports.ts";
import { systemRoots } from "../os/system-roots.ts";
import { cipherSuites, curves, lowestTlsByDefault } from "../tls-names.ts";
import { certificateBlocks } from "../x509.ts";

/** TLS options in the words of OpenSSL. */
export interface TlsSettings {
  /** Always there, but where nothing is verified: else the runtime would trust what it brings along instead of the system. */
  ca?: string;
  cert?: string;
  key?: string;
  serverName?: string;
  rejectUnauthorized: boolean;
  minVersion: TlsVersion;
  maxVersion?: TlsVersion;
  ciphers?: string;
  ecdhCurve?: string;
}

export type TlsReading = { usable: true; settings: TlsSettings } | { usable: false; loss: ConnectionLoss };

/**
 * What the options ask for, tried out first, as the connection itself does not say what is wrong with them. Nothing is
 * left out: what is not known is a loss with the code `TLS` or OpenSSL's.
 */
export function readTlsOptions(tls: TlsOptions = {}): TlsReading {
  const { ca, cert, key, serverName, minVersion = lowestTlsByDefault, maxVersion } = tls;
  const rejectUnauthorized = tls.insecureSkipVerify !== true;
  const ciphers = translate(tls.cipherSuites, cipherSuites);
  const ecdhCurve = translate(tls.curves, curves);
  if (ciphers === null) return refused("TLS", "a cipher suite is not known");
  if (ecdhCurve === null) return refused("TLS", "a curve is not known");
  if (ca !== undefined && certificateBlocks(ca).length === 0) return refused("TLS", "the CA holds no certificate");
  try {
    if (ca ?? cert ?? key ?? ecdhCurve) {
      const material = {
        ...(ca && { ca }),
        ...(cert && { cert }),
        ...(key && { key }),
        ...(ecdhCurve && { ecdhCurve }),
      };
      process.getBuiltinModule("node:tls").createSecureContext(material);
    }
  } catch (error) {
    const message = errorMessage(error);
    return refused(errorCode(error) ?? "TLS", `certificate, key, CA or curve cannot be used: ${message}`);
  }
  const roots = rejectUnauthorized && (ca === undefined || tls.includeSystemRoots) ? [systemRoots()] : [];
  const authorities = [...(ca === undefined ? [] : [ca]), ...roots].join("\n");
  return {
    usable: true,
    settings: {
      ...(authorities !== "" && { ca: authorities }),
      ...(cert && { cert }),
      ...(key && { key }),
      ...(serverName !== undefined && { serverName }),
      // Said in both cases: an explicit value is stronger than the environment's NODE_TLS_REJECT_UNAUTHORIZED.
      rejectUnauthorized,
      minVersion,
      ...(maxVersion && { maxVersion }),
      ...(ciphers && { ciphers }),
      ...(ecdhCurve && { ecdhCurve }),
    },
  };
}

const versionNames = { "1.0": "TLSv1", "1.1": "TLSv1.1", "1.2": "TLSv1.2", "1.3": "TLSv1.3" } as const satisfies Record<
  TlsVersion,
  string
>;

/** The settings as `node:tls` and `ws` take them. */
export function nodeTls({ serverName, minVersion, maxVersion, ciphers, ...settings }: TlsSettings) {
  const letIn = minVersion < lowestTlsByDefault ? withOldCiphers(ciphers) : ciphers;
  return {
    ...settings,
    ...(letIn && { ciphers: letIn }),
    ...(serverName !== undefined && { servername: serverName }),
    minVersion: versionNames[minVersion],
    ...(maxVersion && { maxVersion: versionNames[maxVersion] }),
  };
}

function refused(code: string, message: string): TlsReading {
  return { usable: false, loss: { code, message } };
}

/** OpenSSL's list; `undefined` for none, `null` where a name is not known. */
function translate(names: readonly string[] = [], known: Readonly<Record<string, string>>): string | undefined | null {
  if (names.length === 0) return undefined;
  const translated = names.map((name) => (Object.hasOwn(known, name) ? known[name] : undefined));
  return translated.includes(undefined) ? null : translated.join(":");
}

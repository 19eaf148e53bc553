import { createPrivateKey, X509Certificate } from "node:crypto";

import type { TlsOptions } from "../runtime/ports.ts";

export type MaterialPart = "ca" | "cert" | "key";

export interface MaterialFault {
  part: MaterialPart;
  /** What is wrong, without any of the material. */
  message: string;
  /** Whether time alone makes it right or wrong: no mistake in the configuration. */
  isOfTime: boolean;
}

export interface CheckedMaterial {
  fault: MaterialFault | undefined;
  /** Until when the client's certificate is valid, milliseconds since the Unix epoch; `undefined` without one. */
  expiresAt: number | undefined;
}

/** Looks at certificates and key before any connection is tried, since a connection does not say what is wrong with them. */
export function checkMaterial({ ca, cert, key }: TlsOptions, now: number): CheckedMaterial {
  const authorities = ca === undefined ? undefined : certificatesIn(ca);
  if (authorities !== undefined && "message" in authorities) return faulty("ca", authorities.message);
  if (cert === undefined || key === undefined) return { fault: undefined, expiresAt: undefined };
  const own = certificatesIn(cert);
  if ("message" in own) return faulty("cert", own.message);
  const [leaf] = own;
  if (leaf === undefined) return faulty("cert", "holds no certificate");
  const [from, until] = [Date.parse(leaf.validFrom), Date.parse(leaf.validTo)];
  if (now > until) return faulty("cert", `has expired on ${new Date(until).toISOString()}`, true);
  if (now < from) return faulty("cert", `is not valid before ${new Date(from).toISOString()}`, true);
  const keyFault = faultOfKey(key, leaf);
  return keyFault === undefined ? { fault: undefined, expiresAt: until } : faulty("key", keyFault);
}

function faulty(part: MaterialPart, message: string, isOfTime = false): CheckedMaterial {
  return { fault: { part, message, isOfTime }, expiresAt: undefined };
}

function certificatesIn(pem: string): X509Certificate[] | { message: string } {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) return { message: "holds no certificate in PEM form" };
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch {
    return { message: "holds a certificate that cannot be read" };
  }
}

function faultOfKey(pem: string, leaf: X509Certificate): string | undefined {
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) return "holds no private key in PEM form";
  if (/ENCRYPTED/.test(pem)) return "holds an encrypted key, which needs a passphrase; give one that is not encrypted";
  try {
    return leaf.checkPrivateKey(createPrivateKey(pem)) ? undefined : "does not belong to the certificate";
  } catch {
    return "holds a private key that cannot be read";
  }
}

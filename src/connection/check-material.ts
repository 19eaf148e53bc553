import type { ServerTlsConfig } from "../config/types.ts";
import { type CertificateFacts, checkKey, readCertificates } from "../runtime/x509.ts";

/** The parts of TLS material, PEM text each. */
export type PartName = "ca" | "cert" | "key";
export type PemTexts = { readonly [Part in PartName]?: string };

/** What is wrong with one part, for the key of `server.tls` that says where it comes from. */
export interface MaterialFault {
  key: `${PartName}_${"file" | "pem"}`;
  /** With the path, where it is a file. */
  message: string;
}

export interface CheckedMaterial {
  faults: MaterialFault[];
  authorities: CertificateFacts[];
  /** The client certificate first, then what stands between it and its authority. */
  chain: CertificateFacts[];
}

/** Looks into material before anybody connects with it. Times are not judged. */
export function checkMaterial(tls: ServerTlsConfig, { ca, cert, key }: PemTexts): CheckedMaterial {
  const faults: MaterialFault[] = [];
  const certificates = (part: "ca" | "cert", pem: string | undefined) => {
    if (pem === undefined) return [];
    const reading = readCertificates(pem);
    if (reading.ok) return reading.content;
    faults.push(faultOf(tls, part, reading.fault));
    return [];
  };
  const authorities = certificates("ca", ca);
  const chain = certificates("cert", cert);
  const keyReading = key === undefined || cert === undefined ? undefined : checkKey(key, cert);
  if (keyReading?.ok === false) faults.push(faultOf(tls, "key", keyReading.fault));
  return { faults, authorities, chain };
}

export function faultOf(tls: ServerTlsConfig, part: PartName, what: string): MaterialFault {
  const source = tls[part];
  if (source === undefined || "pem" in source) return { key: `${part}_pem`, message: what };
  return { key: `${part}_file`, message: `${source.file}: ${what}` };
}

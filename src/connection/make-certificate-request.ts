import type { KeyType } from "../config/types.ts";
import { x509Library } from "./x509-library.ts";

/** Parts of a distinguished name, in order: `["CN", "agent"]`, `["O", "example"]`. */
export type Subject = ReadonlyArray<readonly [attribute: "CN" | "O" | "OU", value: string]>;

/** What a request asks for; data alone, so that another process can be told. */
export interface CertificateWish {
  keyType: KeyType;
  subject: Subject;
  /** Names beside the subject (RFC 5280 section 4.2.1.6). None: the request has no such extension. */
  dnsNames: readonly string[];
}

/** PEM, both: PKCS #8 and PKCS #10. */
export interface CertificateRequest {
  key: string;
  csr: string;
}

const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const ed25519 = { name: "Ed25519" } as const;

/**
 * A new key and a request for a certificate that it has signed (RFC 2986). The library for it takes 10 MB of memory: it is
 * best done in a process of its own, see `Processes.compute`.
 */
export async function makeCertificateRequest({
  keyType,
  subject,
  dnsNames,
}: CertificateWish): Promise<CertificateRequest> {
  const { Pkcs10CertificateRequestGenerator, PemConverter, SubjectAlternativeNameExtension } = await x509Library();
  const keys = await newKeys(keyType);
  const names = dnsNames.map((value) => ({ type: "dns" as const, value }));
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: subject.map(([attribute, value]) => ({ [attribute]: [value] })),
    keys,
    signingAlgorithm: keyType === "p256" ? ecdsa : ed25519,
    ...(names.length > 0 && { extensions: [new SubjectAlternativeNameExtension(names)] }),
  });
  const key = await globalThis.crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { key: `${PemConverter.encode(key, PemConverter.PrivateKeyTag)}\n`, csr: `${request.toString("pem")}\n` };
}

/** Whether a value that came from another process of this program is a request. */
export function isCertificateRequest(value: unknown): value is CertificateRequest {
  return (
    typeof value === "object" &&
    value !== null &&
    "key" in value &&
    "csr" in value &&
    typeof value.key === "string" &&
    typeof value.csr === "string"
  );
}

async function newKeys(keyType: KeyType): Promise<CryptoKeyPair> {
  const { subtle } = globalThis.crypto;
  const keys = await subtle.generateKey(keyType === "p256" ? ecdsa : ed25519, true, ["sign", "verify"]);
  if ("privateKey" in keys) return keys;
  throw new TypeError(`${keyType} gives no pair of keys`);
}

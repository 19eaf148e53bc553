import { createHash, createPublicKey, type KeyObject, sign } from "node:crypto";
import { isIP, isIPv4 } from "node:net";

import {
  bitString,
  context,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  time,
  utf8String,
  yes,
} from "./der.ts";

export interface CertificateRequest {
  /** Common name of the holder. */
  subject: string;
  /** Public or private key of the holder: P-256. */
  subjectKey: KeyObject;
  /** Common name of the issuer; the subject's for a certificate that signs itself. */
  issuer: string;
  /** Private key of the issuer: P-256. */
  issuerKey: KeyObject;
  /** Positive and unique for the issuer: at most 20 bytes (RFC 5280, 4.1.2.2). */
  serial: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  notBefore: number;
  notAfter: number;
  /** A certificate that signs others, one of a server that is reached under these DNS names and IP addresses, or one of a client. */
  use: { kind: "authority" } | { kind: "server"; names: readonly string[] } | { kind: "client" };
}

/** An X.509 certificate (RFC 5280) signed with ECDSA over SHA-256, as PEM. */
export function issueCertificate(request: CertificateRequest): string {
  const algorithm = sequence(objectIdentifier("1.2.840.10045.4.3.2"));
  const body = sequence(
    context(0, integer(Uint8Array.of(2))),
    integer(request.serial),
    algorithm,
    commonName(request.issuer),
    sequence(time(request.notBefore), time(request.notAfter)),
    commonName(request.subject),
    publicKeyInfo(request.subjectKey),
    context(3, sequence(...extensions(request))),
  );
  const signature = sign("sha256", body, request.issuerKey);
  return pem(sequence(body, algorithm, bitString(signature)));
}

function commonName(name: string): Uint8Array {
  return sequence(set(sequence(objectIdentifier("2.5.4.3"), utf8String(name))));
}

function publicKeyInfo(key: KeyObject): Uint8Array {
  const publicKey = key.type === "public" ? key : createPublicKey(key);
  return publicKey.export({ type: "spki", format: "der" });
}

function extensions(request: CertificateRequest): Uint8Array[] {
  const critical = (identifier: string, value: Uint8Array) =>
    sequence(objectIdentifier(identifier), yes, octetString(value));
  const plain = (identifier: string, value: Uint8Array) => sequence(objectIdentifier(identifier), octetString(value));
  const common = [
    plain("2.5.29.14", octetString(keyIdentifier(request.subjectKey))),
    plain("2.5.29.35", sequence(implicit(0, keyIdentifier(request.issuerKey)))),
  ];
  if (request.use.kind === "authority") {
    return [
      critical("2.5.29.19", sequence(yes, integer(Uint8Array.of(0)))),
      critical("2.5.29.15", bitString(Uint8Array.of(keyCertSign), 2)),
      ...common,
    ];
  }
  const names = request.use.kind === "server" ? request.use.names : [];
  return [
    critical("2.5.29.19", sequence()),
    critical("2.5.29.15", bitString(Uint8Array.of(digitalSignature), 7)),
    plain("2.5.29.37", sequence(objectIdentifier(extendedKeyUsage[request.use.kind]))),
    ...common,
    ...(names.length > 0 ? [plain("2.5.29.17", sequence(...names.map(alternativeName)))] : []),
  ];
}

/** What a certificate may prove (RFC 5280, 4.2.1.12). */
const extendedKeyUsage = { server: "1.3.6.1.5.5.7.3.1", client: "1.3.6.1.5.5.7.3.2" } as const;

/** Bits of the key usage extension (RFC 5280, 4.2.1.3), counted from the highest. */
const digitalSignature = 0b1000_0000;
const keyCertSign = 0b0000_0100;

/** RFC 7093, 2: the leftmost 160 bits of the SHA-256 of the key. */
function keyIdentifier(key: KeyObject): Uint8Array {
  return createHash("sha256").update(publicKeyInfo(key)).digest().subarray(0, 20);
}

function alternativeName(name: string): Uint8Array {
  return isIP(name) === 0 ? implicit(2, Buffer.from(name)) : implicit(7, addressBytes(name));
}

function addressBytes(address: string): Uint8Array {
  if (isIPv4(address)) return Uint8Array.from(address.split("."), Number);
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail = ""] = canonical.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":"));
  const zeros = Array<string>(8 - groups(head).length - groups(tail).length).fill("0");
  const all = [...groups(head), ...zeros, ...groups(tail)].map((group) => Number.parseInt(group, 16));
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

function pem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

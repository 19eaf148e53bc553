import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

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
} from "../../../examples/server/certificates/der.ts";

export const ecdsaWithSha256 = sequence(objectIdentifier("1.2.840.10045.4.3.2"));

export function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

/** SubjectPublicKeyInfo. */
export function spki(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: "spki", format: "der" });
}

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

/** From and to, milliseconds since the Unix epoch. */
export type Validity = readonly [from: number, to: number];

export interface Issuing {
  subject: string;
  subjectKey: KeyObject;
  issuer: string;
  issuerKey: KeyObject;
  serial: number;
  validity: Validity;
  /** In DER, beside the identifiers of both keys. */
  extensions: readonly Uint8Array[];
}

/** `TBSCertificate` of RFC 5280, 4.1. */
export function toBeSigned(issuing: Issuing): Uint8Array {
  const [from, to] = issuing.validity;
  const identifiers = [
    extension("2.5.29.14", octetString(keyIdentifier(issuing.subjectKey))),
    extension("2.5.29.35", sequence(implicit(0, keyIdentifier(issuing.issuerKey)))),
  ];
  return sequence(
    context(0, integer(Uint8Array.of(2))),
    integer(Uint8Array.of(issuing.serial)),
    ecdsaWithSha256,
    commonName(issuing.issuer),
    sequence(time(from), time(to)),
    commonName(issuing.subject),
    spki(issuing.subjectKey),
    context(3, sequence(...identifiers, ...issuing.extensions)),
  );
}

/** A certificate in DER. */
export function issue(issuing: Issuing): Uint8Array {
  const body = toBeSigned(issuing);
  return sequence(body, ecdsaWithSha256, bitString(sign("sha256", body, issuing.issuerKey)));
}

export function commonName(name: string): Uint8Array {
  return sequence(set(sequence(objectIdentifier("2.5.4.3"), utf8String(name))));
}

export function extension(identifier: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(objectIdentifier(identifier), ...(critical ? [yes] : []), octetString(value));
}

/** Of one that issues others. */
export const authorityExtensions = [
  extension("2.5.29.19", sequence(yes), true),
  extension("2.5.29.15", bitString(Uint8Array.of(0b0000_0110), 1), true),
];

/**
 * Of one that signs content, for the purposes that are named by their identifiers.
 *
 * @param critical whether it is for nothing else, as RFC 3161, 2.3 has it for timestamps. Default: no
 */
export function signerExtensions(purposes: readonly string[], critical = false): Uint8Array[] {
  return [
    extension("2.5.29.15", bitString(Uint8Array.of(0b1000_0000), 7), true),
    ...(purposes.length > 0 ? [extension("2.5.29.37", sequence(...purposes.map(objectIdentifier)), critical)] : []),
  ];
}

function keyIdentifier(key: KeyObject): Uint8Array {
  return sha256(spki(key)).subarray(0, 20);
}

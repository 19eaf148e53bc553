import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";

import type { Random } from "../../../src/runtime/ports.ts";
import type { AuthorityPair } from "./ensure-certificates.ts";
import { issueCertificate } from "./issue-certificate.ts";
import { newSerial } from "./new-serial.ts";

/** Clocks of agents may be a little behind, milliseconds. */
const backdatedMs = 3_600_000;

/** A certificate that was issued just now. */
export interface NewCertificate {
  /** Hexadecimal, lower case. */
  serial: string;
  /** PEM. */
  cert: string;
  /** SHA-256 of the public key, hexadecimal. */
  keyPrint: string;
  /** Milliseconds since the Unix epoch. */
  endsAt: number;
}

export interface IssueOptions {
  /** The common name: the agent's instance uid. */
  uid: string;
  publicKey: KeyObject;
  /** Milliseconds since the Unix epoch, and from then. */
  now: number;
  lifeMs: number;
}

/** Signs certificates with which agents prove who they are; the certificate of the server has the same authority. */
export class Authority {
  /** PEM. */
  readonly cert: string;
  readonly #certificate: X509Certificate;
  readonly #key: KeyObject;
  readonly #random: Random;

  constructor({ cert, key }: AuthorityPair, random: Random) {
    this.cert = cert;
    this.#certificate = new X509Certificate(cert);
    this.#key = key;
    this.#random = random;
  }

  /** The common name. */
  get name(): string {
    return this.#certificate.subject.replace(/^CN=/, "");
  }

  /** Milliseconds since the Unix epoch. */
  get endsAt(): number {
    return Date.parse(this.#certificate.validTo);
  }

  /** What it signs does not outlive it. */
  issue({ uid, publicKey, now, lifeMs }: IssueOptions): NewCertificate {
    const serial = newSerial(this.#random);
    const cert = issueCertificate({
      subject: uid,
      subjectKey: publicKey,
      issuer: this.name,
      issuerKey: this.#key,
      serial,
      notBefore: now - backdatedMs,
      notAfter: Math.min(now + lifeMs, this.endsAt),
      use: { kind: "client" },
    });
    const endsAt = Date.parse(new X509Certificate(cert).validTo);
    return { serial: serial.toHex(), cert, keyPrint: keyPrintOf(publicKey), endsAt };
  }

  /** The certificate with this DER if it is one that this authority has signed. */
  recognize(der: Uint8Array): X509Certificate | undefined {
    try {
      const certificate = new X509Certificate(der);
      const isOurs = certificate.checkIssued(this.#certificate) && certificate.verify(this.#certificate.publicKey);
      return isOurs ? certificate : undefined;
    } catch {
      return undefined;
    }
  }
}

/** SHA-256 of a public key (RFC 5280, SubjectPublicKeyInfo), hexadecimal. */
export function keyPrintOf(key: KeyObject): string {
  return createHash("sha256")
    .update(key.export({ type: "spki", format: "der" }))
    .digest("hex");
}

/** A new pair for an agent that is given its key: P-256, the private one as PKCS#8 PEM. */
export function newAgentKey(): { publicKey: KeyObject; pem: string } {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { publicKey: createPublicKey(privateKey), pem: privateKey.export({ type: "pkcs8", format: "pem" }) };
}

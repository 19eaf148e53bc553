import { type KeyObject, X509Certificate } from "node:crypto";

import { implicit, sequence, utf8String } from "../../../examples/server/certificates/der.ts";
import type { CertificateLog } from "./certificate-log.ts";
import { authorityExtensions, extension, issue, newKey, signerExtensions, toBeSigned, type Validity } from "./issue.ts";

export const codeSigning = "1.3.6.1.5.5.7.3.3";
const fulcio = "1.3.6.1.4.1.57264.1";

export interface Identity {
  issuer: string;
  /** A URI, or a mail address where there is an `@` and no `:`. */
  subject: string;
  /** `owner/name`. */
  repository?: string;
}

export interface LeafOptions {
  identity: Identity;
  validity: Validity;
  /** Unset: none knows of the certificate. */
  log?: CertificateLog;
  /** Identifiers of what the certificate is for. */
  purposes: readonly string[];
}

/** An authority that certifies identities for a few minutes, as Fulcio does: a root, and one below it that issues. */
export class SigningIdentities {
  readonly root: Uint8Array;
  readonly intermediate: Uint8Array;
  readonly #issuerKey = newKey();
  readonly #name: string;
  #serial = 10;

  constructor(name: string, validity: Validity) {
    this.#name = `${name} intermediate`;
    const rootKey = newKey();
    const common = { issuer: name, issuerKey: rootKey, validity, extensions: authorityExtensions };
    this.root = issue({ ...common, subject: name, subjectKey: rootKey, serial: 1 });
    this.intermediate = issue({ ...common, subject: this.#name, subjectKey: this.#issuerKey, serial: 2 });
  }

  certify({ identity, validity, log, purposes }: LeafOptions): { certificate: Buffer; pem: string; key: KeyObject } {
    const key = newKey();
    const { issuer, subject, repository } = identity;
    const isMail = subject.includes("@") && !subject.includes(":");
    const issuing = {
      subject: "",
      subjectKey: key,
      issuer: this.#name,
      issuerKey: this.#issuerKey,
      serial: (this.#serial += 1),
      validity,
      extensions: [
        ...signerExtensions(purposes),
        extension("2.5.29.17", sequence(implicit(isMail ? 1 : 6, Buffer.from(subject))), true),
        extension(`${fulcio}.1`, Buffer.from(issuer)),
        extension(`${fulcio}.8`, utf8String(issuer)),
        ...(repository === undefined ? [] : [extension(`${fulcio}.5`, Buffer.from(repository))]),
      ],
    };
    const promise = log === undefined ? [] : [log.promise(toBeSigned(issuing), this.#issuerKey, validity[0])];
    const certificate = Buffer.from(issue({ ...issuing, extensions: [...issuing.extensions, ...promise] }));
    return { certificate, pem: new X509Certificate(certificate).toString(), key };
  }
}

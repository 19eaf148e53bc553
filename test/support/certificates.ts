import { generateKeyPairSync, type KeyObject } from "node:crypto";

import { type CertificateRequest, issueCertificate } from "../../examples/server/certificates/issue-certificate.ts";

/** PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

/** From and to, milliseconds from now. */
export type Life = readonly [from: number, to: number];

export const day = 24 * 60 * 60 * 1000;
const today: Life = [-day, day];

/** A certificate authority of its own. */
export class TestAuthority {
  readonly name: string;
  /** PEM. */
  readonly cert: string;
  readonly #key = newKey();
  #serial = 1;

  constructor(name = "test authority", life: Life = today) {
    this.name = name;
    this.cert = this.#issue(name, this.#key, { kind: "authority" }, life);
  }

  server(names: readonly string[] = ["localhost"], life: Life = today): KeyPair {
    return this.#pair(names[0] ?? "", { kind: "server", names }, life);
  }

  client(name = "agent", life: Life = today): KeyPair {
    return this.#pair(name, { kind: "client" }, life);
  }

  #pair(subject: string, use: CertificateRequest["use"], life: Life): KeyPair {
    const key = newKey();
    return { cert: this.#issue(subject, key, use, life), key: key.export({ type: "pkcs8", format: "pem" }) };
  }

  #issue(subject: string, subjectKey: KeyObject, use: CertificateRequest["use"], [from, to]: Life): string {
    return issueCertificate({
      subject,
      subjectKey,
      issuer: this.name,
      issuerKey: this.#key,
      serial: Uint8Array.of((this.#serial += 1)),
      notBefore: Date.now() + from,
      notAfter: Date.now() + to,
      use,
    });
  }
}

/** A CA of its own, and what it issued: to a server under the name `localhost`, and to a client named `agent`. */
export function makeCertificates(): { ca: string; server: KeyPair; client: KeyPair } {
  const authority = new TestAuthority();
  return { ca: authority.cert, server: authority.server(), client: authority.client() };
}

function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

import { generateKeyPairSync, type KeyObject } from "node:crypto";

import { type CertificateRequest, issueCertificate } from "../../examples/server/certificates/issue-certificate.ts";

/** PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

const day = 24 * 60 * 60 * 1000;

/** A CA of its own, and what it issued: to a server under the name `localhost`, and to a client named `agent`. */
export function makeCertificates(): { ca: string; server: KeyPair; client: KeyPair } {
  const authority = newKey();
  const issue = (subject: string, serial: number, subjectKey: KeyObject, use: CertificateRequest["use"]) =>
    issueCertificate({
      subject,
      subjectKey,
      issuer: "test authority",
      issuerKey: authority,
      serial: Uint8Array.of(serial),
      notBefore: Date.now() - day,
      notAfter: Date.now() + day,
      use,
    });
  const pair = (subject: string, serial: number, use: CertificateRequest["use"]): KeyPair => {
    const key = newKey();
    return {
      cert: issue(subject, serial, key, use),
      key: key.export({ type: "pkcs8", format: "pem" }),
    };
  };
  return {
    ca: issue("test authority", 1, authority, { kind: "authority" }),
    server: pair("localhost", 2, { kind: "server", names: ["localhost"] }),
    client: pair("agent", 3, { kind: "client" }),
  };
}

function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

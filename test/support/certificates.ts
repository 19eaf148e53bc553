import { generateKeyPairSync, type KeyObject } from "node:crypto";

import { issueCertificate } from "../../examples/server/certificates/issue-certificate.ts";

/** PEM. */
export interface KeyPair {
  cert: string;
  key: string;
}

const day = 24 * 60 * 60 * 1000;

/** A CA of its own, and what it issued: a server under the name `localhost`, and another holder named `agent`. */
export function makeCertificates(): { ca: string; server: KeyPair; client: KeyPair } {
  const authority = newKey();
  const issue = (subject: string, serial: number, subjectKey: KeyObject, names?: readonly string[]) =>
    issueCertificate({
      subject,
      subjectKey,
      issuer: "test authority",
      issuerKey: authority,
      serial: Uint8Array.of(serial),
      notBefore: Date.now() - day,
      notAfter: Date.now() + day,
      use: names ? { kind: "server", names } : { kind: "authority" },
    });
  const pair = (subject: string, serial: number): KeyPair => {
    const key = newKey();
    return {
      cert: issue(subject, serial, key, [subject]),
      key: key.export({ type: "pkcs8", format: "pem" }),
    };
  };
  return { ca: issue("test authority", 1, authority), server: pair("localhost", 2), client: pair("agent", 3) };
}

function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

import { KeyObject, type webcrypto } from "node:crypto";

import { x509Library } from "../../src/connection/x509-library.ts";
import { type AgentToServer, ConnectionSettingsStatuses } from "../../src/opamp/wire/messages.ts";

const p256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** How the key of a request is made, in the terms of the Web Cryptography API. */
export type KeyKind = webcrypto.EcKeyGenParams | webcrypto.RsaHashedKeyGenParams | { name: "Ed25519" };

export interface SigningRequestOptions {
  /** Default: of the type of key that agents usually make, P-256. */
  kind?: KeyKind;
  /** Alternative names that are URLs. Default: none. */
  urls?: readonly string[];
}

/** A certificate request with this distinguished name, such as `CN=agent`, and the private key it is signed with; PEM. */
export async function signingRequest(
  name: string,
  { kind = p256, urls = [] }: SigningRequestOptions = {},
): Promise<{ csr: string; key: string }> {
  const { Pkcs10CertificateRequestGenerator, SubjectAlternativeNameExtension } = await x509Library();
  const keys = await crypto.subtle.generateKey(kind, true, ["sign", "verify"]);
  if (!("privateKey" in keys)) throw new Error("the kind of key has no private one");
  const request = await Pkcs10CertificateRequestGenerator.create({
    name,
    keys,
    signingAlgorithm: kind,
    extensions: urls.map((value) => new SubjectAlternativeNameExtension([{ type: "url", value }])),
  });
  const key = KeyObject.from(keys.privateKey).export({ type: "pkcs8", format: "pem" });
  return { csr: request.toString("pem"), key };
}

/** What an agent says to ask for a certificate. */
export function asksFor(csr: string): AgentToServer {
  return { connectionSettingsRequest: { opamp: { certificateRequest: { csr: Buffer.from(csr) } } } };
}

/** What an agent says of an offer of connection settings. */
export function aboutSettings(
  hash: Uint8Array | null | undefined,
  status: "APPLYING" | "APPLIED" | "FAILED",
  errorMessage = "",
): AgentToServer {
  return {
    connectionSettingsStatus: {
      lastConnectionSettingsHash: hash ?? new Uint8Array(),
      status: ConnectionSettingsStatuses[`ConnectionSettingsStatuses_${status}`],
      errorMessage,
    },
  };
}

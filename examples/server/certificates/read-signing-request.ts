import { createPublicKey, type KeyObject } from "node:crypto";

import type * as X509 from "@peculiar/x509";

/** A signing request that says what it must. */
export interface SigningRequest {
  publicKey: KeyObject;
  /** For people: `EC P-256`, `Ed25519`, `RSA 3072`. */
  keyName: string;
}

export type SigningRequestReading = { ok: true; request: SigningRequest } | { ok: false; reason: string };

/** Longest request that is looked at, characters. */
const maxLength = 16_384;

const block = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----[^-]+-----END (?:NEW )?CERTIFICATE REQUEST-----/g;
const uidText = /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gi;

/**
 * Checks a request for a certificate (PEM of a PKCS#10 request, RFC 2986) of the agent `uid`: that it is one, that who made
 * it has the private key, that the key is strong enough, and that the uid in its common name, or in an alternative name
 * `urn:uuid:`, is the agent's. Nothing else that it asks for is granted. The reason is told to the agent.
 */
export async function readSigningRequest(pem: string, uid: string): Promise<SigningRequestReading> {
  const blocks = pem.length <= maxLength ? (pem.match(block) ?? []) : [];
  if (blocks.length !== 1) return refused("it must be one PEM block CERTIFICATE REQUEST");
  const x509 = await loadLibrary();
  const request = parse(x509, blocks[0] ?? "");
  if (request === undefined) return refused("the certificate request cannot be decoded");
  const isSigned = await request.verify().catch(() => false);
  if (!isSigned) return refused("the certificate request is not signed by its own key");
  const key = readKey(request);
  if (!key.ok) return key;
  const uids = namedUids(x509, request);
  if (uids.length === 0) return refused("the certificate request names no instance uid: its common name must be that");
  const foreign = uids.find((named) => named !== uid.replaceAll("-", ""));
  if (foreign !== undefined)
    return refused(`the certificate request is for the uid ${foreign}, and the agent is ${uid}`);
  return key;
}

type Library = typeof X509;

/** Loaded with the first request; it needs the metadata functions to be there before it. */
async function loadLibrary(): Promise<Library> {
  await import("reflect-metadata");
  return await import("@peculiar/x509");
}

function parse(x509: Library, pem: string): X509.Pkcs10CertificateRequest | undefined {
  try {
    return new x509.Pkcs10CertificateRequest(pem);
  } catch {
    return undefined;
  }
}

function readKey(request: X509.Pkcs10CertificateRequest): SigningRequestReading {
  let publicKey: KeyObject;
  try {
    publicKey = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: "der", type: "spki" });
  } catch {
    return refused("the key of the certificate request cannot be used");
  }
  const { asymmetricKeyType: type = "", asymmetricKeyDetails: details } = publicKey;
  const curve = curves[details?.namedCurve ?? ""];
  if (type === "ec" && curve !== undefined) return { ok: true, request: { publicKey, keyName: `EC ${curve}` } };
  if (type === "ed25519") return { ok: true, request: { publicKey, keyName: "Ed25519" } };
  const length = details?.modulusLength ?? 0;
  if (type === "rsa" && length >= 2048) return { ok: true, request: { publicKey, keyName: `RSA ${length}` } };
  const found = [type, details?.namedCurve ?? (length || "")].join(" ").trim();
  return refused(`the key must be EC P-256, P-384 or P-521, Ed25519, or RSA of 2048 bits or more: it is ${found}`);
}

const curves: Readonly<Record<string, string>> = { prime256v1: "P-256", secp384r1: "P-384", secp521r1: "P-521" };

/** In hexadecimal digits alone, lower case. */
function namedUids(x509: Library, request: X509.Pkcs10CertificateRequest): string[] {
  const alternatives = request.extensions
    .filter((extension) => extension instanceof x509.SubjectAlternativeNameExtension)
    .flatMap(({ names }) => names.items)
    .flatMap(({ type, value }) => (type === "url" && value.startsWith("urn:uuid:") ? [value] : []));
  return [...request.subjectName.getField("CN"), ...alternatives]
    .flatMap((name) => name.match(uidText) ?? [])
    .map((named) => named.replaceAll("-", "").toLowerCase());
}

function refused(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}

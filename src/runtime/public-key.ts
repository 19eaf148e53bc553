import type { KeyObject } from "node:crypto";

import { sha256Bytes } from "./sha256.ts";
import { besides, labels, type PemReading } from "./x509.ts";

/** A key to verify with. */
export interface PublicKey {
  curve: "Ed25519" | "P-256" | "P-384";
  /** The 32 bytes of RFC 8032, or the uncompressed point of SEC 1, 2.3.3. */
  point: Uint8Array;
  /** `SHA256:` and the Base64 of the hash of its SubjectPublicKeyInfo: the same for the same key, however it is written. */
  fingerprint: string;
}

/**
 * All public keys of a PEM text (`PUBLIC KEY`, RFC 5480 and RFC 8410). A key of another kind is a fault, and so is a private one, which
 * must not lie where verifiers read.
 */
export function readPublicKeys(pem: string): PemReading<PublicKey[]> {
  const found = labels(pem);
  if (found.some((label) => label.endsWith("PRIVATE KEY"))) {
    return fault("there is a private key; the public one is needed, and the private one must not lie here");
  }
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----/g) ?? [];
  if (found.filter((label) => label === "PUBLIC KEY").length > blocks.length) {
    return fault("the text is cut off within a key");
  }
  if (blocks.length === 0) return fault(`there is no PEM block PUBLIC KEY${besides(pem)}`);
  const keys: PublicKey[] = [];
  for (const [index, block] of blocks.entries()) {
    const reading = readKey(block);
    if (!reading.ok) return fault(`key ${index + 1} of ${blocks.length} ${reading.fault}`);
    keys.push(reading.content);
  }
  return { ok: true, content: keys };
}

function readKey(block: string): PemReading<PublicKey> {
  const decoded = decode(block);
  if (decoded === undefined) return fault("cannot be decoded");
  const { der, curve, x = "", y = "", kind } = decoded;
  const fingerprint = `SHA256:${Buffer.from(sha256Bytes(der)).toString("base64").replace(/=+$/, "")}`;
  const bytes = (text: string) => Buffer.from(text, "base64url");
  if (curve === "Ed25519") return { ok: true, content: { curve, point: bytes(x), fingerprint } };
  if (curve !== "P-256" && curve !== "P-384") {
    return fault(`is of another kind (${curve ?? kind}); Ed25519, P-256 and P-384 are taken`);
  }
  return { ok: true, content: { curve, point: Buffer.concat([Uint8Array.of(4), bytes(x), bytes(y)]), fingerprint } };
}

function decode(block: string) {
  try {
    const key = process.getBuiltinModule("node:crypto").createPublicKey(block);
    const { crv: curve, x, y } = jwkOf(key);
    return { der: key.export({ type: "spki", format: "der" }), curve, x, y, kind: key.asymmetricKeyType ?? "unknown" };
  } catch {
    return undefined;
  }
}

/** Other kinds than those of elliptic curves may have no such form. */
function jwkOf(key: KeyObject): { crv?: string; x?: string; y?: string } {
  try {
    return key.export({ format: "jwk" });
  } catch {
    return {};
  }
}

function fault(text: string): { ok: false; fault: string } {
  return { ok: false, fault: text };
}

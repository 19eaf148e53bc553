import { type PemReading, readKey } from "./x509.ts";

export interface SignRsaOptions {
  /** The private key. */
  pem: string;
  hash: "sha256" | "sha384" | "sha512";
  text: string;
}

/** RSASSA-PKCS1-v1_5 (RFC 8017, 8.2) of a text in UTF-8, or why the key cannot be used. */
export function signRsa({ pem, hash, text }: SignRsaOptions): PemReading<Uint8Array> {
  const key = readKey(pem);
  if (!key.ok) return key;
  if (key.content.asymmetricKeyType !== "rsa") return { ok: false, fault: "the key is none of RSA" };
  const content = process.getBuiltinModule("node:crypto").sign(hash, new TextEncoder().encode(text), key.content);
  return { ok: true, content };
}

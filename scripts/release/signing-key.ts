import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";

import { p256 } from "@noble/curves/nist.js";

import { errorMessage } from "../../src/runtime/error-message.ts";
import { readPublicKeys } from "../../src/runtime/public-key.ts";

/** Signs a release. */
export interface SigningKey {
  /** PEM. */
  publicKey: string;
  /** What the bundle names the key by: Base64 of the SHA-256 of its SubjectPublicKeyInfo, as cosign does. */
  hint: string;
  /** ECDSA in DER over a SHA-256 digest; the same digest gives the same signature (RFC 6979). */
  sign(digest: Uint8Array): Buffer;
}

/** Path of the key's PEM file. */
export const keyVariable = "OPAMPSUPERVISOR_RELEASE_KEY";

/** Its passphrase, where it has one. */
export const passwordVariable = "OPAMPSUPERVISOR_RELEASE_KEY_PASSWORD";

/**
 * The key that the environment names; `undefined` where it names none.
 *
 * @throws {Error} where it names one that cannot be used
 */
export async function signingKey(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<SigningKey | undefined> {
  const path = env[keyVariable];
  if (path === undefined || path === "") return undefined;
  const key = readKey(path, await readFile(path, "utf8"), env[passwordVariable]);
  const secret = Buffer.from(key.export({ format: "jwk" }).d ?? "", "base64url");
  const publicKey = createPublicKey(key).export({ type: "spki", format: "pem" });
  const read = readPublicKeys(publicKey);
  if (!read.ok) throw new Error(`${path}: ${read.fault}`);
  const hint = (read.content[0]?.fingerprint ?? "").replace("SHA256:", "");
  const sign = (digest: Uint8Array) => Buffer.from(p256.sign(digest, secret, { prehash: false, format: "der" }));
  return { publicKey, hint: `${hint}=`, sign };
}

function readKey(path: string, pem: string, passphrase: string | undefined): KeyObject {
  if (pem.includes("SIGSTORE PRIVATE KEY")) {
    throw new Error(
      `${path} is in cosign's own form: a PEM file of PKCS #8 is needed, from which cosign imports its own`,
    );
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) });
  } catch (error) {
    throw new Error(`${path} holds no private key that can be read: ${errorMessage(error)}`, { cause: error });
  }
  const kind = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType;
  if (kind === "prime256v1") return key;
  throw new Error(`${path} must be a key of the curve P-256 (prime256v1), as cosign's are: it is ${kind}`);
}

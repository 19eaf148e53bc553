import { createHash } from "node:crypto";

import { eddsa } from "@noble/curves/abstract/edwards.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384 } from "@noble/curves/nist.js";

import { errorCode } from "../../runtime/error-code.ts";
import { digestFile, type DigestName } from "../../runtime/file-digest.ts";
import type { PublicKey } from "../../runtime/public-key.ts";

/** A file and its hashes, which signatures are over; each is made once, when it is asked for. */
export interface SignedFile {
  path: string;
  digest(name: DigestName): Uint8Array;
}

/** `digest` throws what the system says. */
export function signedFile(path: string, sha256: Uint8Array): SignedFile {
  const known = new Map<DigestName, Uint8Array>([["sha256", sha256]]);
  const digest = (name: DigestName): Uint8Array => {
    const found = known.get(name) ?? digestFile(path, [name])[0] ?? nothing;
    known.set(name, found);
    return found;
  };
  return { path, digest };
}

const nothing = new Uint8Array();

/**
 * Whether the holder of a key has signed a file, in one of the forms that cosign and OpenSSL make:
 * - P-256: ECDSA over SHA-256, in DER (FIPS 186-5; SEC 1, C.8)
 * - P-384: the same over SHA-384 or SHA-256, as versions of cosign differ
 * - Ed25519: Ed25519 (`openssl pkeyutl -sign -rawin`) or Ed25519ph (cosign) of RFC 8032, 5.1, without a context
 *
 * The platform would do it too, but takes no hash in place of the content, copies the whole file, and has no Ed25519ph.
 */
export function isKeySignature(key: PublicKey, signature: Uint8Array, file: SignedFile): boolean {
  if (key.curve === "Ed25519") return signature.length === 64 && isEd25519(key, signature, file);
  const [curve, names] = key.curve === "P-256" ? [p256, p256Hashes] : [p384, p384Hashes];
  return names.some((name) => {
    try {
      return curve.verify(signature, file.digest(name), key.point, { prehash: false, lowS: false, format: "der" });
    } catch (error) {
      if (errorCode(error) !== undefined) throw error;
      return false;
    }
  });
}

const p256Hashes = ["sha256"] as const;
const p384Hashes = ["sha384", "sha256"] as const;

/** `dom2(1, "")` of RFC 8032, 5.1: what sets Ed25519ph apart. */
const prehashed = Buffer.from("SigEd25519 no Ed25519 collisions\u0001\u0000", "latin1");

/**
 * The library's hash function is given what stands before the content, and puts the content there itself: so the file is
 * not held. The message that the library knows is empty.
 */
function isEd25519(key: PublicKey, signature: Uint8Array, { path, digest }: SignedFile): boolean {
  const forms = [
    (head: Uint8Array) => createHash("sha512").update(prehashed).update(head).update(digest("sha512")).digest(),
    (head: Uint8Array) => digestFile(path, ["sha512"], head)[0] ?? nothing,
  ];
  return forms.some((hash) =>
    eddsa(ed25519.Point, (head: Uint8Array) => new Uint8Array(hash(head))).verify(signature, nothing, key.point),
  );
}

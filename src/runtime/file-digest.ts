import type { KeyObject } from "node:crypto";
import { closeSync, openSync, readSync } from "node:fs";

import { createHasher } from "#runtime/hashes.ts";

export type DigestName = "sha256" | "sha384" | "sha512";

const pieceBytes = 256 * 1024;

/**
 * The hashes of a file, in one reading of it and without holding it; with `head`, of these bytes followed by the file. It blocks: for a
 * process of its own (`Processes.compute`). Throws what the system says.
 */
export function digestFile(path: string, names: readonly DigestName[], head: Uint8Array = new Uint8Array()): Buffer[] {
  const hashers = names.map((name) => createHasher(name));
  for (const hasher of hashers) hasher.update(head);
  readPieces(path, (piece) => {
    for (const hasher of hashers) hasher.update(piece);
  });
  return hashers.map((hasher) => hasher.digest());
}

export interface FileSignature {
  path: string;
  hash: DigestName;
  key: KeyObject;
  /** ECDSA in DER, or RSASSA-PKCS1-v1_5. */
  signature: Uint8Array;
}

/** Whether a signature over the content of a file holds; reads it as `digestFile` does. A key of another kind has signed nothing. */
export function verifiesFile({ path, hash, key, signature }: FileSignature): boolean {
  const verify = process.getBuiltinModule("node:crypto").createVerify(hash);
  readPieces(path, (piece) => void verify.update(piece));
  try {
    return verify.verify(key, signature);
  } catch {
    return false;
  }
}

function readPieces(path: string, take: (piece: Uint8Array) => void): void {
  const file = openSync(path, "r");
  try {
    const buffer = new Uint8Array(pieceBytes);
    for (let size = 1; size > 0;) {
      size = readSync(file, buffer, 0, pieceBytes, null);
      take(buffer.subarray(0, size));
    }
  } finally {
    closeSync(file);
  }
}

import { createHasher } from "#runtime/hashes.ts";

/** SHA-256 in hexadecimal. */
export function sha256(text: string): string {
  return hexOf(createHasher("sha256"), text);
}

/** The 32 bytes of the SHA-256 of `data`. */
export function sha256Bytes(data: Uint8Array): Uint8Array {
  const hasher = createHasher("sha256");
  hasher.update(data);
  return hasher.digest();
}

/** HMAC (RFC 2104) with SHA-256, in hexadecimal. */
export function hmacSha256(key: Uint8Array, text: string): string {
  return hexOf(createHasher("sha256", key), text);
}

function hexOf(hasher: ReturnType<typeof createHasher>, text: string): string {
  hasher.update(text);
  return hasher.digest().toString("hex");
}

/** The SHA-256 of what comes piece by piece. */
export class Sha256 {
  readonly #hasher = createHasher("sha256");

  add(piece: Uint8Array): void {
    this.#hasher.update(piece);
  }

  /** The 32 bytes. Nothing can be added any more. */
  digest(): Uint8Array {
    return this.#hasher.digest();
  }
}

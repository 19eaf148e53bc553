/** SHA-256 in hexadecimal. `node:crypto` would do the same, but brings 6 MB of resident memory with it. */
export function sha256(text: string): string {
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

/** The 32 bytes of the SHA-256 of `data`. */
export function sha256Bytes(data: Uint8Array): Uint8Array {
  return new Bun.CryptoHasher("sha256").update(data).digest();
}

/** HMAC (RFC 2104) with SHA-256, in hexadecimal. */
export function hmacSha256(key: Uint8Array, text: string): string {
  return new Bun.CryptoHasher("sha256", key).update(text).digest("hex");
}

/** The SHA-256 of what comes piece by piece. */
export class Sha256 {
  readonly #hasher = new Bun.CryptoHasher("sha256");

  add(piece: Uint8Array): void {
    this.#hasher.update(piece);
  }

  /** The 32 bytes. Nothing can be added any more. */
  digest(): Uint8Array {
    return this.#hasher.digest();
  }
}

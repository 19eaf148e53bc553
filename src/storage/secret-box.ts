import type { Random } from "../runtime/ports.ts";

/** Encrypts what is stored, each file under its own name, so that none can stand in for another. */
export interface SecretBox {
  /** @param name of the file, relative to the storage directory, with `/` */
  seal(name: string, data: Uint8Array): Promise<Uint8Array>;
  /** `undefined`: it was sealed with another key or under another name, or it is damaged. */
  open(name: string, data: Uint8Array): Promise<Uint8Array | undefined>;
}

export interface SecretBoxOptions {
  /** `secretKeyLength` bytes. */
  key: Uint8Array;
  random: Pick<Random, "bytes">;
}

/** Bytes of a key of AES-256. */
export const secretKeyLength = 32;

/** Marks a sealed file; the Go supervisor's. */
const prefix = new TextEncoder().encode("otel-opampsupervisor-secret-v1\n");

/** What is usual for GCM (NIST SP 800-38D section 5.2.1.1), drawn at random for each file. */
const nonceLength = 12;

/** Whether data is sealed, whatever the key. */
export function isSealed(data: Uint8Array): boolean {
  return data.length >= prefix.length && prefix.every((byte, index) => data[index] === byte);
}

/**
 * The Go supervisor's format: a line as prefix, the nonce, then ciphertext and tag of AES-256-GCM with the file's name as
 * associated data.
 */
export async function createSecretBox({ key, random }: SecretBoxOptions): Promise<SecretBox> {
  const { subtle } = globalThis.crypto;
  const cryptoKey = await subtle.importKey("raw", Uint8Array.from(key), "AES-GCM", false, ["encrypt", "decrypt"]);
  const algorithm = (name: string, nonce: Uint8Array) => ({
    name: "AES-GCM",
    iv: Uint8Array.from(nonce),
    additionalData: new TextEncoder().encode(name),
  });
  return {
    seal: async (name, data) => {
      const nonce = random.bytes(nonceLength);
      const sealed = await subtle.encrypt(algorithm(name, nonce), cryptoKey, Uint8Array.from(data));
      return Buffer.concat([prefix, nonce, new Uint8Array(sealed)]);
    },
    open: async (name, data) => {
      const nonce = data.subarray(prefix.length, prefix.length + nonceLength);
      const sealed = Uint8Array.from(data.subarray(prefix.length + nonceLength));
      try {
        return new Uint8Array(await subtle.decrypt(algorithm(name, nonce), cryptoKey, sealed));
      } catch {
        return undefined;
      }
    },
  };
}

import { createPrivateKey, createPublicKey, createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { join } from "node:path";

import type { Files } from "../../../src/runtime/ports.ts";

/** The key with which this server signs what it offers. A key of production lies elsewhere, out of the server's reach. */
export interface SigningKey {
  /** PEM. */
  publicKey: string;
  /** Path of the same, for `agent.package.verifier.key.public_keys` of a supervisor. */
  publicKeyFile: string;
  /** Takes the file piece by piece; `end` gives its signature as `cosign sign-blob --key` prints it: base64 of DER. */
  signer(): { update(chunk: Uint8Array): void; end(): string };
}

/** Reads `signing.key` in `directory`, or makes one where it is missing or unreadable: ECDSA on P-256, 0600. */
export async function ensureSigningKey(files: Files, directory: string): Promise<SigningKey> {
  await files.ensureDirectory(directory);
  const key = (await readKey(files, join(directory, "signing.key"))) ?? (await makeKey(files, directory));
  const publicKey = createPublicKey(key).export({ type: "spki", format: "pem" });
  const publicKeyFile = join(directory, "signing.pub");
  await files.write(publicKeyFile, publicKey);
  return {
    publicKey,
    publicKeyFile,
    signer: () => {
      const sign = createSign("sha256");
      return { update: (chunk) => void sign.update(chunk), end: () => sign.sign(key, "base64") };
    },
  };
}

async function readKey(files: Files, path: string): Promise<KeyObject | undefined> {
  const text = await files.readIfPresent(path);
  if (text === undefined) return undefined;
  try {
    const key = createPrivateKey(Buffer.from(text).toString());
    return key.asymmetricKeyDetails?.namedCurve === "prime256v1" ? key : undefined;
  } catch {
    return undefined;
  }
}

async function makeKey(files: Files, directory: string): Promise<KeyObject> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await files.write(join(directory, "signing.key"), privateKey.export({ type: "pkcs8", format: "pem" }));
  return privateKey;
}

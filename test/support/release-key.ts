import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { keyVariable, type SigningKey, signingKey } from "../../scripts/release/signing-key.ts";
import { scratchDirectory } from "./scratch.ts";

/** A new key to sign a release with, by way of its file. */
export async function releaseKey(): Promise<SigningKey> {
  const path = join(scratchDirectory(), "release.pem");
  const pem = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
  writeFileSync(path, pem, { mode: 0o600 });
  const key = await signingKey({ [keyVariable]: path });
  if (key === undefined) throw new Error("the environment names a key");
  return key;
}

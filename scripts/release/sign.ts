import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";

import { type Bundle, bundleToJSON, toDSSEBundle, toMessageSignatureBundle } from "@sigstore/bundle";

import { sha256Of } from "./checksums.ts";
import type { SigningKey } from "./signing-key.ts";

/** Behind the name of what is signed. */
const bundleSuffix = ".sigstore.json";

/** Writes a Sigstore bundle with the signature over a file beside it; returns its path. `cosign verify-blob --key` takes it. */
export async function signFile(path: string, key: SigningKey): Promise<string> {
  const digest = Buffer.from(sha256Of(path), "hex");
  const bundle = toMessageSignatureBundle({ digest, signature: key.sign(digest), keyHint: key.hint });
  return await writeBundle(path, bundle);
}

const statementType = "application/vnd.in-toto+json";

/**
 * The same with an in-toto statement inside of the bundle (DSSE). `cosign verify-blob-attestation --key` takes it: with a name of
 * the key in the envelope too it would look for another one.
 */
export async function signStatement(path: string, statement: Uint8Array, key: SigningKey): Promise<string> {
  const artifact = Buffer.from(statement);
  const signed = `DSSEv1 ${statementType.length} ${statementType} ${artifact.length} `;
  const signature = key.sign(createHash("sha256").update(signed).update(artifact).digest());
  const bundle = toDSSEBundle({ artifact, artifactType: statementType, signature, keyHint: key.hint });
  for (const one of bundle.content.dsseEnvelope.signatures) one.keyid = "";
  return await writeBundle(path, bundle);
}

async function writeBundle(path: string, bundle: Bundle): Promise<string> {
  await writeFile(`${path}${bundleSuffix}`, `${JSON.stringify(bundleToJSON(bundle))}\n`);
  return `${path}${bundleSuffix}`;
}

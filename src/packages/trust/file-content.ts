import type { Bundle } from "@sigstore/bundle";
import { HashAlgorithm } from "@sigstore/protobuf-specs";
import { type SignedEntity, toSignedEntity } from "@sigstore/verify";

import { digestFile, type DigestName, verifiesFile } from "../../runtime/file-digest.ts";
import { provenanceFault } from "./provenance.ts";

type SignedContent = SignedEntity["signature"];

const hashes: Readonly<Partial<Record<HashAlgorithm, DigestName>>> = {
  [HashAlgorithm.SHA2_256]: "sha256",
  [HashAlgorithm.SHA2_384]: "sha384",
  [HashAlgorithm.SHA2_512]: "sha512",
};

/**
 * What the signature of a bundle is over, tied to a file, or why it is not over that file. The library would hold the whole file, would
 * believe the bundle's word on its hash until the signature is looked at, and would not compare an attestation with the file at all.
 */
export function fileContent(
  bundle: Bundle,
  { path, sha256 }: { path: string; sha256: Uint8Array },
): SignedContent | { fault: string } {
  const { content } = bundle;
  if (content.$case === "dsseEnvelope") {
    const fault = provenanceFault(content.dsseEnvelope, sha256);
    if (fault !== undefined) return { fault: `the attestation does not stand for this content: ${fault}` };
    return toSignedEntity(bundle).signature;
  }
  const { signature, messageDigest } = content.messageSignature;
  const hash = hashes[messageDigest.algorithm];
  if (hash === undefined)
    return { fault: "the signature is over a hash that is not taken; SHA-256, SHA-384 and SHA-512 are" };
  const digest = hash === "sha256" ? Buffer.from(sha256) : digestFile(path, [hash])[0];
  if (digest === undefined || !digest.equals(messageDigest.digest))
    return { fault: "the signature is over other content" };
  return {
    signature,
    compareSignature: (other) => other.equals(signature),
    compareDigest: (other) => other.equals(digest),
    compareSignedDigest: (other) => other.equals(digest),
    verifySignature: (key) => verifiesFile({ path, hash, key, signature }),
  };
}

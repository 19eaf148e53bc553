import { type Bundle, bundleFromJSON } from "@sigstore/bundle";

import { errorMessage } from "../../runtime/error-message.ts";
import { longestSignature } from "./read-signatures.ts";

/** The library takes versions that do not exist for the newest. */
const mediaTypes: ReadonlySet<string> = new Set([
  "application/vnd.dev.sigstore.bundle+json;version=0.1",
  "application/vnd.dev.sigstore.bundle+json;version=0.2",
  "application/vnd.dev.sigstore.bundle+json;version=0.3",
  "application/vnd.dev.sigstore.bundle.v0.3+json",
]);

const olderForm =
  "is in cosign's form of before there were bundles of Sigstore, without a proof of its log: sign with --new-bundle-format";

/** The Sigstore bundle with a certificate that the field `signature` of an offer holds. */
export function readBundle(field: Uint8Array): Bundle | { fault: string } {
  if (field.length > longestSignature) return { fault: `is longer than ${longestSignature} bytes` };
  let bundle: Bundle;
  try {
    const json: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(field));
    if (typeof json === "object" && json !== null && "base64Signature" in json) return { fault: olderForm };
    bundle = bundleFromJSON(json);
  } catch (error) {
    return { fault: `is no Sigstore bundle: ${errorMessage(error)}` };
  }
  if (!mediaTypes.has(bundle.mediaType)) return { fault: `is a bundle of an unknown version, ${bundle.mediaType}` };
  const { $case: kind } = bundle.verificationMaterial.content;
  return kind === "publicKey" ? { fault: "was made with a key, and the verifier cosign takes identities" } : bundle;
}

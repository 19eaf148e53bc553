import { TrustedRoot } from "@sigstore/protobuf-specs";
import { toTrustMaterial, type TrustMaterial } from "@sigstore/verify";

import { errorMessage } from "../../runtime/error-message.ts";
import type { NamedText } from "./verifier-material.ts";

/**
 * Whose certificates, logs and timestamps count. Without a text: the public-good instance of Sigstore, from the copy that the
 * packages of sigstore-js carry, which comes from its signed repository.
 */
export async function readTrustedRoot(
  root: NamedText | undefined,
): Promise<{ trust: TrustMaterial } | { fault: string }> {
  const { name, text } = root ?? (await publicGoodRoot());
  try {
    const parsed = TrustedRoot.fromJSON(JSON.parse(text));
    const fault = faultOf(parsed);
    return fault === undefined ? { trust: toTrustMaterial(parsed) } : { fault: `${name}: ${fault}` };
  } catch (error) {
    return { fault: `${name} is no trusted root: ${errorMessage(error)}` };
  }
}

async function publicGoodRoot(): Promise<NamedText> {
  const { default: seeds } = await import("@sigstore/tuf/seeds.json");
  const { targets } = seeds["https://tuf-repo-cdn.sigstore.dev"];
  const text = Buffer.from(targets["trusted_root.json"], "base64").toString();
  return { name: "the trusted root of the public-good instance", text };
}

/**
 * What the library lets pass. A key without a beginning would be taken as one that was always valid, where the format makes
 * it an error (sigstore_common.proto, `PublicKey.valid_for`); without authorities or logs nothing could ever be verified.
 */
function faultOf(root: TrustedRoot): string | undefined {
  if (!root.mediaType.startsWith("application/vnd.dev.sigstore.trustedroot")) {
    return `is no trusted root: its mediaType is ${JSON.stringify(root.mediaType)}`;
  }
  const missing = (["certificateAuthorities", "tlogs", "ctlogs"] as const).find((part) => root[part].length === 0);
  if (missing !== undefined) return `has no ${missing}`;
  const endless = [...root.tlogs, ...root.ctlogs].find((log) => log.publicKey?.validFor?.start === undefined);
  return endless && `the key of the log ${endless.baseUrl} does not say since when it is valid (validFor.start)`;
}

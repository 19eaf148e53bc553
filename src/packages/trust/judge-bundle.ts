import { type SignedEntity, type Signer, toSignedEntity, VerificationError, Verifier } from "@sigstore/verify";

import type { SignerIdentity } from "../../config/package-types.ts";
import { fileContent } from "./file-content.ts";
import { identityFault } from "./identity-fault.ts";
import { readBundle } from "./read-bundle.ts";
import { type Distrust, type DistrustCode, refuse, type Trust } from "./trust.ts";
import { readTrustedRoot } from "./trusted-root.ts";
import type { NamedText } from "./verifier-material.ts";

export interface BundleMaterial {
  identities: readonly SignerIdentity[];
  /** `owner/name`; unset: any. */
  repository?: string;
  /** Unset: the public-good instance. */
  root?: NamedText;
  /** Milliseconds since the Unix epoch; unset: the age does not matter. */
  signedAfter?: number;
}

/**
 * Whether a Sigstore bundle (JSON; versions 0.1 to 0.3) shows that one of the identities has signed a file: its certificate
 * leads to the trusted root, was valid when it signed and may sign code, and at least one certificate log, one transparency log and
 * one verified time vouch for it. Nobody is asked over the network. (Sigstore client specification, 4.)
 */
export async function judgeBundle(
  field: Uint8Array,
  file: { path: string; sha256: Uint8Array },
  material: BundleMaterial,
): Promise<Trust> {
  const root = await readTrustedRoot(material.root);
  if ("fault" in root) return refuse("VERIFIER_UNUSABLE", root.fault);
  const bundle = readBundle(field);
  if ("fault" in bundle) return refuse("SIGNATURE_MALFORMED", `the signature ${bundle.fault}`);
  const content = fileContent(bundle, file);
  if ("fault" in content) return refuse("SIGNATURE_INVALID", content.fault);
  try {
    const entity: SignedEntity = { ...toSignedEntity(bundle), signature: content };
    const signer = new Verifier(root.trust, thresholds).verify(entity);
    return judgeSigner(signer, entity, material);
  } catch (error) {
    return refusalOf(error);
  }
}

/** Those of the Go supervisor. The library's defaults are the same, but these are what is promised. */
const thresholds = { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 1 };

/** Object identifiers of Fulcio's certificates and of RFC 5280. */
const workflowRepository = "1.3.6.1.4.1.57264.1.5";
const extendedKeyUsage = "2.5.29.37";

/** `id-kp-codeSigning` (RFC 5280, 4.2.1.12) in DER. */
const codeSigning = Buffer.from("06082b06010505070303", "hex");

/** Of a signer whose certificate is verified. */
function judgeSigner({ identity = {} }: Signer, entity: SignedEntity, material: BundleMaterial): Trust {
  const extension = (identifier: string): Buffer | undefined =>
    identity.oids?.find(({ oid }) => oid?.id.join(".") === identifier)?.value;
  if (extension(extendedKeyUsage)?.includes(codeSigning) !== true) {
    return refuse("CERTIFICATE", "the certificate is not one to sign code with");
  }
  const issuer = identity.extensions?.issuer;
  const subject = identity.subjectAlternativeName;
  const fault = identityFault({ issuer, subject, repository: extension(workflowRepository)?.toString() }, material);
  if (fault !== undefined) return refuse("SIGNER_UNTRUSTED", fault);
  const signedAt = earliestTime(entity);
  if (material.signedAfter !== undefined && signedAt.valueOf() < material.signedAfter) {
    const bound = new Date(material.signedAfter).toISOString();
    return refuse("SIGNED_TOO_EARLY", `signed at ${signedAt.toISOString()}, before signed_after, ${bound}`);
  }
  return { kind: "trusted", by: `${subject} (${issuer})`, signedAt };
}

/**
 * Of the times that the library has verified: it passes over entries of logs without a promise, whose time nobody has signed.
 * The earliest, since a later one can be had for an old signature.
 */
function earliestTime({ timestamps }: SignedEntity): Date {
  const times = timestamps.flatMap((timestamp) => {
    if (timestamp.$case === "timestamp-authority") return timestamp.timestamp.signingTime.valueOf();
    return timestamp.tlogEntry.inclusionPromise ? Number(timestamp.tlogEntry.integratedTime) * 1000 : [];
  });
  return new Date(Math.min(...times));
}

/** What else the library throws comes from a bundle whose parts contradict each other; its words would help nobody. */
function refusalOf(error: unknown): Distrust {
  if (!(error instanceof VerificationError)) return refuse("SIGNATURE_MALFORMED", "the signature is no whole bundle");
  const cause: unknown = error.cause;
  const why = cause instanceof Error ? `: ${cause.message}` : "";
  const code = codes.find(([start]) => error.code.startsWith(start))?.[1] ?? "SIGNATURE_INVALID";
  return refuse(code, `${error.message}${why}`);
}

const codes: ReadonlyArray<readonly [start: string, code: DistrustCode]> = [
  ["TLOG", "TRANSPARENCY_LOG"],
  ["CERTIFICATE", "CERTIFICATE"],
  ["TIMESTAMP", "TIMESTAMP"],
];

/** Why no verifier takes a package, stable: servers and scripts may rely on it. */
export type DistrustCode =
  /** The offer has no signature. */
  | "NO_SIGNATURE"
  /** What stands in its place cannot be read as one. */
  | "SIGNATURE_MALFORMED"
  /** It is not a signature over this content. */
  | "SIGNATURE_INVALID"
  /** It holds, but is not of those, or not of enough of those, whom the operator trusts. */
  | "SIGNER_UNTRUSTED"
  /** The certificate of the signer does not lead to the trusted root, was not valid then, or is not in a certificate log. */
  | "CERTIFICATE"
  /** No transparency log that is trusted has it. */
  | "TRANSPARENCY_LOG"
  /** Nobody who is trusted says when it was signed. */
  | "TIMESTAMP"
  /** It was signed before the operator's date. */
  | "SIGNED_TOO_EARLY"
  /** The file is not the one whose hash was offered. */
  | "CONTENT_CHANGED"
  /** What the operator has given cannot be used: keys or trusted root. */
  | "VERIFIER_UNUSABLE"
  /** The verification itself could not be carried out. */
  | "INTERNAL";

export interface Distrust {
  kind: "refused";
  code: DistrustCode;
  /** For people, without the code. Holds no secret. */
  message: string;
}

/** Whether the operator's verifier takes a package. */
export type Trust =
  | {
      kind: "trusted";
      /** Who has signed, for the log and the status. */
      by: string;
      /** Verified, the earliest where there are several. Unset: nobody who is trusted says when. */
      signedAt?: Date;
    }
  | Distrust;

export function refuse(code: DistrustCode, message: string): Distrust {
  return { kind: "refused", code, message };
}

/** Whether a value that came from another process of this program is a verdict. */
export function isTrust(value: unknown): value is Trust {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  if (value.kind === "trusted") return "by" in value && typeof value.by === "string";
  return value.kind === "refused" && "code" in value && "message" in value && typeof value.message === "string";
}

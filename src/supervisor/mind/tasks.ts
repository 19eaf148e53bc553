import { compose, type ComposedText } from "../../compose/compose.ts";
import type { ComposeInput } from "../../compose/layers.ts";
import { redact, type RedactOptions } from "../../compose/redact.ts";
import type { Refusal } from "../../compose/refusal.ts";
import { type CertificateWish, makeCertificateRequest } from "../../connection/make-certificate-request.ts";
import { judgeSignature, materialFault, type SignatureQuestion } from "../../packages/trust/judge-signature.ts";
import type { VerifierMaterial } from "../../packages/trust/verifier-material.ts";

/** The outcome of a composition without what is not plain data. */
export type ComposedData = ComposedText | ({ composed: false; lacking?: readonly string[] } & Refusal);

/** What this program does in processes of their own (see `Processes.compute`). */
export const tasks = {
  compose: (input: ComposeInput): ComposedData => plainData(compose(input)),
  redact: (options: RedactOptions): string => redact(options),
  certificateRequest: (wish: CertificateWish) => makeCertificateRequest(wish),
  judgeSignature: (question: SignatureQuestion) => judgeSignature(question),
  verifierFault: (material: VerifierMaterial) => materialFault(material),
};

/** Characters of configuration up to which another process costs more than it saves. */
export const largestHere = 256 * 1024;

/** Whether a value that came from another process of this program is such an outcome. */
export function isComposedData(value: unknown): value is ComposedData {
  return typeof value === "object" && value !== null && "composed" in value && typeof value.composed === "boolean";
}

function plainData(result: ReturnType<typeof compose>): ComposedData {
  if (result.composed) {
    const { tree: _tree, removed: _removed, ...text } = result;
    return text;
  }
  const { tree: _tree, ...refusal } = result;
  return refusal;
}

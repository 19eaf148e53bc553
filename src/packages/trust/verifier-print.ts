import type { VerifierConfig } from "../../config/package-types.ts";
import type { Files } from "../../runtime/ports.ts";
import { sha256 } from "../../runtime/sha256.ts";
import { readVerifierMaterial } from "./verifier-material.ts";

/** Whom the operator trusts, as one text that is another one as soon as a key, an identity or a rule is; or why that cannot be read. */
export async function verifierPrint(
  verifier: VerifierConfig | undefined,
  files: Pick<Files, "read">,
): Promise<{ print: string } | { fault: string }> {
  if (verifier === undefined) return { fault: "there is no agent::package::verifier" };
  if (verifier.type === "none") return { print: nobody };
  const read = await readVerifierMaterial(verifier, files);
  return "fault" in read ? read : { print: sha256(JSON.stringify(read.material)) };
}

/**
 * Why what was verified under `then` is not to be used under what the operator trusts now; `undefined` where it is. Who trusts whatever
 * comes trusts what was verified too.
 */
export async function trustFault(
  then: string | undefined,
  verifier: VerifierConfig | undefined,
  files: Pick<Files, "read">,
): Promise<string | undefined> {
  const now = await verifierPrint(verifier, files);
  if ("fault" in now) return `VERIFIER_UNUSABLE: ${now.fault}`;
  if (now.print === nobody || now.print === then) return undefined;
  return "VERIFIER_CHANGED: agent::package::verifier has changed since it was verified";
}

const nobody = "none";

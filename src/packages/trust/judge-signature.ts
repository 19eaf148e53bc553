import { systemErrorText } from "../../config/read-text.ts";
import { errorCode } from "../../runtime/error-code.ts";
import { digestFile } from "../../runtime/file-digest.ts";
import { refuse, type Trust } from "./trust.ts";
import type { VerifierMaterial } from "./verifier-material.ts";

/** A downloaded file and what is to show that it may be trusted. Data alone. */
export interface SignatureQuestion {
  path: string;
  /** The 32 bytes that were offered. */
  sha256: Uint8Array;
  signature: Uint8Array;
  material: VerifierMaterial;
}

/**
 * Whether a signature holds, for a process of its own (`Processes.compute`): it blocks while it reads the file, and its libraries
 * take 10 MB of memory. The file is hashed here once more, so that the verdict is on what is there now.
 */
export async function judgeSignature(question: SignatureQuestion): Promise<Trust> {
  try {
    return await judgeFile(question);
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return refuse("INTERNAL", `${question.path}: ${systemErrorText(error)}`);
  }
}

async function judgeFile({ path, sha256, signature, material }: SignatureQuestion): Promise<Trust> {
  const [found] = digestFile(path, ["sha256"]);
  if (found?.equals(sha256) !== true) return refuse("CONTENT_CHANGED", "the file is no longer what was downloaded");
  if (material.type === "cosign") {
    const { judgeBundle } = await import("./judge-bundle.ts");
    return await judgeBundle(signature, { path, sha256: found }, material);
  }
  const [{ judgeKeys }, { signedFile }] = await Promise.all([import("./judge-keys.ts"), import("./key-signature.ts")]);
  return judgeKeys(signature, signedFile(path, found), material);
}

/** Why the operator's keys or trusted root cannot be used, whatever is offered; `undefined` where they can. For a process of its own too. */
export async function materialFault(material: VerifierMaterial): Promise<string | undefined> {
  if (material.type === "key") {
    const { readKeys } = await import("./judge-keys.ts");
    const reading = readKeys(material);
    return "fault" in reading ? reading.fault : undefined;
  }
  const { readTrustedRoot } = await import("./trusted-root.ts");
  const reading = await readTrustedRoot(material.root);
  return "fault" in reading ? reading.fault : undefined;
}

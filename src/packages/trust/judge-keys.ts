import { type PublicKey, readPublicKeys } from "../../runtime/public-key.ts";
import { isKeySignature, type SignedFile } from "./key-signature.ts";
import { readSignatures } from "./read-signatures.ts";
import { refuse, type Trust } from "./trust.ts";
import type { NamedText } from "./verifier-material.ts";

export interface KeyMaterial {
  keys: readonly NamedText[];
  threshold: number;
}

/** The keys of the operator, each once, or why they cannot be used. */
export function readKeys({ keys, threshold }: KeyMaterial): { keys: PublicKey[] } | { fault: string } {
  const found = new Map<string, PublicKey>();
  for (const { name, text } of keys) {
    const reading = readPublicKeys(text);
    if (!reading.ok) return { fault: `${name}: ${reading.fault}` };
    for (const key of reading.content) found.set(key.fingerprint, key);
  }
  if (found.size >= threshold) return { keys: [...found.values()] };
  return { fault: `threshold is ${threshold}, above the number of different keys, ${found.size}` };
}

/** Whether enough of the keys have signed the file. A key counts once, whatever number of its signatures there is. */
export function judgeKeys(field: Uint8Array, file: SignedFile, material: KeyMaterial): Trust {
  const read = readKeys(material);
  if ("fault" in read) return refuse("VERIFIER_UNUSABLE", read.fault);
  const given = readSignatures(field);
  if ("fault" in given) return refuse("SIGNATURE_MALFORMED", `the signature ${given.fault}`);
  const signers: string[] = [];
  for (const key of read.keys) {
    if (!given.signatures.some((signature) => isKeySignature(key, signature, file))) continue;
    signers.push(key.fingerprint);
    if (signers.length === material.threshold) return { kind: "trusted", by: describe(signers, material.threshold) };
  }
  const all = `the trusted keys (${read.keys.length})`;
  if (signers.length === 0) return refuse("SIGNATURE_INVALID", `this content is signed with none of ${all}`);
  const enough = `${material.threshold} must have signed it`;
  return refuse("SIGNER_UNTRUSTED", `this content is signed with ${signers.length} of ${all}, and ${enough}`);
}

function describe(signers: readonly string[], threshold: number): string {
  return `${threshold === 1 ? "the key" : `${threshold} keys:`} ${signers.join(", ")}`;
}

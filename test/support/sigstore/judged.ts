import { expect } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { judgeSignature } from "../../../src/packages/trust/judge-signature.ts";
import type { Trust } from "../../../src/packages/trust/trust.ts";
import type { VerifierMaterial } from "../../../src/packages/trust/verifier-material.ts";
import { scratchDirectory } from "../scratch.ts";
import { sha256 } from "./issue.ts";
import { type BundleJson, release, type SignOptions, type Sigstore } from "./sigstore.ts";

export type Root = ReturnType<Sigstore["root"]>;

export const content = Buffer.from("the new Collector");

/** The forms in which a signature that is right may come. */
export function trustedForms({ timestamps }: Pick<Sigstore, "timestamps">): [what: string, options: SignOptions][] {
  return [
    ["in a bundle 0.1, with a promise of the log alone", { form: "0.1", proof: false }],
    ["in a bundle 0.1, with a proof too", { form: "0.1" }],
    ["in a bundle 0.2", { form: "0.2" }],
    ["in a bundle 0.3", { form: "0.3" }],
    ["in a bundle 0.3 of today", { form: "0.3+" }],
    ["with a timestamp beside the log's", { timestamps }],
    ["with version 2 of the log, which leaves the time to others", { log: 2 }],
  ];
}

/** With `now` in the file, where `downloaded` was; both `content` by default. */
export type Judge = (
  signature: string | Uint8Array,
  material: VerifierMaterial,
  now?: Uint8Array,
  downloaded?: Uint8Array,
) => Promise<Trust>;

/** Judges signatures over a file with `content`, of this test file's own. */
export function judging(): Judge {
  const directory = scratchDirectory();
  return (signature, material, now = content, downloaded = content) => {
    const path = join(directory, crypto.randomUUID());
    writeFileSync(path, now);
    return judgeSignature({ path, sha256: sha256(downloaded), signature: Buffer.from(signature), material });
  };
}

/** The verifier `cosign` that trusts an instance, and in it the release workflow. */
export function trusting(
  root: unknown,
  others: Partial<Extract<VerifierMaterial, { type: "cosign" }>> = {},
): VerifierMaterial {
  const identities = [{ issuer: { text: release.issuer }, subject: { text: release.subject } }];
  return { type: "cosign", identities, root: { name: "/root.json", text: JSON.stringify(root) }, ...others };
}

/** The only log entry of a bundle, to be changed. */
export function entryOf({ verificationMaterial }: BundleJson) {
  const [entry] = verificationMaterial.tlogEntries;
  if (entry === undefined) throw new Error("the bundle has no entry");
  return entry;
}

/** The proof of its entry, to be changed. */
export function proofOf(bundle: BundleJson) {
  const { inclusionProof } = entryOf(bundle);
  if (inclusionProof === undefined) throw new Error("the entry has no proof");
  return inclusionProof;
}

/** Base64 whose last whole byte but one is another. */
export function flipped(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  bytes[bytes.length - 2] = (bytes.at(-2) ?? 0) ^ 1;
  return bytes.toString("base64");
}

/** The signature of a bundle over content, to be changed. */
export function messageOf({ messageSignature }: BundleJson) {
  if (messageSignature === undefined) throw new Error("the bundle is an envelope");
  return messageSignature;
}

/** Judges bundles, JSON data or text, by a trusted root: a text with code and message where they are refused. */
export function refusing(judge: Judge, trusted: unknown) {
  return async (bundle: unknown, root: unknown = trusted): Promise<string> => {
    const verdict = await judge(typeof bundle === "string" ? bundle : JSON.stringify(bundle), trusting(root));
    return verdict.kind === "trusted" ? `trusted: ${verdict.by}` : `${verdict.code}: ${verdict.message}`;
  };
}

export function refusedText(code: string, words: string) {
  return expect.stringMatching(new RegExp(`^(?:${code}): .*(?:${words})`));
}

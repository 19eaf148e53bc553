import { describe, expect, test } from "bun:test";

import { sha256 } from "../../../support/sigstore/issue.ts";
import {
  content,
  entryOf,
  flipped,
  judging,
  messageOf,
  proofOf,
  refusedText,
  refusing,
} from "../../../support/sigstore/judged.ts";
import { type BundleJson, signingTime, Sigstore } from "../../../support/sigstore/sigstore.ts";

const judge = judging();
const sigstore = new Sigstore();
const stranger = new Sigstore();
const refusal = refusing(judge, sigstore.root());

describe("what became of the bundle", () => {
  const elsewhere = Buffer.from("an old Collector");
  const swap = (other: BundleJson, take: (bundle: BundleJson, other: BundleJson) => void) => (bundle: BundleJson) =>
    take(bundle, other);
  const theirs = sigstore.sign(elsewhere);
  const again = sigstore.sign(content);
  test.each<[what: string, change: (bundle: BundleJson) => void, code: string, words: string]>([
    [
      "signature with another bit",
      (b) => void (messageOf(b).signature = flipped(messageOf(b).signature)),
      "TRANSPARENCY_LOG",
      "signature mismatch",
    ],
    [
      "signature of another signing",
      swap(again, (b, o) => void (messageOf(b).signature = messageOf(o).signature)),
      "TRANSPARENCY_LOG",
      "signature mismatch",
    ],
    [
      "hash of other content",
      swap(theirs, (b, o) => void (messageOf(b).messageDigest = messageOf(o).messageDigest)),
      "SIGNATURE_INVALID",
      "other content",
    ],
    [
      "entry for other content",
      swap(theirs, (b, o) => void (b.verificationMaterial.tlogEntries = o.verificationMaterial.tlogEntries)),
      "TRANSPARENCY_LOG",
      "signature mismatch",
    ],
    [
      "certificate of another signing",
      swap(again, (b, o) => void (b.verificationMaterial.certificate = o.verificationMaterial.certificate)),
      "SIGNATURE_INVALID",
      "signature verification failed",
    ],
    [
      "entry that was rewritten",
      (b) => void (entryOf(b).canonicalizedBody = flipped(entryOf(b).canonicalizedBody)),
      "TRANSPARENCY_LOG",
      "promise",
    ],
    [
      "time that was rewritten",
      (b) => void (entryOf(b).integratedTime = `${signingTime / 1000 + 1}`),
      "TRANSPARENCY_LOG",
      "promise",
    ],
    ["place that was rewritten", (b) => void (entryOf(b).logIndex = "-1"), "TRANSPARENCY_LOG", "promise"],
    [
      "proof with another bit",
      (b) => void (proofOf(b).hashes[0] = flipped(proofOf(b).hashes[0] ?? "")),
      "TRANSPARENCY_LOG",
      "root hash",
    ],
    ["proof that is shorter", (b) => void proofOf(b).hashes.pop(), "TRANSPARENCY_LOG", "hash count"],
    ["proof for another place", (b) => void (proofOf(b).logIndex = "1"), "TRANSPARENCY_LOG", "hash"],
    ["proof for no place", (b) => void (proofOf(b).logIndex = "99"), "TRANSPARENCY_LOG", "invalid index"],
    [
      "head of the tree with another bit",
      (b) => void (proofOf(b).checkpoint.envelope = proofOf(b).checkpoint.envelope.replace(/\n\d+\n/, "\n9999\n")),
      "TRANSPARENCY_LOG",
      "checkpoint signature",
    ],
    [
      "head of another tree, signed",
      (b) =>
        void (proofOf(b).checkpoint.envelope = sigstore.transparencyLog.checkpoint(
          Number(proofOf(b).treeSize),
          sha256(content),
        )),
      "TRANSPARENCY_LOG",
      "hash",
    ],
    [
      "head of a stranger's tree",
      (b) =>
        void (proofOf(b).checkpoint.envelope = stranger.transparencyLog.checkpoint(
          6,
          Buffer.from(proofOf(b).rootHash, "base64"),
        )),
      "TRANSPARENCY_LOG",
      "checkpoint signature",
    ],
    [
      "head without a signature",
      (b) => void (proofOf(b).checkpoint.envelope = proofOf(b).checkpoint.envelope.replace(/\u2014.*/, "")),
      "TRANSPARENCY_LOG",
      "no signatures",
    ],
    [
      "head without its size",
      (b) => void (proofOf(b).checkpoint.envelope = proofOf(b).checkpoint.envelope.replace(/\n\d+\n/, "\n")),
      "TRANSPARENCY_LOG",
      "checkpoint header",
    ],
    [
      "head without its root",
      (b) => void (proofOf(b).checkpoint.envelope = proofOf(b).checkpoint.envelope.replace(/\n[^\n]+\n\n/, "\n\n")),
      "TRANSPARENCY_LOG",
      "checkpoint header",
    ],
    [
      "head without the name of its log",
      (b) => void (proofOf(b).checkpoint.envelope = proofOf(b).checkpoint.envelope.replace(/^[^\n]+\n/, "")),
      "TRANSPARENCY_LOG",
      "checkpoint header",
    ],
    [
      "head by another key, as its signature says",
      (b) =>
        void (proofOf(b).checkpoint.envelope = proofOf(b).checkpoint.envelope.replace(
          /(\u2014 \S+ )(\S+)/,
          (_, who: string, signature: string) => {
            const bytes = Buffer.from(signature, "base64");
            bytes[0] = (bytes[0] ?? 0) ^ 1;
            return who + bytes.toString("base64");
          },
        )),
      "TRANSPARENCY_LOG",
      "checkpoint signature",
    ],
    [
      "signature that is no Base64",
      (b) => void (messageOf(b).signature = "!"),
      "SIGNATURE_MALFORMED",
      "invalid bundle",
    ],
    ["the same entry twice", (b) => void b.verificationMaterial.tlogEntries.push(entryOf(b)), "TIMESTAMP", "duplicate"],
    ["no entry", (b) => void (b.verificationMaterial.tlogEntries = []), "TIMESTAMP", "expected 1 timestamps"],
    [
      "version that there is not",
      (b) => void (b.mediaType = "application/vnd.dev.sigstore.bundle.v0.9+json"),
      "SIGNATURE_MALFORMED",
      "unknown version",
    ],
  ])("%s", async (_, change, code, words) => {
    const bundle = structuredClone(sigstore.sign(content));
    change(bundle);
    expect(await refusal(bundle)).toEqual(refusedText(code, words));
  });

  test("a stamp and no entry in a log", async () => {
    const bundle = sigstore.sign(content, { timestamps: sigstore.timestamps });
    bundle.verificationMaterial.tlogEntries = [];
    expect(await refusal(bundle)).toEqual(refusedText("TRANSPARENCY_LOG", "expected 1 tlog entries, got 0"));
  });

  test("a time that no log has promised is no time", async () => {
    const bundle = sigstore.sign(content, { log: 2, timestamps: "none" });
    Object.assign(entryOf(bundle), { integratedTime: `${signingTime / 1000}` });
    expect(await refusal(bundle)).toEqual(refusedText("TIMESTAMP", "expected 1 timestamps, got 0"));
  });

  test("a proof without a head", async () => {
    const bundle = structuredClone(sigstore.sign(content, { form: "0.1" }));
    Object.assign(proofOf(bundle), { checkpoint: undefined });
    expect(await refusal(bundle)).toEqual(refusedText("SIGNATURE_MALFORMED", "no whole bundle"));
  });

  /** Signed with this instance, with the certificates of its authorities in the chain. */
  const withAuthorities = (instance: Sigstore) => {
    const bundle = structuredClone(instance.sign(content, { form: "0.1" }));
    const authorities = [instance.identities.intermediate, instance.identities.root];
    bundle.verificationMaterial.x509CertificateChain?.certificates.push(
      ...authorities.map((certificate) => ({ rawBytes: Buffer.from(certificate).toString("base64") })),
    );
    return bundle;
  };

  test("certificates of authorities in it are passed over: they vouch for nobody", async () => {
    expect(await refusal(withAuthorities(stranger))).toEqual(refusedText("CERTIFICATE", "certificate path"));
    expect(await refusal(withAuthorities(sigstore))).toStartWith("trusted: ");
  });

  test("a chain without a certificate", async () => {
    const bundle = structuredClone(sigstore.sign(content, { form: "0.1" }));
    bundle.verificationMaterial.x509CertificateChain = { certificates: [] };
    expect(await refusal(bundle)).toEqual(refusedText("SIGNATURE_MALFORMED", "invalid v0.1 bundle"));
  });

  test("one that was made with a key", async () => {
    const { certificate: _, ...material } = sigstore.sign(content).verificationMaterial;
    const bundle = { ...sigstore.sign(content), verificationMaterial: { ...material, publicKey: { hint: "k" } } };
    expect(await refusal(bundle)).toEqual(refusedText("SIGNATURE_MALFORMED", "made with a key"));
  });

  test("one in the older form of cosign", async () => {
    expect(await refusal({ base64Signature: "AAAA", cert: "", rekorBundle: {} })).toEqual(
      refusedText("SIGNATURE_MALFORMED", "sign with --new-bundle-format"),
    );
  });

  test.each([
    ["half of it", JSON.stringify(sigstore.sign(content)).slice(0, 700)],
    ["an empty object", "{}"],
    ["no JSON", "MEUCIQ=="],
    ["null", "null"],
    ["too much", " ".repeat(1024 * 1024 + 1)],
  ])("%s", async (_, text) => {
    expect(await refusal(text)).toEqual(refusedText("SIGNATURE_MALFORMED", ""));
  });
});

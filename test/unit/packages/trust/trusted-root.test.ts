import { describe, expect, test } from "bun:test";

import { content, judging, refusedText, refusing, type Root, trusting } from "../../../support/sigstore/judged.ts";
import { signingTime, Sigstore } from "../../../support/sigstore/sigstore.ts";
import { TimestampAuthority } from "../../../support/sigstore/timestamp-authority.ts";

const judge = judging();
const sigstore = new Sigstore();
const hour = 3_600_000;
const refusal = refusing(judge, sigstore.root());

describe("the trusted root", () => {
  test.each<[what: string, change: (root: Root) => void, code: string, words: string]>([
    [
      "authority that had no say any more",
      (root) => root.certificateAuthorities.forEach(({ validFor }) => (validFor.end = "2025-12-31T00:00:00Z")),
      "CERTIFICATE",
      "chain",
    ],
    [
      "log that had no say any more",
      (root) => root.tlogs.forEach(({ publicKey }) => (publicKey.validFor.end = "2025-12-31T00:00:00Z")),
      "TRANSPARENCY_LOG",
      "promise",
    ],
    [
      "log of certificates that had no say yet",
      (root) => root.ctlogs.forEach(({ publicKey }) => (publicKey.validFor.start = "2026-12-31T00:00:00Z")),
      "CERTIFICATE",
      "SCT",
    ],
    [
      "log whose key does not say since when",
      (root) => root.tlogs.forEach(({ publicKey }) => Reflect.deleteProperty(publicKey.validFor, "start")),
      "VERIFIER_UNUSABLE",
      "https://rekor.test does not say since when",
    ],
    ["root without logs", (root) => void (root.tlogs = []), "VERIFIER_UNUSABLE", "has no tlogs"],
    ["something else", (root) => void (root.mediaType = "application/json"), "VERIFIER_UNUSABLE", "mediaType"],
    [
      "certificate that is none",
      (root) =>
        root.certificateAuthorities.forEach(({ certChain }) => (certChain.certificates = [{ rawBytes: "AAAA" }])),
      "VERIFIER_UNUSABLE|CERTIFICATE",
      "",
    ],
  ])("%s", async (_, change, code, words) => {
    const root = sigstore.root();
    change(root);
    expect(await refusal(sigstore.sign(content), root)).toEqual(refusedText(code, words));
  });

  test("timestamp authority that had no say any more", async () => {
    const root = sigstore.root();
    for (const { validFor } of root.timestampAuthorities) validFor.end = "2025-12-31T00:00:00Z";
    expect(await refusal(sigstore.sign(content, { log: 2 }), root)).toEqual(refusedText("TIMESTAMP", "verified"));
  });

  test("timestamp authority whose certificate was over", async () => {
    const instance = new Sigstore();
    const clock = new TimestampAuthority("short clock", [signingTime - hour, signingTime - 1000]);
    const root = instance.root();
    const chain = [clock.certificate, clock.root].map((der) => ({ rawBytes: Buffer.from(der).toString("base64") }));
    for (const authority of root.timestampAuthorities) authority.certChain.certificates = chain;
    expect(await refusal(instance.sign(content, { log: 2, timestamps: clock }), root)).toEqual(
      refusedText("TIMESTAMP", "verified"),
    );
  });

  test("that of the public-good instance trusts none of these", async () => {
    const { root: _, ...material } = { ...trusting(undefined), root: undefined };
    const verdict = await judge(JSON.stringify(sigstore.sign(content)), material);
    expect(verdict).toMatchObject({ kind: "refused", code: "CERTIFICATE" });
  });
});

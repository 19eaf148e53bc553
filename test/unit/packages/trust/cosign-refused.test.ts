import { describe, expect, test } from "bun:test";

import { CertificateLog } from "../../../support/sigstore/certificate-log.ts";
import { content, judging, refusedText, refusing, trusting } from "../../../support/sigstore/judged.ts";
import { signingTime, type SignOptions, Sigstore } from "../../../support/sigstore/sigstore.ts";
import { TimestampAuthority } from "../../../support/sigstore/timestamp-authority.ts";
import { TransparencyLog } from "../../../support/sigstore/transparency-log.ts";

const judge = judging();
const sigstore = new Sigstore();
const stranger = new Sigstore();
const hour = 3_600_000;
const refusal = refusing(judge, sigstore.root());

describe("how it was signed", () => {
  const validity = [signingTime - hour, signingTime - 1000] as const;
  const other = new TimestampAuthority("clock of tests", [Date.UTC(2025, 0), Date.UTC(2035, 0)]);
  const over = Date.UTC(2026, 0, 1);
  test.each<[what: string, options: SignOptions, code: string, words: string]>([
    ["certificate that was over when the log saw it", { validity }, "CERTIFICATE", "expired"],
    ["certificate that was over when it was stamped", { validity, log: 2 }, "CERTIFICATE", "expired"],
    [
      "certificate that was not valid yet",
      { validity: [signingTime + 1000, signingTime + hour] },
      "CERTIFICATE",
      "expired",
    ],
    [
      "certificate that no log of certificates has",
      { certificateLog: "none" },
      "CERTIFICATE",
      "expected 1 SCTs, got 0",
    ],
    ["certificate in a log that nobody trusts", { certificateLog: new CertificateLog() }, "CERTIFICATE", "SCT"],
    ["certificate for something else than code", { purposes: ["1.3.6.1.5.5.7.3.1"] }, "CERTIFICATE", "sign code"],
    ["certificate that says nothing of its use", { purposes: [] }, "CERTIFICATE", "sign code"],
    ["log that nobody trusts", { transparencyLog: new TransparencyLog() }, "TRANSPARENCY_LOG", "promise"],
    [
      "log that nobody trusts, version 2",
      { transparencyLog: new TransparencyLog(), log: 2 },
      "TRANSPARENCY_LOG",
      "checkpoint",
    ],
    ["nobody who says when", { log: 2, timestamps: "none" }, "TIMESTAMP", "expected 1 timestamps, got 0"],
    [
      "timestamp authority that nobody trusts, of the same name",
      { log: 2, timestamps: other },
      "TIMESTAMP",
      "verified",
    ],
    ["the same, with its certificate", { log: 2, timestamps: other, embeds: true }, "TIMESTAMP", "verified"],
    ["one good time, and a stamp of a stranger", { log: 1, timestamps: other }, "TIMESTAMP", "verified"],
    ["stamp on something else", { log: 2, stamped: Buffer.from("x") }, "TIMESTAMP", "verified"],
    ["log's time outside the certificate's life", { at: over }, "CERTIFICATE", "expired"],
    ["bundle 0.2 without a proof", { form: "0.2", proof: false }, "SIGNATURE_MALFORMED", "invalid v0.2 bundle"],
    ["bundle 0.3 without a proof", { proof: false }, "SIGNATURE_MALFORMED", "invalid bundle"],
    ["version 2 of the log without a proof", { log: 2, proof: false }, "SIGNATURE_MALFORMED", "invalid bundle"],
  ])("%s", async (_, options, code, words) => {
    expect(await refusal(sigstore.sign(content, options))).toEqual(refusedText(code, words));
  });

  test("everything by another instance", async () => {
    expect(await refusal(stranger.sign(content))).toEqual(refusedText("CERTIFICATE", "no valid certificate path"));
  });
});

describe("the content", () => {
  test("that is another one than was signed is refused", async () => {
    expect(await refusal(sigstore.sign(Buffer.from("an old Collector")))).toEqual(
      "SIGNATURE_INVALID: the signature is over other content",
    );
  });

  test("that has changed since it was downloaded is refused, whatever it was", async () => {
    const bundle = JSON.stringify(sigstore.sign(content));
    expect(await judge(bundle, trusting(sigstore.root()), Buffer.from("something else"))).toEqual({
      kind: "refused",
      code: "CONTENT_CHANGED",
      message: "the file is no longer what was downloaded",
    });
  });
});

import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";

import { CosignPlace } from "../support/cosign.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { content, judging, trustedForms, trusting } from "../support/sigstore/judged.ts";
import { release, signingTime, type SignOptions, Sigstore } from "../support/sigstore/sigstore.ts";
import { TransparencyLog } from "../support/sigstore/transparency-log.ts";

const judge = judging();
const sigstore = new Sigstore();
const place = new CosignPlace(scratchDirectory(), sigstore.root());
const day = 86_400_000;

/** Both verdicts on a bundle: that of cosign, and that of the verifier `cosign`. */
async function verdicts(options: SignOptions, signed: Uint8Array = content, by = sigstore) {
  const bundle = JSON.stringify(by.sign(signed, options));
  writeFileSync(place.path("bundle.json"), bundle);
  writeFileSync(place.path("package"), content);
  const identity = `--certificate-oidc-issuer '${release.issuer}' --certificate-identity '${release.subject}'`;
  const stamps = options.log === 2 ? "--use-signed-timestamps" : "";
  const ran = place.run(`cosign verify-blob --bundle bundle.json ${stamps} ${identity} package`);
  const own = await judge(bundle, trusting(sigstore.root()));
  return { cosign: ran.code === 0 ? "Verified OK" : ran.text, own: own.kind };
}

describe("cosign and the supervisor trust a signature", () => {
  test.each(trustedForms(sigstore))("%s", async (_, options) => {
    expect(await verdicts(options)).toEqual({ cosign: "Verified OK", own: "trusted" });
  });
});

describe("cosign and the supervisor refuse a signature", () => {
  const over = [signingTime - 2 * day, signingTime - day] as const;
  test.each<[what: string, options: SignOptions, reason: string]>([
    ["by another issuer", { identity: { ...release, issuer: "https://evil.test" } }, "no matching CertificateIdentity"],
    ["with a certificate that was over", { validity: over }, "certificate"],
    ["whose certificate no log has", { certificateLog: "none" }, "SCT"],
    ["that another log has", { transparencyLog: new TransparencyLog() }, "log"],
    ["of version 2 of the log that nobody says the time of", { log: 2, timestamps: "none" }, "timestamp"],
    ["with a stamp on something else", { log: 2, stamped: Buffer.from("x") }, "timestamp"],
  ])("%s", async (_, options, reason) => {
    expect(await verdicts(options)).toEqual({ cosign: expect.stringContaining(reason), own: "refused" });
  });

  test("over something else", async () => {
    expect(await verdicts({}, Buffer.from("something else"))).toEqual({
      cosign: expect.stringContaining("signature"),
      own: "refused",
    });
  });

  test("of another instance", async () => {
    expect(await verdicts({}, content, new Sigstore())).toEqual({
      cosign: expect.stringContaining("not enough verified log entries"),
      own: "refused",
    });
  });
});

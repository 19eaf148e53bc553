import { describe, expect, test } from "bun:test";

import { sha256 } from "../../../support/sigstore/issue.ts";
import { content, judging, refusedText, refusing } from "../../../support/sigstore/judged.ts";
import { type SignOptions, Sigstore } from "../../../support/sigstore/sigstore.ts";

const judge = judging();
const sigstore = new Sigstore();
const refusal = refusing(judge, sigstore.root());

describe("an attestation", () => {
  const digest = sha256(content).toString("hex");
  const statement = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "otelcol", digest: { sha256: digest } }],
    predicateType: "https://slsa.dev/provenance/v1",
  };
  test.each<[what: string, options: SignOptions, words: string]>([
    ["about other files", { statement: { ...statement, subject: [{ digest: { sha256: "00" } }] } }, "other files"],
    ["about nothing", { statement: { ...statement, subject: [] } }, "other files"],
    [
      "that the content has a hole",
      { statement: { ...statement, predicateType: "https://in-toto.io/attestation/vulns/v0.1" } },
      "not the provenance",
    ],
    ["of an unknown type", { statement: { ...statement, _type: "https://in-toto.io/Statement/v9" } }, "type"],
    ["without a type", { statement: { ...statement, _type: undefined } }, "type"],
    ["that is none", { statement: "otelcol" }, "not JSON|type"],
    ["in another envelope", { statement, payloadType: "text/plain" }, "text/plain"],
  ])("%s is refused", async (_, options, words) => {
    expect(await refusal(sigstore.sign(content, options))).toEqual(refusedText("SIGNATURE_INVALID", words));
  });

  test("whose signature was made anew is not the one in the log", async () => {
    const [bundle, other] = [sigstore.sign(content, { statement }), sigstore.sign(content, { statement })];
    const mixed = { ...bundle, dsseEnvelope: other.dsseEnvelope };
    expect(await refusal(mixed)).toEqual(refusedText("TRANSPARENCY_LOG", "signature mismatch"));
  });
});

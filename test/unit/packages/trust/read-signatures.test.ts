import { describe, expect, test } from "bun:test";

import { readSignatures } from "../../../../src/packages/trust/read-signatures.ts";

const one = Buffer.from("one signature");
const two = Buffer.from("another signature");
const [first, second] = [one.toString("base64"), two.toString("base64")];
const bundle = (signature: string) => ({
  mediaType: "application/vnd.dev.sigstore.bundle.v0.3+json",
  verificationMaterial: { publicKey: { hint: "k" }, tlogEntries: [] },
  messageSignature: { messageDigest: { algorithm: "SHA2_256", digest: "" }, signature },
});
const older = (base64Signature: string) => ({ base64Signature, cert: "", rekorBundle: {} });
const read = (text: string | Uint8Array) => {
  const reading = readSignatures(Buffer.from(text));
  return "fault" in reading ? reading.fault : reading.signatures.map((signature) => Buffer.from(signature).toString());
};

describe("signatures are read", () => {
  test.each([
    ["from Base64, as cosign prints it", first, [one]],
    ["with an end of line", `${first}\n`, [one]],
    ["from lines, also those of Windows and empty ones", `${first}\r\n\r\n${second}\r\n`, [one, two]],
    ["from a bundle of Sigstore", JSON.stringify(bundle(first), null, 2), [one]],
    ["from the older bundle of cosign", JSON.stringify(older(first)), [one]],
    ["from a list of bundles of both kinds", JSON.stringify([bundle(first), older(second)]), [one, two]],
    ["from lines of both", `${JSON.stringify(bundle(first))}\n${second}\n`, [one, two]],
  ])("%s", (_, text, expected) => {
    expect(read(text)).toEqual(expected.map(String));
  });
});

describe("what is no signature is refused by its place", () => {
  test.each([
    ["nothing", "", "is empty"],
    ["lines without a signature", "\n \n", "is empty"],
    [
      "a signature that was broken into lines",
      "MEUCIQDabc\nMEU=",
      "line 1 is not Base64: one whole signature on each line is needed",
    ],
    ["Base64 for URLs", `${first}\nab-_`, "line 2 is not Base64: one whole signature on each line is needed"],
    ["a list without a bundle", "[]", "the JSON text holds no signature"],
    ["another JSON text", "{}", "the JSON text is no bundle with a signature"],
    ["a bundle with a number", JSON.stringify({ base64Signature: 5 }), "the JSON text is no bundle with a signature"],
    [
      "an empty signature in a bundle",
      JSON.stringify(older("")),
      "the JSON text is not Base64: one whole signature on each line is needed",
    ],
    [
      "an attestation",
      JSON.stringify({ dsseEnvelope: {} }),
      "the JSON text is an attestation; a signature over the file itself is needed (cosign sign-blob)",
    ],
    ["bytes", Uint8Array.of(0x30, 0x45, 0xff), "is not text: Base64 is needed, one signature on each line"],
    ["too many", `${first}\n`.repeat(17), "holds 17 signatures, more than 16"],
    ["too much", "A".repeat(1024 * 1024 + 1), "is longer than 1048576 bytes"],
  ])("%s", (_, text, fault) => {
    expect(read(text)).toBe(fault);
  });
});

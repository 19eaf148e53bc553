import { describe, expect, test } from "bun:test";
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

import { ed25519ph } from "@noble/curves/ed25519.js";

import { content, judging } from "../../../support/sigstore/judged.ts";

const judge = judging();
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey;
const ed25519 = generateKeyPairSync("ed25519").privateKey;

const publicPem = (key: KeyObject): string => createPublicKey(key).export({ type: "spki", format: "pem" });
const named = (text: string | Buffer, index = 0) => ({ name: `public_keys[${index}]`, text: text.toString() });
const verifier = (threshold: number, ...keys: readonly KeyObject[]) => ({
  type: "key" as const,
  threshold,
  keys: keys.map((key, index) => named(publicPem(key), index)),
});

const by = (key: KeyObject, hash = "sha256", data: Uint8Array = content) =>
  sign(key.asymmetricKeyType === "ed25519" ? null : hash, data, key).toString("base64");

function fingerprint(key: KeyObject): string {
  const der = createPublicKey(key).export({ type: "spki", format: "der" });
  return `SHA256:${createHash("sha256").update(der).digest("base64").replace(/=+$/, "")}`;
}

function prehashed(key: KeyObject): string {
  const secret = key.export({ format: "jwk" }).d ?? "";
  return Buffer.from(ed25519ph.sign(content, Buffer.from(secret, "base64url"))).toString("base64");
}

describe("one key has signed", () => {
  test.each([
    ["P-256", p256, by(p256)],
    ["P-384 over SHA-384", p384, by(p384, "sha384")],
    ["P-384 over SHA-256", p384, by(p384, "sha256")],
    ["Ed25519", ed25519, by(ed25519)],
    ["Ed25519ph", ed25519, prehashed(ed25519)],
  ])("%s", async (_, key, signature) => {
    expect(await judge(signature, verifier(1, key))).toEqual({ kind: "trusted", by: `the key ${fingerprint(key)}` });
  });

  test("as in the example of RFC 8032 for Ed25519ph", async () => {
    const raw = Buffer.from("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf", "hex");
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
    const signature = Buffer.from(
      "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406",
      "hex",
    ).toString("base64");
    const abc = Buffer.from("abc");
    const material = { ...verifier(1), keys: [named(key.export({ type: "spki", format: "pem" }))] };
    expect(await judge(signature, material, abc, abc)).toMatchObject({ kind: "trusted" });
  });
});

describe("no key has signed this content", () => {
  const other = Buffer.from("an old Collector");
  test.each([
    ["P-256 over other content", p256, by(p256, "sha256", other)],
    ["P-256 over another hash", p256, by(p256, "sha384")],
    ["P-384 over other content", p384, by(p384, "sha384", other)],
    ["Ed25519 over other content", ed25519, by(ed25519, "", other)],
    ["another key of P-256", generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey, by(p256)],
    ["another key of Ed25519", generateKeyPairSync("ed25519").privateKey, by(ed25519)],
    ["a key of another kind", ed25519, by(p256)],
    ["bytes of the right length", ed25519, Buffer.alloc(64).toString("base64")],
    ["bytes that are no DER", p256, Buffer.alloc(70, 1).toString("base64")],
    ["numbers that are zero", p256, Buffer.from("3006020100020100", "hex").toString("base64")],
  ])("%s", async (_, key, signature) => {
    expect(await judge(signature, verifier(1, key))).toEqual({
      kind: "refused",
      code: "SIGNATURE_INVALID",
      message: "this content is signed with none of the trusted keys (1)",
    });
  });
});

describe("two of three keys must sign", () => {
  const material = verifier(2, p256, p384, ed25519);
  const lines = (...signatures: readonly string[]) => signatures.join("\n");

  test.each([
    ["the first and the last", lines(by(p256), by(ed25519))],
    ["in another order", lines(by(ed25519), by(p384, "sha384"))],
    ["all three", lines(by(p256), by(p384), by(ed25519))],
    [
      "with a signature of a stranger between them",
      lines(by(p256), by(generateKeyPairSync("ed25519").privateKey), by(ed25519)),
    ],
  ])("%s are enough", async (_, signature) => {
    expect(await judge(signature, material)).toMatchObject({
      kind: "trusted",
      by: expect.stringContaining("2 keys: SHA256:"),
    });
  });

  test.each([
    ["one signature", by(p256)],
    ["two signatures of one key", lines(by(p256), by(p256))],
    ["one signature twice", lines(by(ed25519), by(ed25519))],
    ["both forms of Ed25519", lines(by(ed25519), prehashed(ed25519))],
    ["one over other content", lines(by(p256), by(ed25519, "", Buffer.from("x")))],
  ])("%s is one too few", async (_, signature) => {
    expect(await judge(signature, material)).toEqual({
      kind: "refused",
      code: "SIGNER_UNTRUSTED",
      message: "this content is signed with 1 of the trusted keys (3), and 2 must have signed it",
    });
  });
});

describe("the keys of the operator", () => {
  const usable = { kind: "trusted" };
  const unusable = (message: string) => ({ kind: "refused", code: "VERIFIER_UNUSABLE", message }) as const;
  const material = (threshold: number, ...texts: readonly (string | Buffer)[]) => ({
    type: "key" as const,
    threshold,
    keys: texts.map(named),
  });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const p521 = generateKeyPairSync("ec", { namedCurve: "P-521" });
  const spki = { type: "spki", format: "pem" } as const;

  test("several may stand in one text", async () => {
    const both = `# releases\n${publicPem(p256)}\n# and\n${publicPem(ed25519)}`;
    expect(await judge(`${by(p256)}\n${by(ed25519)}`, material(2, both))).toMatchObject(usable);
  });

  test("one that stands there twice is one", async () => {
    expect(await judge(`${by(p256)}\n${by(p256)}`, material(2, publicPem(p256), publicPem(p256)))).toEqual(
      unusable("threshold is 2, above the number of different keys, 1"),
    );
  });

  test.each([
    [
      "a private key",
      p256.export({ type: "pkcs8", format: "pem" }),
      "public_keys[0]: there is a private key; the public one is needed, and the private one must not lie here",
    ],
    [
      "RSA",
      rsa.publicKey.export(spki),
      "public_keys[0]: key 1 of 1 is of another kind (rsa); Ed25519, P-256 and P-384 are taken",
    ],
    [
      "P-521",
      p521.publicKey.export(spki),
      "public_keys[0]: key 1 of 1 is of another kind (P-521); Ed25519, P-256 and P-384 are taken",
    ],
    ["half a key", publicPem(p256).slice(0, 80), "public_keys[0]: the text is cut off within a key"],
    ["a broken key", publicPem(p256).replace(/MFk.{20}/, "AAAA"), "public_keys[0]: key 1 of 1 cannot be decoded"],
    [
      "a certificate",
      "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----",
      "public_keys[0]: there is no PEM block PUBLIC KEY, but CERTIFICATE",
    ],
    ["nothing", "", "public_keys[0]: there is no PEM block PUBLIC KEY: it is empty"],
  ])("%s cannot be used", async (_, text, message) => {
    expect(await judge(by(p256), material(1, text))).toEqual(unusable(message));
  });
});

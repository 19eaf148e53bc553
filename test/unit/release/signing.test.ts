import { describe, expect, test } from "bun:test";
import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { sha256Of } from "../../../scripts/release/checksums.ts";
import { signFile, signStatement } from "../../../scripts/release/sign.ts";
import { keyVariable, passwordVariable, signingKey } from "../../../scripts/release/signing-key.ts";
import { judgeSignature } from "../../../src/packages/trust/judge-signature.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const p256 = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

function keyFile(pem: string | Buffer): string {
  const path = join(scratchDirectory(), "release.pem");
  writeFileSync(path, pem, { mode: 0o600 });
  return path;
}

const pemOf = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" });

async function keyOf(pem: string | Buffer = pemOf(p256()), password?: string) {
  const env = { [keyVariable]: keyFile(pem), ...(password !== undefined && { [passwordVariable]: password }) };
  const key = await signingKey(env);
  if (key === undefined) throw new Error("the environment names a key");
  return key;
}

function asset(content = "the new supervisor"): string {
  const path = join(scratchDirectory(), "opampsupervisor_1.2.3_linux_amd64");
  writeFileSync(path, content);
  return path;
}

function judge(path: string, bundle: string, publicKey: string) {
  return judgeSignature({
    path,
    sha256: Buffer.from(sha256Of(path), "hex"),
    signature: readFileSync(bundle),
    material: { type: "key", threshold: 1, keys: [{ name: "release-key.pub", text: publicKey }] },
  });
}

test("a signed file is one that the supervisor's own verifier takes, and no other file is", async () => {
  const key = await keyOf();
  const path = asset();
  const bundle = await signFile(path, key);
  expect(bundle).toBe(`${path}.sigstore.json`);
  expect(await judge(path, bundle, key.publicKey)).toMatchObject({
    kind: "trusted",
    by: `the key SHA256:${key.hint.replace("=", "")}`,
  });
  expect(await judge(asset("another"), bundle, key.publicKey)).toMatchObject({ code: "SIGNATURE_INVALID" });
  const other = createPublicKey(p256()).export({ type: "spki", format: "pem" });
  expect(await judge(path, bundle, other)).toMatchObject({ code: "SIGNATURE_INVALID" });
});

function opensslVerifies(signature: string, publicKey: string, signed: string | Buffer): string {
  const directory = scratchDirectory();
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(directory, name), content);
    return join(directory, name);
  };
  const command = ["openssl", "dgst", "-sha256", "-verify", file("key.pub", publicKey)];
  const signatureFile = file("signature", Buffer.from(signature, "base64"));
  return Bun.spawnSync([...command, "-signature", signatureFile, file("signed", signed)])
    .stdout.toString()
    .trim();
}

test.skipIf(Bun.which("openssl") === null)("OpenSSL verifies both kinds of bundles", async () => {
  const key = await keyOf();
  const path = asset();
  const { messageSignature } = JSON.parse(readFileSync(await signFile(path, key), "utf8"));
  expect(opensslVerifies(messageSignature.signature, key.publicKey, readFileSync(path))).toBe("Verified OK");
  expect(opensslVerifies(messageSignature.signature, key.publicKey, "another")).toBe("Verification failure");

  const statement = Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}');
  const { dsseEnvelope } = JSON.parse(readFileSync(await signStatement(path, statement, key), "utf8"));
  expect(Buffer.from(dsseEnvelope.payload, "base64").equals(statement)).toBe(true);
  expect(dsseEnvelope.signatures).toEqual([{ sig: expect.any(String) }]);
  const signed = `DSSEv1 28 application/vnd.in-toto+json ${statement.length} ${statement.toString()}`;
  expect(opensslVerifies(dsseEnvelope.signatures[0].sig, key.publicKey, signed)).toBe("Verified OK");
});

test("the same key signs the same file with the same bytes", async () => {
  const pem = pemOf(p256());
  const path = asset();
  const [one, two] = [await signFile(path, await keyOf(pem)), await signFile(path, await keyOf(pem))].map((file) =>
    readFileSync(file, "utf8"),
  );
  expect(one).toBe(two);
});

test("a key with a passphrase is opened with it, and not without", async () => {
  const locked = p256().export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "open" });
  expect((await keyOf(locked, "open")).publicKey).toContain("BEGIN PUBLIC KEY");
  await expect(keyOf(locked, "shut")).rejects.toThrow("holds no private key that can be read");
});

test("the environment may name no key", async () => {
  expect(await signingKey({})).toBeUndefined();
  expect(await signingKey({ [keyVariable]: "" })).toBeUndefined();
});

describe("a key is refused that is", () => {
  test.each([
    ["of another curve", pemOf(generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey), "it is secp384r1"],
    ["of another kind", pemOf(generateKeyPairSync("ed25519").privateKey), "it is ed25519"],
    ["in cosign's form", "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----\n", "PEM file of PKCS #8 is needed"],
    ["no key", "nothing", "holds no private key"],
  ])("%s", async (_, pem, reason) => {
    await expect(keyOf(pem)).rejects.toThrow(reason);
  });
});

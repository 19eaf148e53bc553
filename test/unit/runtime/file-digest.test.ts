import { describe, expect, test } from "bun:test";
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { digestFile, verifiesFile } from "../../../src/runtime/file-digest.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const directory = scratchDirectory();
const place = (content: Uint8Array) => {
  const path = join(directory, crypto.randomUUID());
  writeFileSync(path, content);
  return path;
};
const large = randomBytes(700_001);

test.each([
  ["empty", new Uint8Array()],
  ["of one piece", Buffer.from("abc")],
  ["of several pieces", large],
])("a file that is %s has the hashes of its content, and with a head those of both", (_, content) => {
  const path = place(content);
  const expected = (head: string) =>
    (["sha256", "sha512"] as const).map((name) => createHash(name).update(head).update(content).digest("hex"));
  const hex = (digests: readonly Buffer[]) => digests.map((digest) => digest.toString("hex"));
  expect(hex(digestFile(path, ["sha256", "sha512"]))).toEqual(expected(""));
  expect(hex(digestFile(path, ["sha256", "sha512"], Buffer.from("head")))).toEqual(expected("head"));
});

describe("a signature over a file", () => {
  const ec = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const path = place(large);
  const signed = (key: KeyObject, content: Uint8Array = large) => sign("sha384", content, key);

  test.each([
    ["ECDSA", ec],
    ["RSA", rsa],
  ])("holds with %s over its content alone", (_, { publicKey: key, privateKey }) => {
    const hash = "sha384";
    expect(verifiesFile({ path, hash, key, signature: signed(privateKey) })).toBe(true);
    expect(verifiesFile({ path, hash, key, signature: signed(privateKey, large.subarray(1)) })).toBe(false);
    expect(verifiesFile({ path, hash: "sha256", key, signature: signed(privateKey) })).toBe(false);
  });

  test("does not hold with a key of a kind that cannot have made it", () => {
    const { publicKey: key } = generateKeyPairSync("ed25519");
    expect(verifiesFile({ path, hash: "sha384", key, signature: signed(ec.privateKey) })).toBe(false);
  });
});

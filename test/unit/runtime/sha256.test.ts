import { expect, test } from "bun:test";

import { equalSecrets } from "../../../src/runtime/equal-secrets.ts";
import { hmacSha256, sha256, sha256Bytes } from "../../../src/runtime/sha256.ts";

test("SHA-256 of the standard's example (FIPS 180-4)", () => {
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256Bytes(Buffer.from("abc")).toHex()).toBe(sha256("abc"));
});

test("HMAC of test case 2 of RFC 4231", () => {
  expect(hmacSha256(Buffer.from("Jefe"), "what do ya want for nothing?")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("secrets are equal where every byte is", () => {
  expect(equalSecrets("geheim", "geheim")).toBe(true);
  expect(equalSecrets("", "")).toBe(true);
});

test.each(["geheiM", "gehei", "geheim ", ""])("%j is not the secret", (given) => {
  expect(equalSecrets(given, "geheim")).toBe(false);
});

import { expect, test } from "bun:test";

import type { VerifierConfig } from "../../../../src/config/package-types.ts";
import { trustFault, verifierPrint } from "../../../../src/packages/trust/verifier-print.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";

const files = new MemoryFiles();
files.put("/etc/release.pub", "one key");
const keys: VerifierConfig = { type: "key", publicKeys: [{ file: "/etc/release.pub" }], threshold: 1 };

async function printOf(verifier: VerifierConfig): Promise<string> {
  const result = await verifierPrint(verifier, files);
  if ("fault" in result) throw new Error(result.fault);
  return result.print;
}

test("what was verified as now is trusted, and not what was verified with other keys or another rule", async () => {
  const then = await printOf(keys);
  expect(await trustFault(then, keys, files)).toBeUndefined();
  expect(await trustFault(then, { ...keys, threshold: 2 }, files)).toStartWith("VERIFIER_CHANGED: ");
  files.put("/etc/release.pub", "another key");
  expect(await trustFault(then, keys, files)).toStartWith("VERIFIER_CHANGED: ");
  expect(await trustFault(undefined, keys, files)).toStartWith("VERIFIER_CHANGED: ");
});

test("what nobody has verified is trusted by nobody else, and whoever trusts everything trusts what was verified", async () => {
  const nobody: VerifierConfig = { type: "none" };
  expect(await trustFault(await printOf(nobody), keys, files)).toStartWith("VERIFIER_CHANGED: ");
  expect(await trustFault(await printOf(keys), nobody, files)).toBeUndefined();
  expect(await trustFault(undefined, nobody, files)).toBeUndefined();
});

test("keys that cannot be read trust nothing", async () => {
  const gone: VerifierConfig = { ...keys, publicKeys: [{ file: "/etc/gone.pub" }] };
  expect(await trustFault("x", gone, files)).toMatch(/^VERIFIER_UNUSABLE: \/etc\/gone\.pub: /);
  expect(await trustFault("x", undefined, files)).toStartWith("VERIFIER_UNUSABLE: ");
});

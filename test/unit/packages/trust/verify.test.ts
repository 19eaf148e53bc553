import { describe, expect, test } from "bun:test";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { VerifierConfig } from "../../../../src/config/package-types.ts";
import { verifierFault, verify, type VerifyPorts } from "../../../../src/packages/trust/verify.ts";
import { MemoryFiles } from "../../../support/memory-files.ts";
import { realProcesses } from "../../../support/real-processes.ts";
import { scratchDirectory } from "../../../support/scratch.ts";
import { release, signingTime, Sigstore } from "../../../support/sigstore/sigstore.ts";

const content = Buffer.from("the new Collector");
const path = join(scratchDirectory(), "package");
writeFileSync(path, content);
const sha256 = createHash("sha256").update(content).digest();

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const pem = publicKey.export({ type: "spki", format: "pem" });
const keySignature = Buffer.from(sign("sha256", content, privateKey).toString("base64"));
const request = { path, sha256, signature: keySignature };
const byFile: VerifierConfig = { type: "key", publicKeys: [{ file: "/etc/release.pub" }], threshold: 1 };
const byText: VerifierConfig = { type: "key", publicKeys: [{ pem }], threshold: 1 };

const sigstore = new Sigstore();
const byIdentity: VerifierConfig = {
  type: "cosign",
  identities: [{ issuer: { text: release.issuer }, subject: { text: release.subject } }],
  trustedRoot: "/etc/root.json",
};

function portsWith(files: Readonly<Record<string, string>> = {}, compute?: (task: string) => Promise<unknown>) {
  const memory = new MemoryFiles();
  for (const [name, text] of Object.entries(files)) memory.put(name, text);
  const ports: VerifyPorts = { files: memory, processes: compute === undefined ? realProcesses : { compute } };
  return { ports, memory };
}

const nobody = () => Promise.reject(new Error("no process"));

describe("a process of its own says whether a package is trusted", () => {
  test("by a key in a file, which is read anew each time", async () => {
    const { ports, memory } = portsWith({ "/etc/release.pub": "not yet" });
    expect(await verify(request, byFile, ports)).toMatchObject({
      code: "VERIFIER_UNUSABLE",
      message: "/etc/release.pub: there is no PEM block PUBLIC KEY",
    });
    memory.put("/etc/release.pub", pem);
    expect(await verify(request, byFile, ports)).toMatchObject({
      kind: "trusted",
      by: expect.stringMatching(/^the key SHA256:/),
    });
  });

  test("by an identity, with the time of the signature", async () => {
    const { ports } = portsWith({ "/etc/root.json": JSON.stringify(sigstore.root()) });
    const signature = Buffer.from(JSON.stringify(sigstore.sign(content)));
    expect(await verify({ ...request, signature }, byIdentity, ports)).toEqual({
      kind: "trusted",
      by: `${release.subject} (${release.issuer})`,
      signedAt: new Date(signingTime),
    });
  });

  test("and refuses a file that is not what was offered", async () => {
    const { ports } = portsWith();
    const verdict = await verify({ ...request, sha256: Buffer.alloc(32) }, byText, ports);
    expect(verdict).toMatchObject({ kind: "refused", code: "CONTENT_CHANGED" });
  });

  test("and a file that is gone is no package", async () => {
    const { ports } = portsWith();
    const verdict = await verify({ ...request, path: `${path}.gone` }, byText, ports);
    const message = `${path}.gone: no such file or directory`;
    expect(verdict).toEqual({ kind: "refused", code: "INTERNAL", message });
  });
});

describe("without a process", () => {
  test("the word none trusts everything, and says so", async () => {
    const { ports } = portsWith({}, nobody);
    const unsigned = { ...request, signature: new Uint8Array() };
    expect(await verify(unsigned, { type: "none" }, ports)).toEqual({
      kind: "trusted",
      by: "nobody (agent::package::verifier::type is none)",
    });
  });

  test("an offer without a signature is refused", async () => {
    const { ports } = portsWith({}, nobody);
    const unsigned = { ...request, signature: new Uint8Array() };
    const refusal = { kind: "refused", code: "NO_SIGNATURE", message: "the offer has no signature" } as const;
    expect(await verify(unsigned, byText, ports)).toEqual(refusal);
    expect(await verify(unsigned, byIdentity, ports)).toEqual(refusal);
  });

  test.each([
    [byFile, "/etc/release.pub: no such file or directory"],
    [byIdentity, "/etc/root.json: no such file or directory"],
  ])("a file that is not there is named, %#", async (verifier, message) => {
    const { ports } = portsWith({}, nobody);
    expect(await verify(request, verifier, ports)).toEqual({ kind: "refused", code: "VERIFIER_UNUSABLE", message });
    expect(await verifierFault(verifier, ports)).toBe(message);
  });
});

describe("nothing is trusted by a process", () => {
  test("that cannot be had", async () => {
    const { ports } = portsWith({}, nobody);
    const message = "the process that verifies failed: no process";
    expect(await verify(request, byText, ports)).toEqual({ kind: "refused", code: "INTERNAL", message });
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a word", "trusted"],
    ["an empty object", {}],
    ["trust by nobody", { kind: "trusted" }],
    ["a refusal without a reason", { kind: "refused" }],
  ])("that answers %s", async (_, answer) => {
    const { ports } = portsWith({}, () => Promise.resolve(answer));
    const message = "the process that verifies gave no verdict";
    expect(await verify(request, byText, ports)).toEqual({ kind: "refused", code: "INTERNAL", message });
  });
});

describe("what the operator has given is looked at before anything is offered", () => {
  test("and nothing is said of what can be used", async () => {
    const { ports } = portsWith({ "/etc/release.pub": pem, "/etc/root.json": JSON.stringify(sigstore.root()) });
    const { trustedRoot: _, ...publicGood } = byIdentity;
    for (const verifier of [byFile, byText, byIdentity, publicGood, { type: "none" } as const]) {
      expect(await verifierFault(verifier, ports)).toBeUndefined();
    }
  });

  test("and what cannot is named", async () => {
    const { ports } = portsWith({ "/etc/release.pub": "", "/etc/root.json": "{" });
    expect(await verifierFault(byFile, ports)).toBe("/etc/release.pub: there is no PEM block PUBLIC KEY: it is empty");
    expect(await verifierFault(byIdentity, ports)).toStartWith("/etc/root.json is no trusted root: ");
    expect(await verifierFault({ ...byText, threshold: 2 }, ports)).toBe(
      "threshold is 2, above the number of different keys, 1",
    );
  });
});

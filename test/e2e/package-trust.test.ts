import { expect, test } from "bun:test";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { VerifierMaterial } from "../../src/packages/trust/verifier-material.ts";
import { judgeTask } from "../../src/packages/trust/verify.ts";
import { compute } from "../../src/runtime/shared/compute.ts";
import { executable } from "../support/e2e.ts";
import { isOfBun } from "../support/runtime-of.ts";
import { scratchDirectory } from "../support/scratch.ts";
import { release, Sigstore } from "../support/sigstore/sigstore.ts";

const content = Buffer.from("the new Collector");
const path = join(scratchDirectory(), "package");
writeFileSync(path, content);
const sha256 = createHash("sha256").update(content).digest();
const judge = (signature: string, material: VerifierMaterial) =>
  compute([executable], judgeTask, { path, sha256, signature: Buffer.from(signature), material });

const identities = [{ issuer: { text: release.issuer }, subject: { text: release.subject } }];

// What a task takes and gives is in the form of the runtime, which is that of this test.
test.if(isOfBun)("the executable verifies a signature by an identity with all that it needs inside", async () => {
  const sigstore = new Sigstore();
  const root = { name: "root", text: JSON.stringify(sigstore.root()) };
  const bundle = JSON.stringify(sigstore.sign(content));
  expect(await judge(bundle, { type: "cosign", identities, root })).toMatchObject({ kind: "trusted" });
  const message = "Failed to verify certificate chain: no valid certificate path found";
  expect(await judge(bundle, { type: "cosign", identities })).toEqual({
    kind: "refused",
    code: "CERTIFICATE",
    message,
  });
});

test.if(isOfBun).each(["P-256", "P-384", "Ed25519"])(
  "the executable verifies a signature with a key of %s",
  async (curve) => {
    const { privateKey, publicKey } =
      curve === "Ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: curve });
    const signature = sign(curve === "Ed25519" ? null : "sha256", content, privateKey).toString("base64");
    const text = publicKey.export({ type: "spki", format: "pem" });
    expect(await judge(signature, { type: "key", threshold: 1, keys: [{ name: "key", text }] })).toMatchObject({
      kind: "trusted",
    });
  },
);

import { expect, test } from "bun:test";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { Authority, newAgentKey } from "../../../examples/server/certificates/authority.ts";
import { ensureCertificates } from "../../../examples/server/certificates/ensure-certificates.ts";
import { proveCertificate } from "../../../examples/server/certificates/prove-certificate.ts";
import type { CertificateState, StoredCertificate } from "../../../examples/server/store/certificate-store.ts";
import { createFiles } from "../../../src/runtime/shared/files.ts";
import { createRandom } from "../../../src/runtime/shared/random.ts";
import { TestAuthority } from "../../support/certificates.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const uid = "01965352-7b1e-7c3a-9d55-0242ac120002";
const now = Date.UTC(2026, 0, 1);
const aDayMs = 86_400_000;

async function authority(): Promise<Authority> {
  const [files, random] = [createFiles({ libc: undefined }), createRandom()];
  const options = { files, random, now, directory: scratchDirectory(), names: ["localhost"] };
  return new Authority((await ensureCertificates(options)).authority, random);
}

test("what it issues names the agent, fits the key, is for clients, and ends when it should", async () => {
  const signer = await authority();
  const { publicKey, pem } = newAgentKey();
  const { cert, serial, endsAt } = signer.issue({ uid, publicKey, now, lifeMs: aDayMs });
  const certificate = new X509Certificate(cert);
  expect(certificate.subject).toBe(`CN=${uid}`);
  expect(certificate.checkPrivateKey(createPrivateKey(pem))).toBe(true);
  expect(certificate.verify(new X509Certificate(signer.cert).publicKey)).toBe(true);
  expect([certificate.ca, certificate.keyUsage]).toEqual([false, ["1.3.6.1.5.5.7.3.2"]]);
  expect(certificate.serialNumber.toLowerCase()).toBe(serial);
  expect([endsAt, certificate.validToDate.getTime()]).toEqual([now + aDayMs, now + aDayMs]);
});

test("nothing that it issues outlives it", async () => {
  const signer = await authority();
  const { publicKey } = newAgentKey();
  expect(signer.issue({ uid, publicKey, now, lifeMs: 100_000 * aDayMs }).endsAt).toBe(signer.endsAt);
});

test("it is the same authority after the next start", async () => {
  const [files, random, directory] = [createFiles({ libc: undefined }), createRandom(), scratchDirectory()];
  const options = { files, random, now, directory, names: ["localhost"] };
  const [first, second] = [await ensureCertificates(options), await ensureCertificates(options)];
  expect(second.authority.cert).toBe(first.authority.cert);
  expect(readFileSync(join(directory, "ca.crt"), "utf8")).toBe(first.authority.cert);
});

test.each<[CertificateState, number, string]>([
  ["valid", 0, "good"],
  ["offered", 0, "good"],
  ["replaced", 0, "the certificate is replaced"],
  ["revoked", 0, "the certificate is revoked"],
  ["unused", 0, "the certificate is unused"],
  ["valid", aDayMs, "the certificate has expired"],
])("a certificate that is %s, %i ms later, is %s", async (state, laterMs, expected) => {
  const signer = await authority();
  const fresh = signer.issue({ uid, publicKey: newAgentKey().publicKey, now, lifeMs: aDayMs });
  const stored: StoredCertificate = { ...fresh, uid, origin: "pair", state, issuedAt: now, decidedAt: null };
  const proof = proveCertificate({
    der: new X509Certificate(fresh.cert).raw,
    authority: signer,
    certificates: { get: (serial) => (serial === fresh.serial ? stored : undefined) },
    now: now + laterMs,
  });
  expect(proof.kind === "refused" ? proof.reason : proof.kind).toBe(expected);
});

test("a certificate of this authority that is not known is refused, one of another proves nothing", async () => {
  const signer = await authority();
  const { cert } = signer.issue({ uid, publicKey: newAgentKey().publicKey, now, lifeMs: aDayMs });
  const kindOf = (der: Uint8Array | undefined) =>
    proveCertificate({ der, authority: signer, certificates: { get: () => undefined }, now }).kind;
  expect(kindOf(new X509Certificate(cert).raw)).toBe("refused");
  expect(kindOf(new X509Certificate(new TestAuthority(signer.name).client().cert).raw)).toBe("none");
  expect([kindOf(undefined), kindOf(Uint8Array.of(1, 2, 3))]).toEqual(["none", "none"]);
});

import { describe, expect, test } from "bun:test";
import { createPrivateKey, createPublicKey } from "node:crypto";

import { certificateWish, formOf } from "../../../src/connection/certificate-wish.ts";
import { isCertificateRequest, makeCertificateRequest } from "../../../src/connection/make-certificate-request.ts";
import { x509Library } from "../../../src/connection/x509-library.ts";

const { Pkcs10CertificateRequest } = await x509Library();

const uid = Uint8Array.fromHex("018feed6905b7aa6ba37b0eec565de03");
const wished = { keyType: "p256", subject: [["CN", "agent, of=all"]], dnsNames: [] } as const;

describe.each(["p256", "ed25519"] as const)("a request with a key of %s", (keyType) => {
  test("is signed with that key, which is none of an earlier request", async () => {
    const { key, csr } = await makeCertificateRequest({ ...wished, keyType });
    const request = new Pkcs10CertificateRequest(csr);
    expect(await request.verify()).toBe(true);
    const own = createPublicKey(createPrivateKey(key)).export({ type: "spki", format: "der" });
    expect(Buffer.compare(own, new Uint8Array(request.publicKey.rawData))).toBe(0);
    expect((await makeCertificateRequest({ ...wished, keyType })).key).not.toBe(key);
  });
});

test("a request has the subject as it was wished for, and the names beside it", async () => {
  const { csr } = await makeCertificateRequest({
    keyType: "p256",
    subject: [
      ["CN", "agent, of=all"],
      ["O", "Example é"],
      ["OU", "edge"],
    ],
    dnsNames: ["a.example.test", "b.example.test"],
  });
  const { subjectName, extensions } = new Pkcs10CertificateRequest(csr);
  expect(subjectName.getField("CN")).toEqual(["agent, of=all"]);
  expect(subjectName.getField("O")).toEqual(["Example é"]);
  expect(subjectName.getField("OU")).toEqual(["edge"]);
  expect(extensions.map((extension) => extension.toString("text")).join()).toContain("b.example.test");
});

test("the instance uid is the name of an agent that was given no other, so that another uid wants another request", () => {
  const plain = { keyType: "p256", dnsNames: [] } as const;
  expect(certificateWish(plain, uid).subject).toEqual([["CN", "018feed6-905b-7aa6-ba37-b0eec565de03"]]);
  const other = uid.with(0, 2);
  expect(formOf(certificateWish(plain, uid))).not.toBe(formOf(certificateWish(plain, other)));
  const named = { ...plain, commonName: "edge", organization: "Example", organizationalUnit: "Unit" };
  expect(certificateWish(named, uid).subject).toEqual([
    ["CN", "edge"],
    ["O", "Example"],
    ["OU", "Unit"],
  ]);
  expect(formOf(certificateWish(named, uid))).toBe(formOf(certificateWish(named, other)));
});

test("what another process brings is looked at before it is believed", () => {
  expect(isCertificateRequest({ key: "k", csr: "c" })).toBe(true);
  for (const other of [undefined, null, "text", {}, { key: "k" }, { key: 1, csr: "c" }]) {
    expect(isCertificateRequest(other)).toBe(false);
  }
});

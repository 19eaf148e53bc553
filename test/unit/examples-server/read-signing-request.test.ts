import { expect, test } from "bun:test";

import { readSigningRequest } from "../../../examples/server/certificates/read-signing-request.ts";
import { type KeyKind, signingRequest } from "../../support/signing-request.ts";

const uid = "01965352-7b1e-7c3a-9d55-0242ac120002";
const other = "01965352-7b1e-7c3a-9d55-0242ac120003";

async function reasonFor(csr: string): Promise<string> {
  const reading = await readSigningRequest(csr, uid);
  return reading.ok ? "none" : reading.reason;
}

test.each<[string, KeyKind]>([
  ["EC P-256", { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }],
  ["EC P-384", { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" }],
  ["Ed25519", { name: "Ed25519" }],
  [
    "RSA 2048",
    { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
  ],
])("a request with a key %s for the agent's uid is taken", async (keyName, kind) => {
  const { csr } = await signingRequest(`CN=${uid}`, { kind });
  expect(await readSigningRequest(csr, uid)).toMatchObject({ ok: true, request: { keyName } });
});

test.each([
  ["within a longer common name", "CN=agent 01965352-7b1e-7c3a-9d55-0242ac120002 of web-01, O=example", []],
  ["in capitals and without hyphens", "CN=019653527B1E7C3A9D550242AC120002", []],
  ["as an alternative name", "CN=web-01", [`urn:uuid:${uid}`]],
])("the uid is found %s", async (_, name, urls) => {
  const { csr } = await signingRequest(name, { urls });
  expect(await reasonFor(csr)).toBe("none");
});

test("a request that names another uid, or none, is refused", async () => {
  const foreign = await signingRequest(`CN=${other}`);
  expect(await reasonFor(foreign.csr)).toBe(
    `the certificate request is for the uid ${other.replaceAll("-", "")}, and the agent is ${uid}`,
  );
  const mixed = await signingRequest(`CN=${uid}`, { urls: [`urn:uuid:${other}`] });
  expect(await reasonFor(mixed.csr)).toContain("the certificate request is for the uid");
  const nameless = await signingRequest("CN=web-01");
  expect(await reasonFor(nameless.csr)).toContain("names no instance uid");
});

test("a request that somebody has changed is refused", async () => {
  const { csr } = await signingRequest(`CN=${uid}`);
  const der = Buffer.from(csr.replaceAll(/-----[^-]+-----|\s/g, ""), "base64");
  der[der.length - 1] = (der[der.length - 1] ?? 0) ^ 1;
  const changed = `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString("base64")}\n-----END CERTIFICATE REQUEST-----\n`;
  expect(await reasonFor(changed)).toBe("the certificate request is not signed by its own key");
});

test("what is no request is refused", async () => {
  const { csr } = await signingRequest(`CN=${uid}`);
  for (const text of ["", "hello", csr + csr, csr.replaceAll("REQUEST", "NONSENSE"), csr + " ".repeat(20_000)]) {
    expect(await reasonFor(text)).toBe("it must be one PEM block CERTIFICATE REQUEST");
  }
  const [begin, , ...rest] = csr.split("\n");
  expect(await reasonFor([begin, ...rest].join("\n"))).toBe("the certificate request cannot be decoded");
});

test("a short RSA key is refused", async () => {
  const kind = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 1024,
    publicExponent: Uint8Array.of(1, 0, 1),
  };
  const { csr } = await signingRequest(`CN=${uid}`, { kind });
  expect(await reasonFor(csr)).toBe(
    "the key must be EC P-256, P-384 or P-521, Ed25519, or RSA of 2048 bits or more: it is rsa 1024",
  );
});

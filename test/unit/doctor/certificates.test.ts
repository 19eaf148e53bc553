import { expect, test } from "bun:test";

import { checkCertificates } from "../../../src/doctor/check-certificates.ts";
import { day, type Life, TestAuthority } from "../../support/certificates.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { configOf, minimal } from "../../support/supervisor-yaml.ts";

const authority = new TestAuthority();

/** What is found of a health endpoint with `pem` as its certificate; `undefined`: there is no such file. */
async function found(pem: string | undefined) {
  const files = new MemoryFiles();
  if (pem !== undefined) files.put("/health.pem", pem);
  const config = await configOf(
    `${minimal}healthcheck: { endpoint: ':1', tls: { cert_file: /health.pem, key_file: /key.pem } }\n`,
  );
  const findings = await checkCertificates({ config, runtime: { files, clock: new FakeClock(Date.now()) } });
  return findings.map(({ cause, ...rest }) => ["code" in rest ? rest.code : rest.severity, cause]);
}
const lasting = (...life: Life) => authority.server(["health"], life).cert;

test("a certificate of the health endpoint that lasts is nothing to find", async () => {
  expect(await found(lasting(-day, 30 * day))).toEqual([]);
});

test.each([
  ["CERTIFICATE_ENDS_SOON", lasting(-100 * day, 3 * day), "The certificate expires soon: CN=health, "],
  ["CERTIFICATE_EXPIRED", lasting(-2 * day, -day), "The certificate has expired: CN=health, "],
  ["CERTIFICATE_NOT_YET_VALID", lasting(day, 2 * day), "The certificate is not valid yet, "],
  ["TLS_FILE", "no certificate", ""],
  ["TLS_FILE", undefined, ""],
])("%s is found in it, with the section that names it", async (code, pem, words) => {
  expect(await found(pem)).toEqual([[code, expect.stringContaining(`healthcheck::tls: ${words}`)]]);
});

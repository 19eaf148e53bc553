import { expect, test } from "bun:test";

import { type CollectorConnections, noConnections } from "../../../src/compose/layers.ts";
import { checkCertificates } from "../../../src/doctor/check-certificates.ts";
import { day, type Life, TestAuthority } from "../../support/certificates.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { MemoryFiles } from "../../support/memory-files.ts";
import { configOf, minimal } from "../../support/supervisor-yaml.ts";

const authority = new TestAuthority();

/** What is found of a health endpoint with `pem` as its certificate; `undefined`: there is no such file. */
async function found(pem: string | undefined, connections: CollectorConnections = noConnections) {
  const files = new MemoryFiles();
  if (pem !== undefined) files.put("/health.pem", pem);
  const config = await configOf(
    `${minimal}healthcheck: { endpoint: ':1', tls: { cert_file: /health.pem, key_file: /key.pem } }\n`,
  );
  const findings = await checkCertificates({
    config,
    connections,
    runtime: { files, clock: new FakeClock(Date.now()) },
  });
  return findings.map(({ cause, ...rest }) => ["code" in rest ? rest.code : rest.severity, cause]);
}
const lasting = (...life: Life) => authority.server(["health"], life).cert;

test("a certificate of the health endpoint that lasts is nothing to find", async () => {
  expect(await found(lasting(-day, 30 * day))).toEqual([]);
});

test("a certificate that came with an offered connection is found, with its place in the offer", async () => {
  const target = (...life: Life) => {
    return { endpoint: "https://h", headers: [], certificate: authority.client("offered", life) };
  };
  const others = new Map([["backend", target(-2 * day, -day)]]);
  const connections = { telemetry: { logs: target(-100 * day, 3 * day), metrics: target(-day, 30 * day) }, others };
  expect(await found(lasting(-day, 30 * day), connections)).toEqual([
    ["CERTIFICATE_ENDS_SOON", expect.stringContaining("own_logs: The certificate expires soon: CN=offered, ")],
    ["CERTIFICATE_EXPIRED", expect.stringContaining("other_connections::backend: The certificate has expired: CN=off")],
  ]);
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

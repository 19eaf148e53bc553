import { expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { createRuntime } from "../../../src/runtime/shared/runtime.ts";
import { ShownCertificates } from "../../../src/supervisor/shown-certificates.ts";
import { day, TestAuthority } from "../../support/certificates.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { scratchDirectory } from "../../support/scratch.ts";
import { configOf, minimal } from "../../support/supervisor-yaml.ts";
import { TestLog } from "../../support/test-log.ts";

const authority = new TestAuthority();

/** A supervisor with a certificate for its health endpoint and one for two exports of its metrics. */
async function world() {
  const directory = scratchDirectory();
  const clock = new FakeClock(Date.now());
  const log = new TestLog();
  const at = (name: string) => join(directory, name);
  writeFileSync(at("health.pem"), authority.server(["health"], [-day, 30 * day]).cert);
  writeFileSync(at("metrics.pem"), authority.client("metrics", [-day, 10.5 * day]).cert);
  const otlp = `{ protocol: http/protobuf, endpoint: 'https://otlp', client_certificate: ${at("metrics.pem")}, client_key: k }`;
  const config = await configOf(
    `${minimal}healthcheck: { endpoint: ':1', tls: { cert_file: ${at("health.pem")}, key_file: k } }
telemetry: { metrics: { readers: [${Array.from({ length: 2 }, () => `{ periodic: { exporter: { otlp: ${otlp} } } }`).join()}] } }
`,
  );
  let looked = Promise.withResolvers<void>();
  const shown = new ShownCertificates({
    config,
    files: createRuntime().files,
    clock,
    log,
    changed: () => looked.resolve(),
  });
  const nextLook = async () => {
    await looked.promise;
    looked = Promise.withResolvers();
  };
  await nextLook();
  const aDayLater = () => {
    clock.advance(day);
    return nextLook();
  };
  return { shown, clock, log, at, aDayLater };
}

test("each section has the certificate that it names, once, with its end", async () => {
  const { shown, log } = await world();
  expect(shown.ends.map(({ section, subject }) => [section, subject])).toEqual([
    ["healthcheck::tls", "CN=health"],
    ["telemetry::metrics", "CN=metrics"],
  ]);
  const [health] = shown.ends;
  expect(Math.round((Date.parse(health?.notAfter ?? "") - Date.now()) / day)).toBe(30);
  expect(log.lines).toMatchObject([
    {
      level: "warn",
      message: "The certificate expires soon",
      fields: { section: "telemetry::metrics", subject: "CN=metrics", days_left: 10 },
    },
  ]);
});

test("a day later it is looked at again: another file has another end, and one that is gone is told", async () => {
  const { shown, log, at, aDayLater } = await world();
  writeFileSync(at("metrics.pem"), authority.client("renewed", [-day, 90 * day]).cert);
  rmSync(at("health.pem"));
  log.lines.length = 0;
  await aDayLater();
  expect(shown.ends.map(({ subject }) => subject)).toEqual(["CN=renewed"]);
  expect(log.lines).toMatchObject([
    { level: "warn", message: "A certificate cannot be read", fields: { section: "healthcheck::tls" } },
  ]);
});

test("after its end nothing is looked at", async () => {
  const { shown, clock } = await world();
  shown.close();
  expect(clock.waiting).toBe(0);
});

import { expect, mock, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type CollectorConnections, noConnections } from "../../../../src/compose/layers.ts";
import { createRuntime } from "../../../../src/runtime/shared/runtime.ts";
import { ShownCertificates } from "../../../../src/supervisor/report/shown-certificates.ts";
import { day, TestAuthority } from "../../../support/certificates.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { scratchDirectory } from "../../../support/scratch.ts";
import { configOf, minimal } from "../../../support/supervisor-yaml.ts";
import { TestLog } from "../../../support/test-log.ts";

const authority = new TestAuthority();

/** A supervisor with a certificate for its health endpoint and one for two exports of its metrics. */
async function world() {
  const directory = scratchDirectory();
  const clock = new FakeClock(Date.now());
  const log = new TestLog();
  const at = (name: string) => join(directory, name);
  writeFileSync(at("health.pem"), authority.server(["health"], [-day, 30 * day]).cert);
  writeFileSync(at("metrics.pem"), authority.client("metrics", [-90 * day, 10.5 * day]).cert);
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
  const offers = (connections: CollectorConnections) => {
    shown.follow(connections);
    return nextLook();
  };
  return { shown, clock, log, at, aDayLater, offers };
}

test("each section has the certificate that it names, once, with its end", async () => {
  const { shown, log } = await world();
  expect(shown.seen.map(({ section, subject }) => [section, subject])).toEqual([
    ["healthcheck::tls", "CN=health"],
    ["telemetry::metrics", "CN=metrics"],
  ]);
  const [health] = shown.seen;
  expect(Math.round(((health?.validTo ?? 0) - Date.now()) / day)).toBe(30);
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
  expect(shown.seen.map(({ subject }) => subject)).toEqual(["CN=renewed"]);
  expect(log.lines).toMatchObject([
    { level: "warn", message: "A certificate cannot be read", fields: { section: "healthcheck::tls" } },
  ]);
});

test("those that the server has offered are seen with the connections in force, and no more once they are not", async () => {
  const { shown, offers } = await world();
  const target = (name: string) => {
    return { endpoint: "https://otlp", headers: [], certificate: authority.client(name, [-90 * day, 90 * day]) };
  };
  const metrics = target("own");
  const connections = {
    telemetry: { metrics, logs: { endpoint: "https://otlp", headers: [] } },
    others: new Map([["backend", target("other")]]),
  };
  await offers(connections);
  const sections = () => shown.seen.map(({ section, subject }) => `${section} ${subject}`).slice(2);
  expect(sections()).toEqual(["own_metrics CN=own", "other_connections::backend CN=other"]);
  await offers({ telemetry: { traces: metrics }, others: new Map() });
  expect(sections()).toEqual(["own_traces CN=own"]);
  await offers(noConnections);
  expect(sections()).toEqual([]);
});

test("the look that began last has the word, however long an earlier one takes", async () => {
  const slow = Promise.withResolvers<Uint8Array>();
  const read = mock(() => slow.promise);
  const { cert } = authority.client("own", [-90 * day, 90 * day]);
  const config = await configOf(`${minimal}healthcheck: { endpoint: ':1', tls: { cert_file: slow.pem, key_file: k } }`);
  let told = 0;
  const clock = new FakeClock(Date.now());
  const shown = new ShownCertificates({
    config,
    files: { read },
    clock,
    log: new TestLog(),
    changed: () => (told += 1),
  });
  shown.follow({
    telemetry: { metrics: { endpoint: "https://a", headers: [], certificate: { cert, key: "" } } },
    others: new Map(),
  });
  slow.resolve(Buffer.from(cert));
  await Bun.sleep(0);
  expect(shown.seen.map(({ section }) => section)).toEqual(["healthcheck::tls", "own_metrics"]);
  expect([read.mock.calls.length, told, clock.waiting]).toEqual([2, 1, 1]);
});

test("where there is no certificate nothing is looked at, and nobody is told", async () => {
  const clock = new FakeClock(0);
  const changed = mock(() => {});
  const config = await configOf(minimal);
  const shown = new ShownCertificates({ config, files: createRuntime().files, clock, log: new TestLog(), changed });
  shown.follow({ ...noConnections });
  await Bun.sleep(0);
  expect([changed.mock.calls.length, clock.waiting]).toEqual([0, 0]);
});

test("after its end nothing is looked at", async () => {
  const { shown, clock } = await world();
  shown.close();
  expect(clock.waiting).toBe(0);
});

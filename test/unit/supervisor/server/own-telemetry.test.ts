import { describe, expect, test } from "bun:test";

import type { TelemetrySignal } from "../../../../src/compose/layers.ts";
import type { ConnectionSettingsOffers, TelemetryConnectionSettings } from "../../../../src/opamp/wire/messages.ts";
import { codec } from "../../../../src/opamp/wire/messages.ts";
import { mergeTelemetry, readTelemetryOffer, writeTelemetry } from "../../../../src/supervisor/server/own-telemetry.ts";
import { makeCertificates } from "../../../support/certificates.ts";

const all = new Set<TelemetrySignal>(["metrics", "logs", "traces"]);
const target = (endpoint: string) => ({ endpoint, headers: [] });

/** One value for each of these names. */
function headersOf(...keys: string[]) {
  return { headers: keys.map((key) => ({ key, value: "v" })) };
}

/** As it arrives: every message that was not set reads as the decoder leaves it. */
function received(offer: ConnectionSettingsOffers): ConnectionSettingsOffers {
  return codec.ConnectionSettingsOffers.decode(codec.ConnectionSettingsOffers.encode(offer).finish());
}

describe("an offer of own telemetry", () => {
  test("is read signal by signal, with headers in their order", () => {
    const headers = [
      { key: "b", value: "1" },
      { key: "a", value: "" },
    ];
    const offer = received({ ownMetrics: { destinationEndpoint: "http://m", headers: { headers } } });
    expect(readTelemetryOffer(offer, all)).toEqual([
      {
        signal: "metrics",
        asks: {
          endpoint: "http://m",
          headers: [
            ["b", "1"],
            ["a", ""],
          ],
        },
      },
    ]);
  });

  test("leaves signals that it does not name as they are, and ends those with an empty endpoint", () => {
    const offer = received({ ownLogs: {}, ownTraces: { destinationEndpoint: "http://t" } });
    const current = { metrics: target("http://m"), logs: target("http://l") };
    expect(mergeTelemetry(current, readTelemetryOffer(offer, all))).toEqual({
      metrics: target("http://m"),
      traces: target("http://t"),
    });
    expect(current).toEqual({ metrics: target("http://m"), logs: target("http://l") });
  });

  test.each([
    "https://m:4318/v1/metrics",
    "HTTPS://m",
    "http://[::1]:4318/a%20b/${env:HOME}/x$y",
    "https://bücher.example/é",
  ])("may name every URL that the Collector can read: %s", (endpoint) => {
    const offer = received({ ownMetrics: { destinationEndpoint: endpoint } });
    expect(readTelemetryOffer(offer, all)).toEqual([{ signal: "metrics", asks: target(endpoint) }]);
  });

  test("is refused for a signal whose capability is off", () => {
    const offer = received({ ownLogs: { destinationEndpoint: "http://l" } });
    expect(readTelemetryOffer(offer, new Set(["metrics"]))).toEqual([
      { signal: "logs", refused: "the capability reports_own_logs is off" },
    ]);
  });

  const answersTo = (settings: TelemetryConnectionSettings) => {
    const offer = { ownMetrics: { destinationEndpoint: "https://m", ...settings } };
    return readTelemetryOffer(received(offer), all);
  };
  const { ca, client } = makeCertificates();
  const pem = (text: string) => new TextEncoder().encode(text);
  const certificate = { cert: pem(client.cert), privateKey: pem(client.key) };

  test("has authorities and a client certificate, which a later one without keeps and forgets", () => {
    const first = answersTo({ tls: { caPemContents: ca, minVersion: "1.2", maxVersion: "TLSv1.3" }, certificate });
    const tls = { ca, minVersion: "1.2", maxVersion: "1.3" } as const;
    expect(first).toEqual([{ signal: "metrics", asks: { ...target("https://m"), tls, certificate: client } }]);
    const current = mergeTelemetry({}, first);
    const next = answersTo({ destinationEndpoint: "https://n" });
    expect(mergeTelemetry(current, next)).toEqual({ metrics: { ...target("https://n"), tls } });
    expect(mergeTelemetry({}, readTelemetryOffer(received(writeTelemetry(current)), all))).toEqual(current);
  });

  const cannot = "cannot be set for the Collector's own telemetry";
  test.each<[string, TelemetryConnectionSettings]>([
    ["destination_endpoint is no URL", { destinationEndpoint: "no url" }],
    ["destination_endpoint is no URL", { destinationEndpoint: "https://m/v1/metrics\nheaders: x" }],
    ["destination_endpoint is no URL", { destinationEndpoint: " https://m/v1/metrics" }],
    ["destination_endpoint is no URL", { destinationEndpoint: "https:m/v1/metrics" }],
    ["destination_endpoint is no URL", { destinationEndpoint: "https:\\\\m\\v1" }],
    ["destination_endpoint is no URL", { destinationEndpoint: "https://m/%zz" }],
    ["destination_endpoint is no http or https URL", { destinationEndpoint: "grpc://m:4317" }],
    ["destination_endpoint has a user name or a password", { destinationEndpoint: "https://u:p@m" }],
    ["destination_endpoint has a query or a fragment", { destinationEndpoint: "https://m/v1/metrics?key=x" }],
    ["tls: destination_endpoint is http, which has no TLS", { destinationEndpoint: "http://m", tls: {} }],
    ["certificate: destination_endpoint is http, which has no TLS", { destinationEndpoint: "http://m", certificate }],
    ["headers: a is there twice", { headers: headersOf("A", "a") }],
    ["headers: a key is no name of a header", { headers: headersOf("a b") }],
    ["headers: the value of a has characters", { headers: { headers: [{ key: "a", value: "x\r\nb: y" }] } }],
    [`proxy ${cannot}, whose environment decides`, { proxy: { url: "http://p" } }],
    ["tls.insecure_skip_verify is not allowed here", { tls: { insecureSkipVerify: true } }],
    [`tls.include_system_ca_certs_pool ${cannot}`, { tls: { caPemContents: ca, includeSystemCaCertsPool: true } }],
    [`tls.min_version ${cannot}`, { tls: { minVersion: "1.3" } }],
    [`tls.max_version ${cannot}`, { tls: { maxVersion: "1.2" } }],
    [`tls.cipher_suites ${cannot}`, { tls: { cipherSuites: ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"] } }],
    ["tls.ca_pem_contents: there is no PEM block CERTIFICATE", { tls: { caPemContents: "no" } }],
    ["certificate.cert: there is no PEM block CERTIFICATE", { certificate: { cert: pem("no") } }],
    ["certificate.private_key: it is missing", { certificate: { cert: certificate.cert } }],
    [
      "certificate.private_key: the key does not belong",
      { certificate: { ...certificate, privateKey: pem(makeCertificates().client.key) } },
    ],
  ])("is refused for its signal alone: %s", (reason, settings) => {
    const [metrics] = answersTo(settings);
    expect(metrics).toEqual({
      signal: "metrics",
      refused: expect.stringMatching(new RegExp(`^${RegExp.escape(reason)}`)),
    });
    const answers = readTelemetryOffer(
      received({
        ownMetrics: { destinationEndpoint: "https://m", ...settings },
        ownTraces: { destinationEndpoint: "https://t" },
      }),
      all,
    );
    const current = { metrics: target("https://before") };
    expect(mergeTelemetry(current, answers)).toEqual({ ...current, traces: target("https://t") });
  });

  test("without any signal changes nothing", () => {
    expect(readTelemetryOffer(received({ hash: new Uint8Array([1]) }), all)).toEqual([]);
  });
});

test("what is written reads back equal", () => {
  const telemetry = {
    metrics: { endpoint: "http://m", headers: [["x", "y"]] as [string, string][] },
    logs: target("http://l"),
    traces: target("http://t"),
  };
  expect(mergeTelemetry({}, readTelemetryOffer(received(writeTelemetry(telemetry)), all))).toEqual(telemetry);
  expect(writeTelemetry({})).toEqual({});
});

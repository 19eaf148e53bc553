import { describe, expect, test } from "bun:test";

import type { TelemetrySignal } from "../../../src/compose/layers.ts";
import type { ConnectionSettingsOffers } from "../../../src/opamp/wire/messages.ts";
import { codec } from "../../../src/opamp/wire/messages.ts";
import { mergeTelemetry, readTelemetryOffer, writeTelemetry } from "../../../src/supervisor/own-telemetry.ts";

const all = new Set<TelemetrySignal>(["metrics", "logs", "traces"]);
const target = (endpoint: string) => ({ endpoint, headers: [] });

/** As it arrives: every message that was not set reads as the decoder leaves it. */
function received(offer: ConnectionSettingsOffers): ConnectionSettingsOffers {
  return codec.ConnectionSettingsOffers.decode(codec.ConnectionSettingsOffers.encode(offer).finish());
}

describe("an offer of own telemetry", () => {
  test("is read signal by signal, with headers in their order and repetitions", () => {
    const headers = [
      { key: "a", value: "1" },
      { key: "a", value: "2" },
      { key: "b", value: "" },
    ];
    const offer = received({ ownMetrics: { destinationEndpoint: "http://m", headers: { headers } } });
    expect(readTelemetryOffer(offer, all)).toEqual([
      {
        signal: "metrics",
        asks: {
          endpoint: "http://m",
          headers: [
            ["a", "1"],
            ["a", "2"],
            ["b", ""],
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

  test("is refused for a signal whose capability is off", () => {
    const offer = received({ ownLogs: { destinationEndpoint: "http://l" } });
    expect(readTelemetryOffer(offer, new Set(["metrics"]))).toEqual([
      { signal: "logs", refused: "the capability reports_own_logs is off" },
    ]);
  });

  test.each([
    ["certificate", { certificate: { cert: new Uint8Array([1]) } }],
    ["tls", { tls: { insecureSkipVerify: true } }],
    ["proxy", { proxy: { url: "http://p" } }],
    ["certificate, tls", { certificate: {}, tls: {} }],
  ])("is refused for a signal that carries %s, and for that signal alone", (parts, settings) => {
    const offer = received({
      ownMetrics: { destinationEndpoint: "https://m", ...settings },
      ownTraces: { destinationEndpoint: "https://t" },
    });
    const answers = readTelemetryOffer(offer, all);
    expect(answers).toContainEqual({ signal: "metrics", refused: `it carries what is not supported: ${parts}` });
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

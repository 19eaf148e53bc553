import { onTestFinished } from "bun:test";

import { freePort } from "./free-port.ts";

export const metricsPort = await freePort();

/** Metrics on another port than 8888, which only one can have. */
const pull = { exporter: { prometheus: { host: "127.0.0.1", port: metricsPort } } };

/** From the OTLP receiver on `port` to `endpoint`. */
export function forwarding(port: number, endpoint: string, id: string) {
  return {
    receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
    exporters: { [`otlp_http/${id}`]: { endpoint, compression: "none" } },
    service: {
      telemetry: { metrics: { readers: [{ pull }] } },
      pipelines: { traces: { receivers: ["otlp"], exporters: [`otlp_http/${id}`] } },
    },
  };
}

const span = { traceId: "5b8efff798038103d269b633813fc60c", spanId: "eee19b7ec3c1b174", name: "a" };
const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });

/** Sends a span ten times in a second, whether it is taken or not, until the test ends. */
export function sending(port: number): void {
  const timer = setInterval(() => {
    const headers = { "content-type": "application/json" };
    fetch(`http://127.0.0.1:${port}/v1/traces`, { method: "POST", headers, body }).catch(() => {});
  }, 100);
  onTestFinished(() => clearInterval(timer));
}

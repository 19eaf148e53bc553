import { expect, test } from "bun:test";

import { fixture } from "../../support/project.ts";
import { minimal } from "../../support/supervisor-yaml.ts";

/** The modules of own telemetry that a configuration takes. */
async function loadedBy(yaml: string): Promise<string[]> {
  const child = Bun.spawn([process.execPath, fixture("loaded-telemetry.ts"), yaml], { stdout: "pipe" });
  const modules = (await new Response(child.stdout).json()) as string[];
  expect(modules).toContain("/src/supervisor/self-telemetry-gate.ts");
  return modules.filter((path) =>
    /@opentelemetry|\/telemetry\/(?:sdk|instruments|spans)|\/supervisor\/telemetry\/|\/schema\/telemetry\/|own-signals-/.test(
      path,
    ),
  );
}

test("without exports nothing of own telemetry is loaded", async () => {
  const withoutOffers = minimal + "capabilities: { reports_own_metrics: false }\n";
  expect(await loadedBy(withoutOffers)).toEqual([]);
});

test("where the server may ask for metrics, only what counts messages is", async () => {
  const modules = await loadedBy(`${minimal}capabilities: { reports_own_metrics: true }\n`);
  expect(modules).toEqual(["/src/supervisor/telemetry/traffic.ts"]);
});

test("an endpoint for health alone loads none, one with metrics does", async () => {
  const endpoint = (more: string) => `${minimal}healthcheck: { endpoint: "localhost:1"${more} }\n`;
  const modules = await loadedBy(endpoint(", metrics: true"));
  expect(modules).toContain("/src/telemetry/sdk/prometheus-reader.ts");
  const off = "capabilities: { reports_own_metrics: false }\n";
  expect(await loadedBy(endpoint("") + off)).toEqual([]);
});

test("with exports the SDK is", async () => {
  const exports = "telemetry: { traces: { processors: [{ simple: { exporter: { console: } } }] } }\n";
  const modules = await loadedBy(minimal + exports);
  expect(modules).toContain("/src/telemetry/sdk/traces.ts");
  expect(modules.some((path) => path.includes("@opentelemetry/sdk-trace"))).toBe(true);
});

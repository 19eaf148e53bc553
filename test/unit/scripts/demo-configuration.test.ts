import { expect, test } from "bun:test";

import { supervisorConfiguration } from "../../../scripts/demo/supervisor-configuration.ts";
import { loadConfig } from "../../../src/config/load.ts";

/** As the supervisor of a demo reads it whose server has this address and authority. */
async function demoConfig(endpoint: string, caFile: string | undefined) {
  const text = supervisorConfiguration({
    endpoint,
    caFile,
    publicKeyFile: "/demo/signing.pub",
    collector: "/demo/otelcol",
    storage: "/demo/storage",
  });
  const files = { read: async () => new TextEncoder().encode(text) };
  return await loadConfig({ path: "/demo/supervisor.yaml", files, env: {}, os: "linux" });
}

test("the supervisor takes the configuration of the demo, lets the page set what it can, and asks for a certificate", async () => {
  expect(await demoConfig("wss://127.0.0.1:4320/v1/opamp", "/demo/ca.crt")).toMatchObject({
    ok: true,
    config: {
      server: { certificateRequest: { keyType: "p256" } },
      capabilities: {
        acceptsRemoteConfig: true,
        acceptsRestartCommand: true,
        acceptsOtherConnectionSettings: true,
        acceptsPackages: true,
        reportsPackageStatuses: true,
        reportsOwnMetrics: true,
        reportsOwnLogs: true,
        reportsOwnTraces: true,
      },
    },
  });
});

test("without TLS it asks for none", async () => {
  const loaded = await demoConfig("ws://127.0.0.1:4320/v1/opamp", undefined);
  expect(loaded.ok && loaded.config.server?.certificateRequest).toBeUndefined();
});
